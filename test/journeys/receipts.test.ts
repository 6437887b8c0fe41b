import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect, it, onTestFinished } from 'vitest'
import { ensureDealer, localDealer } from '../../local/main-job/dealer.ts'
import { importDirectory } from '../../local/main-job/import-files.ts'
import { startStack, type StackOptions } from '../../local/stack.ts'
import { synthesize } from '../../local/synthesize.ts'
import type { Message } from '../../shared/domain/message.ts'
import { messagesOf } from '../../shared/due/account.ts'
import { dropHeld, listHeld, readMessage, releaseHeld } from '../../shared/http/routes/messages.ts'
import { openStore } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { apiClient, overHttp } from '../support/api-client.ts'
import { day, local } from '../support/builders.ts'
import { smallDealer } from './small-dealer.ts'

/*
 * The way back, through the very bundles that would be deployed: SES's events by configuration set, topic and queue,
 * SNS's delivery log by log group and subscription. One SMS and two mails go out on the small dealer's Monday.
 */

const { dealerId } = localDealer

async function monday(options: Partial<StackOptions>) {
  const stack = await startStack({ cdkOut: await synthesize(), at: local('2026-11-22 23:59'), ...options })
  onTestFinished(() => stack.stop())
  const store = openStore(connectTable(stack.tableName, new DynamoDBClient(stack.client('dynamodb'))))
  await ensureDealer(store, stack.clock.now())
  const quiet = { show: () => undefined, stop: () => undefined }
  await importDirectory(stack, store, dealerId, smallDealer(), 'journey', quiet)
  const token = await stack.token({ dealerId, roles: ['service_manager'] })
  const mails = () => stack.outbox.all().filter((message) => message.channel === 'mail')
  return {
    stack,
    store,
    call: apiClient(overHttp(stack.url, token)),
    /** The ledger's row of the one SMS. */
    reminder: async (): Promise<Message> => {
      const journals = await store.messages.decidedOn(dealerId, 'maintenance-reminders', day('2026-11-23'))
      const rows = [...(await store.messages.byIds(dealerId, messagesOf(journals))).values()]
      return rows[0]!
    },
    /** What the ledger says of the mails, by whom they went to. */
    mailed: async (): Promise<Record<string, string>> => {
      const ids = mails().map(({ tags }) => tags['messageId']!)
      const rows = await store.messages.byIds(dealerId, ids)
      return Object.fromEntries([...rows.values()].map(({ address = '', status }) => [address, status]))
    },
    mails,
    sms: () => stack.outbox.all().filter((message) => message.channel === 'sms'),
  }
}

it('what the providers took without saying so is known by their receipts, and nothing is sent twice', async () => {
  const delays: Record<string, number[]> = {
    Send: [60],
    Delivery: [1, 0, 120],
    Bounce: [0, 5],
    SUCCESS: [0, 0, 30],
  }
  const { stack, store, call, reminder, mailed, mails, sms } = await monday({
    provider: () => ({ kind: 'accept-without-reply' }),
    fate: (message) =>
      message.channel === 'mail' && message.to[0] === 'zhou@example.com' ? 'bounces' : 'arrives',
    receipts: ({ event }) => delays[event] ?? [],
  })
  await stack.runUntil(local('2026-11-23 10:00'))

  expect(sms()).toHaveLength(1)
  expect(stack.logs.lines('messages-deliver').join()).toContain('MESSAGES_HELD')
  expect(await reminder()).toMatchObject({
    status: 'delivered',
    attempts: [{ outcome: 'in-doubt' }],
    providerId: sms()[0]!.id,
    heard: { delivered: {} },
  })
  const list = await call(listHeld)
  expect(list.ok && list.body.items).toEqual([])

  expect(mails()).toHaveLength(2)
  expect(await mailed()).toEqual({ 'sun@example.com': 'delivered', 'zhou@example.com': 'bounced' })
  const contacts = await store.contactPoints.byAddresses(dealerId, ['zhou@example.com'])
  expect(contacts.get('zhou@example.com')?.suppressions).toMatchObject([{ channel: 'mail', code: 'bounced' }])

  expect(await stack.messagesIn('receipts')).toBe(0)
  expect(await stack.messagesIn('receipts-dead-letters')).toBe(0)
  expect(stack.failures).toEqual([])
})

it('an SMS that was lost is listed, released by the service manager, and then sent once', async () => {
  let lost = 0
  const { stack, store, call, reminder, sms } = await monday({
    provider: ({ channel }) => (channel === 'sms' && (lost += 1) === 1 ? { kind: 'drop' } : 'accept'),
  })
  await stack.runUntil(local('2026-11-23 10:00'))
  const { messageId } = await reminder()
  const list = await call(listHeld)
  const [held] = list.ok ? list.body.items : []
  expect(held).toMatchObject({ messageId, channel: 'sms', attempts: [{ outcome: 'in-doubt' }] })
  expect(held!.recipient.address).toBe('+86138****0001')

  const given = {
    params: { messageId: messageId as never },
    ifMatch: held!.etag,
    idempotencyKey: 'once-and-again',
  }
  const reply = await call(releaseHeld, given)
  expect(reply).toMatchObject({ ok: true, body: { messageId, status: 'planned' } })
  await stack.drained()
  expect(await reminder()).toMatchObject({ status: 'delivered', decision: { kind: 'released' } })
  expect(sms()).toHaveLength(1)

  expect(await call(releaseHeld, given)).toEqual(reply)
  const { etag = '' } = await call(readMessage, { params: { messageId: messageId } })
  expect(await call(dropHeld, { ...given, ifMatch: etag, idempotencyKey: 'another-one' })).toMatchObject({
    status: 409,
    problem: { code: 'message-not-held' },
  })
  await stack.runUntil(local('2026-11-23 12:00'))
  expect(sms()).toHaveLength(1)
  expect(await store.messages.held(dealerId, 10)).toEqual([])
  expect(stack.failures).toEqual([])
})
