import { beforeEach, describe, expect, it } from 'vitest'
import { idFor } from '../../../shared/domain/ids.ts'
import type { Message } from '../../../shared/domain/message.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import {
  dropHeld,
  dropSeveralHeld,
  listHeld,
  listMessageChanges,
  readMessage,
  releaseHeld,
  releaseSeveralHeld,
} from '../../../shared/http/routes/messages.ts'
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

  it('tells of a message that surely did not go out, and does not send anybody looking for it', async () => {
    const attempts = [{ at: tried, outcome: 'not-sent' }]
    await save(
      api.store,
      ...puts(messageRecord, heldOf('fay', 0, { reason: 'provider-unavailable', attempts })),
    )
    const reply = await api.as(clerk)(listHeld)
    if (!reply.ok) throw new Error(reply.problem.code)
    expect(reply.body.items[0]).toMatchObject({ messageId: idOf('fay'), reason: 'provider-unavailable' })
    expect(reply.body.items[0]!.advice.zh).toMatch(/肯定没有发出/)
    expect(reply.body.items[1]).toMatchObject({ reason: 'in-doubt' })
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

  it.each([1, 2, 4])(
    'leaves out what cannot be read, and nothing behind it, in pages of %i',
    async (limit) => {
      const damaged = api.table.all().find((item) => item['messageId'] === idOf('dora'))!
      api.table.put({ ...damaged, attempts: 'none' })
      const items: string[] = []
      let cursor: string | undefined
      do {
        const reply = await api.as(clerk)(listHeld, { query: { limit, ...(cursor && { cursor }) } })
        if (!reply.ok) throw new Error(reply.problem.code)
        items.push(...reply.body.items.map(({ messageId }) => messageId))
        cursor = reply.body.next
      } while (cursor !== undefined)
      expect(items).toEqual(['emma', 'cora', 'ben', 'anna'].map(idOf))
      expect(api.log.lines.map(({ code }) => code)).toContain('HELD_DAMAGED')
    },
  )

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

const several = (
  route: typeof releaseSeveralHeld | typeof dropSeveralHeld,
  wanted: readonly (string | { name: string; etag: string })[],
  { account = manager, idempotencyKey = undefined as string | undefined } = {},
) =>
  api.as(account)(route, {
    body: {
      messages: wanted.map((each) =>
        typeof each === 'string'
          ? { messageId: idOf(each), etag: '"1"' }
          : { messageId: idOf(each.name), etag: each.etag },
      ),
    },
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  })

describe('GET /messages/{messageId}/changes', () => {
  const changes = (name: string, account = manager) =>
    api.as(account)(listMessageChanges, { params: { messageId: idOf(name) } })

  it('tells what was decided on a message, by whom and when', async () => {
    await decide(dropHeld, 'anna')
    expect(await changes('anna')).toMatchObject({
      status: 200,
      body: {
        items: [
          {
            by: 'account-m',
            at: local('2026-11-23 10:00'),
            action: 'message-dropped',
            before: { status: 'held' },
            after: { status: 'suppressed' },
          },
        ],
      },
    })
    expect(await changes('ben')).toMatchObject({ status: 200, body: { items: [] } })
  })

  it('finds no message that is not there or another dealer’s, and is not for those who only call', async () => {
    expect((await changes('nobody')).status).toBe(404)
    await decide(dropHeld, 'anna')
    expect(await changes('anna', { ...manager, dealerId: 'D002' })).toMatchObject({ body: { items: [] } })
    expect((await changes('ben', { ...manager, dealerId: 'D002' })).status).toBe(404)
    expect((await changes('anna', specialist)).status).toBe(403)
  })
})

describe('POST /messages/held/release', () => {
  const now = local('2026-11-23 10:00')

  it('plans the messages again in one delivery and one transaction, each with who said so', async () => {
    const before = api.table.commits.length
    const reply = await several(releaseSeveralHeld, ['cora', 'anna', 'ben'])
    expect(reply).toEqual({
      ok: true,
      status: 200,
      body: {
        messages: ['cora', 'anna', 'ben'].map((name) => ({
          messageId: idOf(name),
          outcome: 'released',
          status: 'planned',
          etag: '"2"',
          sendAfter: now,
        })),
      },
    })
    expect(api.table.commits.length - before).toBe(1)
    const ids = ['cora', 'anna', 'ben'].map(idOf)
    expect(await deliveryOf('anna')).toMatchObject({ status: 'planned', messageIds: ids, pending: ids })
    for (const name of ['anna', 'ben', 'cora'])
      expect(await rowOf(name)).toMatchObject({
        status: 'planned',
        deliveryId: (await rowOf('anna'))!.deliveryId,
        decision: { kind: 'released', at: now, by: 'account-m' },
      })
    expect(audits().map(({ recordId }) => recordId)).toEqual(expect.arrayContaining(ids))
    expect(audits()).toHaveLength(3)
  })

  it('takes as many as a delivery carries, all of them at once', async () => {
    const many = Array.from({ length: 25 }, (_, index) => `car ${index}`)
    await save(api.store, ...puts(messageRecord, ...many.map((name, index) => heldOf(name, index))))
    const before = api.table.commits.length
    const reply = await several(releaseSeveralHeld, many, { idempotencyKey: 'twenty-five-of-them' })
    expect(reply.ok && reply.body.messages.map(({ outcome }) => outcome)).toEqual(many.map(() => 'released'))
    expect(api.table.commits.length - before).toBe(1)
    expect((await deliveryOf('car 0'))!.messageIds).toEqual(many.map(idOf))
    expect(await several(releaseSeveralHeld, [...many, 'anna'])).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.messages', reason: 'too-large' }] },
    })
  })

  it('has a delivery of its own for each way and hour: at night a mail to staff goes, an SMS waits', async () => {
    const staff = { kind: 'staff', id: idFor('staff', 'E001') } as const
    const mail = { channel: 'mail', address: 'sun@example.com', recipient: staff } as const
    await save(api.store, ...puts(messageRecord, heldOf('list', 1, mail), heldOf('summary', 2, mail)))
    const night = local('2026-11-23 21:30')
    api.moveTo(night)
    await several(releaseSeveralHeld, ['anna', 'list', 'ben', 'summary'])
    expect(await deliveryOf('anna')).toMatchObject({
      channel: 'sms',
      messageIds: [idOf('anna'), idOf('ben')],
      sendAfter: local('2026-11-24 09:00'),
    })
    expect(await deliveryOf('list')).toMatchObject({
      channel: 'mail',
      messageIds: [idOf('list'), idOf('summary')],
      sendAfter: night,
    })
  })

  it('gives the same messages another delivery when they come to be held again', async () => {
    const together = ['anna', 'ben']
    await several(releaseSeveralHeld, together)
    const first = (await rowOf('anna'))!.deliveryId
    for (const name of together) {
      const row = (await rowOf(name))!
      await save(api.store, messageRecord.put({ ...row, status: 'held' }, stampAt(tried)))
    }
    const again = together.map((name) => ({ name, etag: '"3"' }))
    expect(await several(releaseSeveralHeld, again)).toMatchObject({
      body: { messages: [{ outcome: 'released' }, { outcome: 'released' }] },
    })
    expect((await rowOf('anna'))!.deliveryId).not.toBe(first)
  })
})

