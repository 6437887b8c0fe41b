import { beforeEach, describe, expect, it } from 'vitest'
import { idFor } from '../../../shared/domain/ids.ts'
import type { DecisionJournal, Message } from '../../../shared/domain/message.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import { listMessages, readMessage } from '../../../shared/http/routes/messages.ts'
import { journalRecord, messageRecord } from '../../../shared/store/messages.ts'
import { day, instant, local, messageRowOf, stampAt, vehicleIdOf } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { clerk, specialist, startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>
const on = '2026-11-23' as never

const sent: Partial<Message> = {
  status: 'sent',
  address: '+8613800138000',
  sentAt: instant('2026-11-23T01:00:05.000Z'),
  attempts: [{ at: instant('2026-11-23T01:00:05.000Z'), outcome: 'accepted' }],
}

function messageOf(name: string, more: Partial<Message> = {}): Message {
  return { ...messageRowOf(name, more), deliveryId: idFor('delivery', name) }
}

function journalOf(
  journalId: string,
  decided: DecisionJournal['decided'],
  more: Partial<DecisionJournal> = {},
) {
  const page: DecisionJournal = {
    ...unwritten(stampAt(instant('2026-11-23T01:00:00.000Z'))),
    dealerId: 'D001',
    purpose: 'maintenance-reminders',
    date: '2026-11-23',
    journalId,
    decided,
    ...more,
  }
  return page
}

const told = (name: string) => ({
  subject: `vehicle#${vehicleIdOf(name)}`,
  cycle: 'sale',
  step: 'before',
  outcome: 'message' as const,
  messageId: idFor('message', name),
})
const heldBack = (name: string, reason: string) => ({
  subject: `vehicle#${vehicleIdOf(name)}`,
  cycle: 'sale',
  step: 'before',
  outcome: 'suppressed' as const,
  reason,
})

beforeEach(async () => {
  api = startApi()
  await save(
    api.store,
    ...puts(
      messageRecord,
      messageOf('anna', sent),
      messageOf('berta', { status: 'held', reason: 'in-doubt', address: '+8613900139000' }),
      messageOf('clara', { status: 'suppressed', reason: 'in-workshop' }),
      messageOf('dora', {
        ...sent,
        recipient: { kind: 'staff', id: idFor('staff', 'S1') },
        channel: 'mail',
        address: 'li@example.com',
      }),
      messageOf('emma', { ...sent, dealerId: 'D002' }),
    ),
    ...puts(
      journalRecord,
      journalOf('1', [told('anna'), heldBack('frida', 'no-consent'), told('berta')]),
      journalOf('2', [told('clara'), told('unwritten')]),
      journalOf('1', [told('dora')], { purpose: 'insurance-call-lists' }),
      journalOf('1', [told('emma')], { dealerId: 'D002' }),
      journalOf('1', [told('gina')], { date: '2026-11-24' }),
    ),
  )
})

describe('GET /messages', () => {
  it('tells what was decided on the day, what became of it and why, customers’ numbers masked', async () => {
    const reply = await api.as(clerk)(listMessages, { query: { on } })
    if (!reply.ok) throw new Error(reply.problem.code)
    expect(
      reply.body.items.map(({ purpose, fate, reason, message }) => [
        purpose,
        fate,
        reason,
        message?.recipient.address,
      ]),
    ).toEqual([
      ['maintenance-reminders', 'sent', undefined, '+86138****8000'],
      ['maintenance-reminders', 'suppressed', 'no-consent', undefined],
      ['maintenance-reminders', 'deferred', 'in-doubt', '+86139****9000'],
      ['maintenance-reminders', 'suppressed', 'in-workshop', undefined],
      ['maintenance-reminders', 'deferred', undefined, undefined],
      ['insurance-call-lists', 'sent', undefined, 'li@example.com'],
    ])
    expect(reply.body.next).toBeUndefined()
  })

  it('tells of a vehicle handed over whose mail is not there: deferred until its time, then not listed any more', async () => {
    const toldBy = local('2026-11-25 09:00')
    const left = { ...told('left'), toldBy }
    const page = journalOf('2', [left], { purpose: 'insurance-call-lists', date: '2026-11-24' })
    await save(api.store, ...puts(journalRecord, page))
    const fates = async () => {
      const reply = await api.as(clerk)(listMessages, {
        query: { on: day('2026-11-24'), purpose: 'insurance-call-lists' },
      })
      return reply.ok && reply.body.items.map(({ fate, reason }) => [fate, reason])
    }
    api.moveTo(local('2026-11-25 08:59'))
    expect(await fates()).toEqual([['deferred', undefined]])
    api.moveTo(toldBy)
    expect(await fates()).toEqual([['suppressed', 'not-listed-any-more']])
  })

  it('tells of one job when it is named', async () => {
    const reply = await api.as(clerk)(listMessages, { query: { on, purpose: 'insurance-call-lists' } })
    expect(reply.ok && reply.body.items.map(({ message }) => message?.messageId)).toEqual([
      idFor('message', 'dora'),
    ])
  })

  it.each([1, 2, 3, 4, 5, 6])('gives everything once, in the same order, in pages of %i', async (limit) => {
    const whole = await api.as(clerk)(listMessages, { query: { on } })
    const items: unknown[] = []
    let cursor: string | undefined
    for (let page = 0; page < 10; page += 1) {
      const reply = await api.as(clerk)(listMessages, { query: { on, limit, ...(cursor && { cursor }) } })
      if (!reply.ok) throw new Error(reply.problem.code)
      expect(reply.body.items.length).toBeLessThanOrEqual(limit)
      items.push(...reply.body.items)
      cursor = reply.body.next
      if (cursor === undefined) break
    }
    expect(cursor).toBeUndefined()
    expect(items).toEqual(whole.ok && whole.body.items)
  })

  it('goes on where the page ended when more was decided meanwhile', async () => {
    const first = await api.as(clerk)(listMessages, {
      query: { on, purpose: 'maintenance-reminders', limit: 5 },
    })
    expect(first.ok && first.body.next).toBeUndefined()
    const part = await api.as(clerk)(listMessages, {
      query: { on, purpose: 'maintenance-reminders', limit: 4 },
    })
    await save(api.store, ...puts(journalRecord, journalOf('3', [heldBack('hanna', 'refused')])))
    const cursor = part.ok ? part.body.next : undefined
    const rest = await api.as(clerk)(listMessages, {
      query: { on, purpose: 'maintenance-reminders', cursor } as never,
    })
    expect(rest.ok && rest.body.items.map(({ fate, reason }) => [fate, reason])).toEqual([
      ['deferred', undefined],
      ['suppressed', 'refused'],
    ])
  })

  it.each([
    ['another dealer', { ...clerk, dealerId: 'D002' }, { on }],
    ['another day', clerk, { on: '2026-11-24' as never }],
    ['another job', clerk, { on, purpose: 'maintenance-reminders' as const }],
  ])('refuses its cursor to %s', async (_, account, query) => {
    const reply = await api.as(clerk)(listMessages, { query: { on, limit: 2 } })
    const cursor = (reply.ok && reply.body.next) || ''
    expect(cursor).not.toBe('')
    expect(await api.as(account)(listMessages, { query: { ...query, cursor } })).toMatchObject({
      status: 400,
      problem: { code: 'cursor-invalid' },
    })
  })

  it('never tells of another dealer', async () => {
    const reply = await api.as({ ...clerk, dealerId: 'D002' })(listMessages, { query: { on } })
    expect(reply.ok && reply.body.items.map(({ message }) => message?.messageId)).toEqual([
      idFor('message', 'emma'),
    ])
  })

  it('asks for a day', async () => {
    expect(await api.as(clerk)(listMessages, { query: {} as never })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'query.on', reason: 'required' }] },
    })
  })
})

describe('GET /messages/{messageId}', () => {
  const read = (name: string, account = clerk) =>
    api.as(account)(readMessage, { params: { messageId: idFor('message', name) } })

  it('tells the text and each attempt, the number masked', async () => {
    const reply = await read('anna')
    expect(reply).toMatchObject({
      ok: true,
      etag: '"1"',
      body: {
        text: '【测试汽车】您的爱车该保养了',
        status: 'sent',
        recipient: { kind: 'customer', address: '+86138****8000' },
        attempts: [{ outcome: 'accepted' }],
      },
    })
    expect(JSON.stringify(reply)).not.toContain('13800138000')
  })

  it('finds nothing that is not there, or is another dealer’s', async () => {
    expect(await read('nobody')).toMatchObject({ status: 404, problem: { code: 'not-found' } })
    expect(await read('emma')).toMatchObject({ status: 404 })
    expect((await read('emma', { ...clerk, dealerId: 'D002' })).status).toBe(200)
  })

  it('is not for those who only call', async () => {
    expect((await read('anna', specialist)).status).toBe(403)
  })
})
