import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { expect, onTestFinished, test } from 'vitest'
import { startStack, type StackOptions } from '../../../local/stack.ts'
import { readTemplates } from '../../../local/template.ts'
import { Instant } from '../../../shared/domain/time.ts'
import { attribute, functionResource, ref, writeAssembly, type Resources } from './assembly.ts'

/*
 * `heard` reads the queue that SES's events end in, `logged` is handed the delivery log of SNS; both print what they
 * get and when.
 */
const bundles = {
  heard: `exports.handler = async ({ Records }) => {
      for (const { body } of Records) console.log(JSON.stringify({ body: JSON.parse(body), at: new Date() })) }`,
  logged: `const { gunzipSync } = require('node:zlib')
    let failures = Number(process.env.FAILS ?? 0)
    exports.handler = async (event) => {
      const data = JSON.parse(gunzipSync(Buffer.from(event.awslogs.data, 'base64')))
      console.log(JSON.stringify({ data, at: new Date() }))
      if (failures-- > 0) throw new Error('no') }`,
}

const group = 'sns/ap-southeast-1/000000000000/DirectPublishToPhoneNumber'
const groupNamed = (LogGroupName: string) => ({ Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } })
const filterOf = (logGroup: string) => ({
  Type: 'AWS::Logs::SubscriptionFilter',
  Properties: { LogGroupName: ref(logGroup), DestinationArn: attribute('Logged'), FilterPattern: '' },
})
const resources: Resources = {
  Files: { Type: 'AWS::S3::Bucket' },
  Heard: functionResource('heard', 'heard', { FILES: ref('Files') }),
  Logged: functionResource('logged', 'logged'),
  GivenUp: { Type: 'AWS::SQS::Queue' },
  Retries: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: ref('Logged'),
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: attribute('GivenUp') } },
    },
  },
  Receipts: { Type: 'AWS::SQS::Queue' },
  Source: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: attribute('Receipts'), FunctionName: ref('Heard') },
  },
  Set: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'shop' } },
  Topic: { Type: 'AWS::SNS::Topic' },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      Protocol: 'sqs',
      TopicArn: ref('Topic'),
      Endpoint: attribute('Receipts'),
      RawMessageDelivery: true,
    },
  },
  Events: {
    Type: 'AWS::SES::ConfigurationSetEventDestination',
    Properties: {
      ConfigurationSetName: ref('Set'),
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['send', 'delivery', 'bounce', 'deliveryDelay'],
        SnsDestination: { TopicARN: ref('Topic') },
      },
    },
  },
  Arrived: groupNamed(group),
  Failed: groupNamed(`${group}/Failure`),
  ArrivedFilter: filterOf('Arrived'),
  FailedFilter: filterOf('Failed'),
}

const nine = Instant.parse('2026-11-23T01:00:00.000Z')

async function start(options: Partial<StackOptions> = {}, changed: Resources = {}) {
  const cdkOut = writeAssembly({ stacks: { Shop: { resources: { ...resources, ...changed } } }, bundles })
  const stack = await startStack({ cdkOut, at: nine, ...options })
  const sns = new SNSClient({ ...stack.client('sns'), maxAttempts: 1 })
  const ses = new SESClient({ ...stack.client('ses'), maxAttempts: 1 })
  onTestFinished(async () => {
    sns.destroy()
    ses.destroy()
    await stack.stop()
  })
  const mime = 'From: shop@dealer.example\r\nTo: he.fang@dealer.example\r\nSubject: list\r\n\r\nhello\r\n'
  const printed = (name: string) =>
    stack.logs.lines(name).flatMap((line) => {
      if (!line.startsWith('{"')) return []
      return [JSON.parse(line) as { at: string; body: Heard; data: Logged }]
    })
  return {
    stack,
    sms: () => sns.send(new PublishCommand({ PhoneNumber: '+8613800138000', Message: '您好' })),
    mail: (more: object = { ConfigurationSetName: 'shop' }) =>
      ses.send(
        new SendRawEmailCommand({
          RawMessage: { Data: Buffer.from(mime) },
          Tags: [{ Name: 'messageId', Value: 'm-1' }],
          ...more,
        }),
      ),
    heard: () => printed('heard').map(({ body }) => body),
    logged: () => printed('logged'),
  }
}

interface Heard {
  readonly eventType: string
  readonly mail: { messageId: string; tags: Record<string, string[]> }
}
interface Logged {
  readonly logGroup: string
  readonly logEvents: readonly { message: string }[]
}

test('a mail is heard of as it is sent and as it arrives, by its tags and the id that its sender got', async () => {
  const { stack, mail, heard } = await start()
  const { MessageId } = await mail()
  await stack.drained()
  expect(
    heard()
      .map(({ eventType }) => eventType)
      .sort(),
  ).toEqual(['Delivery', 'Send'])
  for (const event of heard())
    expect(event.mail).toMatchObject({
      messageId: MessageId,
      tags: { messageId: ['m-1'], 'ses:configuration-set': ['shop'] },
    })
})

