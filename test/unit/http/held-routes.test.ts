import { beforeEach, describe, expect, it } from 'vitest'
import { idFor } from '../../../shared/domain/ids.ts'
import type { Message } from '../../../shared/domain/message.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { dropHeld, listHeld, readMessage, releaseHeld } from '../../../shared/http/routes/messages.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { messageRecord } from '../../../shared/store/messages.ts'
import type { Account } from '../../support/api-client.ts'
import { dealerOf, local, messageRowOf, stampAt } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { clerk, specialist, startApi } from './fixture.ts'

const tried = local('2026-11-23 09:00')
const manager: Account = { dealerId: 'D001', roles: ['service_manager'], sub: 'account-m' }
const names = ['anna', 'ben', 'cora', 'dora', 'emma']

let api: ReturnType<typeof startApi>

function heldOf(name: string, minutes: number, more: Partial<Message> = {}): Message {
  return {
    ...messageRowOf(name, {
      status: 'held',
      reason: 'in-doubt',
      address: '+8613800138000',
      attempts: [{ at: addMinutes(tried, minutes), outcome: 'in-doubt' }],
      ...more,
    }),
    deliveryId: idFor('delivery', name),
  }
}

beforeEach(async () => {
  api = startApi()
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(messageRecord, ...names.map((name, index) => heldOf(name, 10 - index))),
    ...puts(
      messageRecord,
      heldOf('sent', 0, { status: 'sent', reason: undefined }),
      heldOf('anna', 0, { dealerId: 'D002' }),
    ),
  )
})

const idOf = (name: string) => idFor('message', name)
const decide = (
  route: typeof releaseHeld | typeof dropHeld,
  name: string,
  { account = manager, ifMatch = '"1"', idempotencyKey = undefined as string | undefined } = {},
) =>
  api.as(account)(route, {
    params: { messageId: idOf(name) },
    ifMatch,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  })
const rowOf = (name: string) => api.store.messages.byId('D001', idOf(name))
const deliveryOf = async (name: string) => {
  const id = (await rowOf(name))!.deliveryId
  return (await api.store.messages.deliveriesByIds('D001', [id])).get(id)
}
const audits = () => api.table.all().filter(({ entity }) => entity === 'AuditEntry')

describe('GET /messages/held', () => {
  it('lists what waits for a person, oldest first, with how to find out, and the number masked', async () => {
    const reply = await api.as(clerk)(listHeld)
    if (!reply.ok) throw new Error(reply.problem.code)
    expect(reply.body.items.map(({ messageId }) => messageId)).toEqual(names.toReversed().map(idOf))
    expect(reply.body.items[0]).toMatchObject({
      etag: '"1"',
      channel: 'sms',
      triedAt: addMinutes(tried, 6),
      attempts: [{ outcome: 'in-doubt' }],
      recipient: { address: '+86138****8000' },
    })
    expect(reply.body.items[0]!.advice.zh).toMatch(/日志/)
    expect(JSON.stringify(reply)).not.toContain('13800138000')
  })

  it.each([1, 2, 3, 4, 5])('gives everything once, in the same order, in pages of %i', async (limit) => {
    const items: string[] = []
    let cursor: string | undefined
    let pages = 0
    do {
      const reply = await api.as(clerk)(listHeld, { query: { limit, ...(cursor && { cursor }) } })
      if (!reply.ok) throw new Error(reply.problem.code)
      items.push(...reply.body.items.map(({ messageId }) => messageId))
      cursor = reply.body.next
      pages += 1
    } while (cursor !== undefined)
    expect(items).toEqual(names.toReversed().map(idOf))
    expect(pages).toBe(Math.ceil(names.length / limit))
  })

  it('tells each dealer its own, and refuses the cursor of another', async () => {
    const other = { ...clerk, dealerId: 'D002' }
    const own = await api.as(other)(listHeld)
    expect(own.ok && own.body.items.map(({ messageId }) => messageId)).toEqual([idOf('anna')])
    const page = await api.as(clerk)(listHeld, { query: { limit: 1 } })
    const cursor = (page.ok && page.body.next) || ''
    expect(await api.as(other)(listHeld, { query: { cursor } })).toMatchObject({
      status: 400,
      problem: { code: 'cursor-invalid' },
    })
  })

  it('is not for those who only call', async () => {
    expect((await api.as(specialist)(listHeld)).status).toBe(403)
  })
})