describe('POST /messages/held/drop', () => {
  it('ends the messages in one transaction, each with who said so', async () => {
    const before = api.table.commits.length
    const reply = await several(dropSeveralHeld, ['anna', 'ben'])
    expect(reply).toMatchObject({
      status: 200,
      body: {
        messages: ['anna', 'ben'].map((name) => ({
          messageId: idOf(name),
          outcome: 'dropped',
          status: 'suppressed',
          etag: '"2"',
        })),
      },
    })
    expect(api.table.commits.length - before).toBe(1)
    for (const name of ['anna', 'ben'])
      expect(await rowOf(name)).toMatchObject({ reason: 'dropped', decision: { kind: 'dropped' } })
    expect(audits()).toHaveLength(2)
  })
})

describe.each([
  ['release', releaseSeveralHeld, 'released', 'planned'],
  ['drop', dropSeveralHeld, 'dropped', 'suppressed'],
] as const)('a %s of several', (_, route, done, status) => {
  const outcomes = (reply: Awaited<ReturnType<typeof several>>) =>
    reply.ok ? reply.body.messages.map((each) => (each.outcome === 'refused' ? each.code : each.outcome)) : []

  it('leaves out what has changed, is not held or is not there, each with its reason, and does the rest', async () => {
    const row = (await rowOf('ben'))!
    await save(api.store, messageRecord.put({ ...row, status: 'delivered' }, stampAt(tried)))
    const reply = await several(route, ['ben', 'sent', 'nobody', 'anna'])
    expect(outcomes(reply)).toEqual(['version-stale', 'message-not-held', 'not-found', done])
    expect(reply.ok && reply.body.messages[0]).toEqual({
      messageId: idOf('ben'),
      outcome: 'refused',
      code: 'version-stale',
      etag: '"2"',
      zh: expect.stringMatching(/已被修改/) as string,
      en: expect.stringMatching(/has changed/) as string,
    })
    expect(await rowOf('ben')).toMatchObject({ status: 'delivered', version: 2 })
    expect(await rowOf('anna')).toMatchObject({ status })
    expect(audits()).toHaveLength(1)
  })

  it('that can do nothing writes nothing', async () => {
    const before = api.table.commits.length
    expect(outcomes(await several(route, ['sent', 'nobody']))).toEqual(['message-not-held', 'not-found'])
    expect(api.table.commits.length).toBe(before)
  })

  it('that meets a receipt at the same moment leaves that message to it, and the answer says so', async () => {
    const row = (await rowOf('anna'))!
    const receipt = messageRecord.put({ ...row, status: 'delivered' }, stampAt(tried))
    api.table.onCommit = () => {
      api.table.onCommit = undefined
      if (receipt.kind === 'put') api.table.put({ ...receipt.item, ...receipt.key })
      return undefined
    }
    expect(outcomes(await several(route, ['anna', 'ben']))).toEqual(['version-stale', done])
    expect(await rowOf('anna')).toMatchObject({ status: 'delivered' })
    expect(await rowOf('ben')).toMatchObject({ status })
    expect(audits().map(({ recordId }) => recordId)).toEqual([idOf('ben')])
  })

  it('that is contested again and again has changed nothing, and says so', async () => {
    const whole = api.table.all().length
    api.table.onCommit = () => ({ kind: 'conflict', contested: [0] })
    expect(await several(route, ['anna', 'ben'])).toMatchObject({
      status: 409,
      problem: { code: 'contested' },
    })
    expect(api.table.all()).toHaveLength(whole)
    expect(await rowOf('anna')).toMatchObject({ status: 'held', version: 1 })
  })

  it('under one key is done once and answered the same, also what it could not do', async () => {
    const wanted = ['anna', 'sent']
    const first = await several(route, wanted, { idempotencyKey: 'key-of-two-decisions' })
    const again = await several(route, wanted, { idempotencyKey: 'key-of-two-decisions' })
    expect(outcomes(first)).toEqual([done, 'message-not-held'])
    expect(again).toEqual(first)
    expect(audits()).toHaveLength(1)
    expect(await several(route, ['anna'], { idempotencyKey: 'key-of-two-decisions' })).toMatchObject({
      status: 422,
      problem: { code: 'idempotency-key-reused' },
    })
  })

  it('that comes twice at the same moment is done once, and both are told the same', async () => {
    const twins = await Promise.all(
      ['key-of-the-twins', 'key-of-the-twins'].map((idempotencyKey) =>
        several(route, ['anna', 'ben'], { idempotencyKey }),
      ),
    )
    expect(twins.map(outcomes)).toEqual([
      [done, done],
      [done, done],
    ])
    expect(audits()).toHaveLength(2)
  })

  it('shows another dealer nothing: its token finds none of them', async () => {
    const other = { ...manager, dealerId: 'D002' }
    expect(outcomes(await several(route, ['ben', 'cora'], { account: other }))).toEqual([
      'not-found',
      'not-found',
    ])
    // Of one id that both dealers have, only the own one is decided.
    expect(outcomes(await several(route, ['anna', 'ben'], { account: other }))).toEqual([done, 'not-found'])
    expect(await rowOf('anna')).toMatchObject({ status: 'held', version: 1 })
    expect(await api.store.messages.byId('D002', idOf('anna'))).toMatchObject({ status })
  })

  it('is for managers, and says of each field what is wrong with it', async () => {
    expect((await several(route, ['anna'], { account: clerk })).status).toBe(403)
    expect(await several(route, [])).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.messages', reason: 'too-small' }] },
    })
    expect(await several(route, ['anna', 'ben', 'anna'])).toMatchObject({
      problem: { errors: [{ path: 'body.messages', reason: 'named-twice' }] },
    })
    expect(await several(route, ['anna', { name: 'ben', etag: '*' }])).toMatchObject({
      problem: { errors: [{ path: 'body.messages.1.etag', reason: 'wrong-format' }] },
    })
    expect(audits()).toEqual([])
  })
})