test('an SMS is logged under its number and id, in the group of what arrived or of what did not', async () => {
  const fates = ['arrives', 'bounces'] as const
  const { stack, sms, logged } = await start({ fate: () => fates[stack.outbox.counts().sms - 1]! })
  const first = await sms()
  const second = await sms()
  await stack.drained()
  const lines = logged().flatMap(({ data }) =>
    data.logEvents.map(({ message }) => ({ group: data.logGroup, ...(JSON.parse(message) as object) })),
  )
  expect(lines).toHaveLength(2)
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        group,
        status: 'SUCCESS',
        notification: {
          messageId: first.MessageId,
          timestamp: expect.stringMatching(/^2026-11-23 01:00:/) as string,
        },
        delivery: expect.objectContaining({ destination: '+8613800138000' }) as object,
      }),
      expect.objectContaining({
        group: `${group}/Failure`,
        status: 'FAILURE',
        notification: expect.objectContaining({ messageId: second.MessageId }) as object,
      }),
    ]),
  )
})

test('lines that are written within the same five seconds are handed on together, however far apart', async () => {
  const { stack, sms, logged } = await start({ receipts: () => [stack.outbox.counts().sms === 3 ? 5 : 1] })
  await sms()
  stack.clock.set(Instant.parse('2026-11-23T01:00:03.000Z'))
  await sms()
  await sms()
  await stack.drained()
  expect(logged().map(({ at, data }) => [at.slice(14, 19), data.logEvents.length])).toEqual([
    ['00:05', 2],
    ['00:10', 1],
  ])
})

test.each([
  ['lost', [], []],
  ['given after an hour', [3600], ['02:00']],
  ['given twice', [0, 120], ['01:00', '01:02']],
])('a receipt can be %s', async (_, delays, minutes) => {
  const { stack, sms, logged } = await start({ receipts: () => delays })
  await sms()
  const before = performance.now()
  await stack.drained()
  expect(performance.now() - before).toBeLessThan(5000)
  expect(logged().map(({ at }) => at.slice(11, 16))).toEqual(minutes)
})

test('a receipt on its way is waited for, and not beyond what was asked for', async () => {
  const { stack, sms, logged } = await start({ receipts: () => [3600] })
  await sms()
  await stack.drained({ until: Instant.parse('2026-11-23T01:30:00.000Z') })
  expect(logged()).toEqual([])
  await stack.drained()
  expect(logged()).toHaveLength(1)
})

test('what a provider took without saying so has receipts, what it refused or dropped has none', async () => {
  const verdicts = [
    { kind: 'accept-without-reply' },
    { kind: 'drop' },
    { kind: 'refuse', status: 400, code: 'Throttling', message: 'Rate exceeded' },
  ] as const
  let asked = 0
  const { stack, sms, logged } = await start({ provider: () => verdicts[asked++]! })
  while (asked < verdicts.length) await expect(sms()).rejects.toThrow()
  await stack.drained()
  expect(logged().flatMap(({ data }) => data.logEvents)).toHaveLength(1)
})

test('a function that fails on a log is handed it twice more, then it lies with what was given up', async () => {
  const { stack, sms, logged } = await start(
    {},
    { Logged: functionResource('logged', 'logged', { FAILS: '9' }) },
  )
  await sms()
  await stack.drained()
  expect(logged().map(({ at }) => at.slice(11, 16))).toEqual(['01:00', '01:01', '01:03'])
  expect(await stack.messagesIn('GivenUp')).toBe(1)
})

test('without a way back in the template nobody hears anything', async () => {
  const { stack, mail, heard, logged, sms } = await start({}, { ArrivedFilter: filterOf('Failed') })
  await sms()
  await mail({})
  await stack.drained()
  expect([heard(), logged()]).toEqual([[], []])
})

test('a way back that this machine cannot go is said', () => {
  const wrapped = {
    ...resources,
    Subscription: {
      ...resources['Subscription']!,
      Properties: {
        ...resources['Subscription']!.Properties,
        RawMessageDelivery: false,
      },
    },
  }
  const filtered = {
    ...resources,
    ArrivedFilter: {
      ...filterOf('Arrived'),
      Properties: {
        ...filterOf('Arrived').Properties,
        FilterPattern: 'ERROR',
      },
    },
  }
  for (const [changed, words] of [
    [wrapped, 'raw delivery'],
    [filtered, 'lets everything through'],
  ] as const)
    expect(() => readTemplates(writeAssembly({ stacks: { Shop: { resources: changed } }, bundles }))).toThrow(
      words,
    )
})
