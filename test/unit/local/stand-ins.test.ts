import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses'
import { PublishCommand, SNSClient, type PublishCommandInput } from '@aws-sdk/client-sns'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { clientSettings } from '../../../local/endpoints.ts'
import { openOutbox, type Outbox } from '../../../local/outbox-store.ts'
import type { ProviderHook } from '../../../local/provider.ts'
import { runnerClock } from '../../../local/runner-clock.ts'
import { startStandIns } from '../../../local/stand-ins.ts'
import { Instant } from '../../../shared/domain/time.ts'
import { temporaryDirectory } from './assembly.ts'

const nine = Instant.parse('2026-11-23T01:00:00.000Z')
let outbox: Outbox

async function start(hook: ProviderHook = () => 'accept', identities: string[] = []) {
  const standIns = await startStandIns({
    outbox,
    hook,
    clock: runnerClock(nine),
    account: { configurationSets: ['after-sales'], identities },
  })
  const settings = { region: 'ap-southeast-1', maxAttempts: 1 }
  const sns = new SNSClient({ ...clientSettings(standIns.sns.endpoint, 'ap-southeast-1'), ...settings })
  const ses = new SESClient({ ...clientSettings(standIns.ses.endpoint, 'ap-southeast-1'), ...settings })
  onTestFinished(async () => {
    sns.destroy()
    ses.destroy()
    await standIns.stop()
  })
  return {
    sms: (input: Partial<PublishCommandInput> = {}) =>
      sns.send(
        new PublishCommand({
          PhoneNumber: '+8613800138000',
          Message: '【永泰汽车】您的爱车该保养了。',
          MessageAttributes: {
            'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
          },
          ...input,
        }),
      ),
    mail: (mime: string, input: object = {}) =>
      ses.send(
        new SendRawEmailCommand({
          RawMessage: { Data: Buffer.from(mime) },
          Tags: [{ Name: 'messageId', Value: 'm-1' }],
          ConfigurationSetName: 'after-sales',
          ...input,
        }),
      ),
  }
}

const mime = [
  'From: Shop <shop@dealer.example>',
  'To: =?utf-8?B?5L2V6Iqz?= <he.fang@dealer.example>',
  'Subject: =?utf-8?B?57ut5L+d5ZCN5Y2V?=',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'hello',
  '',
].join('\r\n')

beforeEach(() => {
  outbox = openOutbox()
})

test('an accepted SMS is in the outbox under the id that the SDK got, at the hour of the clock', async () => {
  const { sms } = await start()
  const { MessageId } = await sms()
  expect(outbox.all()).toEqual([
    {
      channel: 'sms',
      id: MessageId,
      at: expect.stringMatching(/^2026-11-23T01:00:0/) as string,
      run: outbox.run,
      to: '+8613800138000',
      text: '【永泰汽车】您的爱车该保养了。',
      attributes: { 'AWS.SNS.SMS.SMSType': 'Transactional' },
    },
  ])
})

test.each([
  ['a number that is not E.164', { PhoneNumber: '13800138000' }, 'InvalidParameterException', 'PhoneNumber'],
  ['an empty text', { Message: '' }, 'InvalidParameterException', 'Empty'],
  ['a text of 1601 characters', { Message: '字'.repeat(1601) }, 'InvalidParameterException', 'too long'],
  ['a topic', { PhoneNumber: undefined, TopicArn: 'arn:aws:sns:x:1:t' }, 'AuthorizationErrorException', ''],
  [
    'a type that does not exist',
    { MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Loud' } } },
    'InvalidParameterException',
    'SMSType',
  ],
])('%s is refused as SNS refuses it, and nothing is sent', async (_, input, name, words) => {
  const { sms } = await start()
  await expect(sms(input)).rejects.toMatchObject({ name, message: expect.stringContaining(words) as string })
  expect(outbox.all()).toEqual([])
})

test('an accepted mail is in the outbox with its tags and its decoded subject', async () => {
  const { mail } = await start()
  const { MessageId } = await mail(mime)
  expect(outbox.find(MessageId ?? '')).toMatchObject({
    channel: 'mail',
    from: 'shop@dealer.example',
    to: ['he.fang@dealer.example'],
    subject: '续保名单',
    tags: { messageId: 'm-1' },
  })
})

test('a mail goes to the destinations, whatever its headers say', async () => {
  const { mail } = await start()
  const { MessageId } = await mail(mime, { Destinations: ['wang.li@dealer.example'] })
  expect(outbox.find(MessageId ?? '')).toMatchObject({ to: ['wang.li@dealer.example'] })
})

test.each([
  ['a mail without sender', mime.replace(/^From.*\r\n/, ''), {}, 'From'],
  ['a mail without recipient', mime.replace(/To: .*\r\n/, ''), {}, 'To'],
  ['bytes that are not ASCII', `${mime}您好`, {}, 'ASCII'],
  ['a line of 1000 bytes', `${mime}${'x'.repeat(1000)}`, {}, 'line'],
  ['a tag with a blank', mime, { Tags: [{ Name: 'a b', Value: '1' }] }, 'tag'],
  ['an unknown configuration set', mime, { ConfigurationSetName: 'nobody' }, 'nobody'],
])('%s is refused as SES refuses it', async (_, message, input, words) => {
  const { mail } = await start()
  await expect(mail(message, input)).rejects.toThrow(words)
  expect(outbox.all()).toEqual([])
})

test('a sender outside the verified domains is refused', async () => {
  const { mail } = await start(() => 'accept', ['dealer.example'])
  await mail(mime)
  await expect(mail(mime.replace('shop@dealer', 'shop@other'))).rejects.toMatchObject({
    name: 'MessageRejected',
  })
})

test('a hook can throttle, break the line before, or take the message and never answer', async () => {
  const verdicts: ReturnType<ProviderHook>[] = [
    { kind: 'refuse', status: 400, code: 'Throttling', message: 'Rate exceeded' },
    { kind: 'drop' },
    { kind: 'accept-without-reply' },
  ]
  const { sms } = await start(() => verdicts.shift() ?? 'accept')
  await expect(sms()).rejects.toMatchObject({ name: 'Throttling' })
  await expect(sms()).rejects.toThrow(/socket hang up|ECONNRESET/)
  expect(outbox.counts()).toEqual({ sms: 0, mail: 0 })
  await expect(sms()).rejects.toThrow(/socket hang up|ECONNRESET/)
  expect(outbox.counts()).toEqual({ sms: 1, mail: 0 })
})

test('a second run on the same file shows what the first sent and counts only its own', async () => {
  const file = join(temporaryDirectory(), 'outbox.jsonl')
  outbox = openOutbox(file)
  const first = await start()
  const { MessageId } = await first.sms()
  appendFileSync(file, '{"channel":"sms","id":"cut o')
  outbox = openOutbox(file)
  const second = await start()
  await second.mail(mime)
  expect(outbox.all().map(({ channel, run }) => [channel, run === outbox.run])).toEqual([
    ['sms', false],
    ['mail', true],
  ])
  expect(outbox.find(MessageId ?? '')?.channel).toBe('sms')
  expect(outbox.counts()).toEqual({ sms: 0, mail: 1 })
})