describe('POST /messages/{messageId}/release', () => {
  it('plans the message again, in a delivery of its own, and keeps who said so', async () => {
    const reply = await decide(releaseHeld, 'anna')
    const now = local('2026-11-23 10:00')
    expect(reply).toEqual({
      ok: true,
      status: 200,
      etag: '"2"',
      body: { messageId: idOf('anna'), status: 'planned', sendAfter: now },
    })
    expect(await rowOf('anna')).toMatchObject({
      version: 2,
      status: 'planned',
      attempts: [{ outcome: 'in-doubt' }],
      decision: { kind: 'released', at: now, by: 'account-m' },
    })
    expect(await deliveryOf('anna')).toMatchObject({
      status: 'planned',
      messageIds: [idOf('anna')],
      pending: [idOf('anna')],
      sendAfter: now,
      attentionAt: addMinutes(now, 10),
    })
    expect((await rowOf('anna'))!.deliveryId).not.toBe(idFor('delivery', 'anna'))
    expect(audits()).toMatchObject([
      {
        recordKind: 'Message',
        recordId: idOf('anna'),
        action: 'message-released',
        createdBy: 'account-m',
        before: { status: 'held' },
        after: { status: 'planned' },
      },
    ])
    const list = await api.as(clerk)(listHeld)
    expect(list.ok && list.body.items.map(({ messageId }) => messageId)).not.toContain(idOf('anna'))
  })

  it('in the night disturbs nobody before the morning', async () => {
    api.moveTo(local('2026-11-23 21:30'))
    expect(await decide(releaseHeld, 'anna')).toMatchObject({
      body: { sendAfter: local('2026-11-24 09:00') },
    })
  })

  it('makes another delivery each time that the message comes to be held', async () => {
    await decide(releaseHeld, 'anna')
    const first = (await rowOf('anna'))!
    const again: Message = {
      ...first,
      status: 'held',
      attempts: [...first.attempts, { at: addMinutes(tried, 90), outcome: 'in-doubt' }],
    }
    await save(api.store, messageRecord.put(again, stampAt(addMinutes(tried, 90))))
    expect(await decide(releaseHeld, 'anna', { ifMatch: '"3"' })).toMatchObject({ ok: true })
    expect((await rowOf('anna'))!.deliveryId).not.toBe(first.deliveryId)
  })
})

describe('POST /messages/{messageId}/drop', () => {
  it('ends the message, and keeps who said so', async () => {
    expect(
      await decide(dropHeld, 'anna', { account: { ...manager, staffId: idFor('staff', 'E002') } }),
    ).toEqual({
      ok: true,
      status: 200,
      etag: '"2"',
      body: { messageId: idOf('anna'), status: 'suppressed' },
    })
    expect(await rowOf('anna')).toMatchObject({
      status: 'suppressed',
      reason: 'dropped',
      decision: { kind: 'dropped', by: idFor('staff', 'E002') },
    })
    expect(audits()).toMatchObject([{ action: 'message-dropped', after: { reason: 'dropped' } }])
    const shown = await api.as(clerk)(readMessage, { params: { messageId: idOf('anna') } })
    expect(shown.ok && shown.body.decision).toMatchObject({ kind: 'dropped' })
  })
})

describe.each([
  ['release', releaseHeld],
  ['drop', dropHeld],
] as const)('a %s', (_, route) => {
  it('of what is not held is refused, and changes nothing', async () => {
    const before = api.table.commits.length
    expect(await decide(route, 'sent')).toMatchObject({ status: 409, problem: { code: 'message-not-held' } })
    expect(api.table.commits.length).toBe(before)
  })

  it('of a version that a receipt has overtaken is refused, with the version of now', async () => {
    const row = (await rowOf('anna'))!
    await save(api.store, messageRecord.put({ ...row, status: 'delivered' }, stampAt(tried)))
    expect(await decide(route, 'anna')).toMatchObject({
      status: 412,
      etag: '"2"',
      problem: { code: 'version-stale' },
    })
  })

  it('that meets a receipt at the same moment leaves its word to the receipt', async () => {
    const row = (await rowOf('anna'))!
    const receipt = messageRecord.put({ ...row, status: 'delivered' }, stampAt(tried))
    api.table.onCommit = () => {
      api.table.onCommit = undefined
      if (receipt.kind === 'put') api.table.put({ ...receipt.item, ...receipt.key })
      return undefined
    }
    expect((await decide(route, 'anna')).status).toBe(412)
    expect(await rowOf('anna')).toMatchObject({ status: 'delivered' })
  })

  it('under one key is done once, and answered the same', async () => {
    const first = await decide(route, 'anna', { idempotencyKey: 'key-of-one-decision' })
    const again = await decide(route, 'anna', { idempotencyKey: 'key-of-one-decision' })
    expect(first.ok).toBe(true)
    expect(again).toEqual(first)
    expect(audits()).toHaveLength(1)
  })

  it('needs the version that was seen, and a manager of the dealer', async () => {
    const missing = await api.as(manager)(route, { params: { messageId: idOf('anna') } })
    expect(missing).toMatchObject({ status: 428, problem: { code: 'version-missing' } })
    expect((await decide(route, 'anna', { account: clerk })).status).toBe(403)
    expect((await decide(route, 'ben', { account: { ...manager, dealerId: 'D002' } })).status).toBe(404)
  })
})
