import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountForDay } from '../../../functions/messages/account.ts'
import { MessageStatus, type DecisionJournal, type Message } from '../../../shared/domain/message.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import { addUp, messagesOf } from '../../../shared/due/account.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { journalRecord, messageRecord } from '../../../shared/store/messages.ts'
import { openStore } from '../../../shared/store/store.ts'
import { dealerOf, dueItemOf, local, messageRowOf, stampAt } from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { capturingLog, deliveringWorld } from './delivering.ts'

const evening = local('2026-11-23 23:30')
const deliveryId = 'dlv_aaaaaaaaaaaaaaaaaaaa'
type Decided = DecisionJournal['decided'][number]

const row = (name: string, more: Partial<Message> = {}): Message => ({
  ...messageRowOf(name, more),
  deliveryId,
})
const told = (name: string): Decided => ({
  subject: `vehicle#${name}`,
  cycle: 'sale',
  step: 'before',
  outcome: 'message',
  messageId: row(name).messageId,
})
const skipped = (name: string, reason: string): Decided => ({
  subject: `vehicle#${name}`,
  cycle: 'sale',
  step: 'before',
  outcome: 'suppressed',
  reason,
})

const journalOf = (decided: Decided[], more: Partial<DecisionJournal> = {}): DecisionJournal => ({
  ...unwritten(stampAt(evening)),
  dealerId: 'D001',
  purpose: 'maintenance-reminders',
  date: '2026-11-23',
  journalId: 'j1',
  decided,
  ...more,
})

/** What the log says of the day itself; whether the coming year's calendar is known has its own test. */
const dayLines = (log: ReturnType<typeof capturingLog>) =>
  log.lines.filter(({ code }) => code !== 'CALENDAR_UNKNOWN')

async function accounted(...writes: Parameters<typeof save> extends [unknown, ...infer W] ? W : never) {
  const store = openStore(memoryTable())
  await save(store, ...puts(dealerRecord, dealerOf()), ...writes)
  const log = capturingLog()
  const accounts = await accountForDay({ store, clock: clockAt(evening), log })
  const of = (purpose: string, dealerId = 'D001') =>
    accounts.find((each) => each.purpose === purpose && each.dealerId === dealerId)!
  return { accounts, log, of }
}

describe('a day', () => {
  it('is added up by what became of each decision', async () => {
    const { of, log } = await accounted(
      ...puts(messageRecord, row('a', { status: 'sent' }), row('b', { status: 'delivered' })),
      ...puts(messageRecord, row('c', { status: 'suppressed', reason: 'refused' }), row('d')),
      ...puts(messageRecord, row('e', { status: 'held' }), row('f', { status: 'bounced' })),
      ...puts(
        journalRecord,
        journalOf(['a', 'b', 'c', 'd', 'e', 'f'].map(told)),
        journalOf([skipped('g', 'refused'), skipped('h', 'superseded')], { journalId: 'j2' }),
        journalOf([{ ...skipped('i', 'TypeError'), outcome: 'failed' }], { journalId: 'j3' }),
      ),
    )
    expect(of('maintenance-reminders')).toMatchObject({
      due: 9,
      sent: 2,
      suppressed: { refused: 2, superseded: 1 },
      deferred: 2,
      failed: 2,
      missing: 0,
      behind: 0,
      date: '2026-11-23',
    })
    expect(dayLines(log).map(({ level, code }) => [level, code])).toEqual([
      ['info', 'DAY_ACCOUNTED'],
      ['info', 'DAY_ACCOUNTED'],
      ['info', 'DAY_ACCOUNTED'],
      ['info', 'DAY_ACCOUNTED'],
      ['info', 'DAY_ACCOUNTED'],
      ['info', 'DAY_ACCOUNTED'],
    ])
  })

  it('that has a decision without its message in the ledger does not balance, and warns', async () => {
    const { of, log } = await accounted(
      ...puts(messageRecord, row('a', { status: 'sent' })),
      ...puts(journalRecord, journalOf([told('a'), told('gone'), told('gone')])),
    )
    expect(of('maintenance-reminders')).toMatchObject({ due: 3, sent: 1, deferred: 2, missing: 1 })
    expect(
      dayLines(log)
        .filter(({ level }) => level === 'warn')
        .map(({ code }) => code),
    ).toEqual(['ACCOUNT_UNBALANCED'])
  })

  it('that has a damaged row warns, and the other rows and dealers are accounted for all the same', async () => {
    const written = puts(messageRecord, row('b', { status: 'sent' }))
    const damaged = written.map((write) =>
      write.kind === 'put' ? { ...write, item: { ...write.item, attempts: 'many' } } : write,
    )
    const { of, log } = await accounted(
      ...puts(dealerRecord, dealerOf({}, { dealerId: 'D002' })),
      ...puts(messageRecord, row('a', { status: 'sent' })),
      ...damaged,
      ...puts(journalRecord, journalOf([told('a'), told('b')])),
    )
    expect(of('maintenance-reminders')).toMatchObject({ due: 2, sent: 1, missing: 1 })
    expect(of('maintenance-reminders', 'D002')).toMatchObject({ due: 0, missing: 0 })
    expect(dayLines(log).map(({ code }) => code)).toContain('ACCOUNT_UNBALANCED')
  })

  it('that handed over what was never told balances: it is deferred until its mail’s time, then not listed', async () => {
    const handed = (name: string, toldBy: string): Decided => ({ ...told(name), toldBy: local(toldBy) })
    const { of, log } = await accounted(
      ...puts(messageRecord, row('a', { status: 'sent' }), row('b', { status: 'planned' })),
      ...puts(
        journalRecord,
        journalOf(
          [
            handed('a', '2026-11-23 09:00'),
            handed('b', '2026-11-23 09:00'),
            handed('left', '2026-11-23 09:00'),
            handed('listed later', '2026-11-24 09:00'),
          ],
          { purpose: 'insurance-call-lists' },
        ),
      ),
    )
    expect(of('insurance-call-lists')).toMatchObject({
      due: 4,
      sent: 1,
      deferred: 2,
      suppressed: { 'not-listed-any-more': 1 },
      missing: 0,
    })
    expect(dayLines(log).some(({ level }) => level === 'warn')).toBe(false)
  })

  it('leaves the decisions of other days and jobs to their own accounts', async () => {
    const { of } = await accounted(
      ...puts(
        journalRecord,
        journalOf([skipped('a', 'x')], { date: '2026-11-22' }),
        journalOf([skipped('a', 'y')], { purpose: 'insurance-call-lists' }),
      ),
    )
    expect(of('maintenance-reminders').due).toBe(0)
    expect(of('insurance-call-lists')).toMatchObject({ due: 1, suppressed: { y: 1 } })
  })

  it('is the dealer’s own day, whatever the zone', async () => {
    const away = dealerOf({}, { dealerId: 'D002', zone: 'America/New_York' })
    const { of } = await accounted(...puts(dealerRecord, away))
    expect(of('maintenance-reminders').date).toBe('2026-11-23')
    expect(of('maintenance-reminders', 'D002').date).toBe('2026-11-23')
    const later = openStore(memoryTable())
    await save(later, ...puts(dealerRecord, dealerOf(), away))
    const dates = await accountForDay({
      store: later,
      clock: clockAt(local('2026-11-24 01:00')),
      log: capturingLog(),
    })
    expect(dates.map(({ dealerId, date }) => `${dealerId} ${date}`).slice(0, 2)).toEqual([
      'D001 2026-11-24',
      'D002 2026-11-23',
    ])
  })
})

describe('items that were left behind', () => {
  it('are counted the same evening, so that a run missed for one day is told of', async () => {
    const { of } = await accounted(
      ...puts(dueItemRecord, dueItemOf('a', { dueAt: local('2026-11-23 09:00') })),
    )
    expect(of('maintenance-reminders').behind).toBe(1)
  })

  it('are counted for their own dealer and job, and warn; what is due later is not among them', async () => {
    const { of, log } = await accounted(
      ...puts(dealerRecord, dealerOf({}, { dealerId: 'D002' })),
      ...puts(
        dueItemRecord,
        dueItemOf('a', { dueAt: local('2026-11-22 09:00') }),
        dueItemOf('b', { dueAt: local('2026-11-01 09:00') }),
        dueItemOf('c', { dueAt: local('2026-11-24 09:00') }),
        dueItemOf('f', { dueAt: local('2026-11-23 21:00') }),
        dueItemOf('d', {
          dueAt: local('2026-11-22 07:30'),
          purpose: 'insurance-call-lists',
          dealerId: 'D002',
        }),
        dueItemOf('e', { step: undefined, dueAt: undefined, plannedAt: undefined }),
      ),
    )
    expect(of('maintenance-reminders').behind).toBe(2)
    expect(of('maintenance-reminders', 'D002').behind).toBe(0)
    expect(of('insurance-call-lists').behind).toBe(0)
    expect(of('insurance-call-lists', 'D002').behind).toBe(1)
    const warned = log.lines.filter(({ code }) => code === 'JOB_BEHIND')
    expect(warned.map(({ level, fields }) => [level, fields['dealerId'], fields['purpose']])).toEqual([
      ['warn', 'D001', 'maintenance-reminders'],
      ['warn', 'D002', 'insurance-call-lists'],
    ])
  })
})

it.each([
  ['2026-06-01 23:30', []],
  ['2090-06-01 23:30', [2090]],
  ['2089-11-30 23:30', [2090]],
])('on %s the years within reach whose days off nobody knows (%j) warn', async (time, years) => {
  const store = openStore(memoryTable())
  await save(store, ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })))
  const log = capturingLog()
  await accountForDay({ store, clock: clockAt(local(time)), log })
  const warned = log.lines.filter(({ code }) => code === 'CALENDAR_UNKNOWN')
  expect(warned.map(({ level, fields }) => [level, fields['year']])).toEqual(
    years.map((year) => ['warn', year]),
  )
})

it('due is always sent, suppressed, deferred and failed together', () => {
  const outcome = fc.constantFrom('message', 'suppressed', 'failed')
  const decision = fc.record({
    outcome,
    reason: fc.option(fc.constantFrom('refused', 'stale'), { nil: undefined }),
    name: fc.constantFrom('a', 'b', 'c', 'd'),
  })
  const ledger = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom(...MessageStatus.options))
  fc.assert(
    fc.property(fc.array(fc.array(decision)), ledger, (pages, statuses) => {
      const journals = pages.map((page) =>
        journalOf(
          page.map(({ outcome, reason, name }) => ({
            ...told(name),
            outcome,
            reason,
            messageId: outcome === 'message' ? row(name).messageId : undefined,
          })),
        ),
      )
      const messages = new Map(
        Object.entries(statuses).map(([name, status]) => [
          row(name).messageId,
          { status, reason: undefined },
        ]),
      )
      const { due, sent, suppressed, deferred, failed } = addUp(journals, messages, evening)
      const held = Object.values(suppressed).reduce((sum, count) => sum + count, 0)
      expect(sent + held + deferred + failed).toBe(due)
      expect(due).toBe(pages.flat().length)
      expect(messagesOf(journals)).toHaveLength(
        pages.flat().filter((each) => each.outcome === 'message').length,
      )
    }),
  )
})

it('a day of real deliveries balances, with what was held back and what failed', async () => {
  const world = await deliveringWorld()
  world.enqueue(...(await world.plan(['anna', 'ben', 'cora', 'dora', 'emma'])))
  world.enqueue(...(await world.plan(['lily'], 'mail')))
  const answers = ['accepted', 'refused', 'unknown', 'throttled', 'accepted', 'accepted']
  world.answer = (_, nth) => {
    const kind = nth === 0 ? answers.shift() : 'accepted'
    if (kind === 'refused') return { kind, code: 'invalid-number', fault: 'address', permanent: true }
    if (kind === 'unknown') return { kind, cause: 'TimeoutError' }
    if (kind === 'throttled') return { kind, limit: 'rate' }
    return { kind: 'accepted', providerId: 'p' }
  }
  await world.settleAll()
  world.now = evening
  const accounts = await accountForDay({ store: world.store, clock: world.clock, log: world.log })
  expect(accounts).toMatchObject([
    { purpose: 'maintenance-reminders', due: 5, sent: 3, suppressed: {}, deferred: 1, failed: 1, missing: 0 },
    { purpose: 'insurance-call-lists', due: 1, sent: 1, suppressed: {}, deferred: 0, failed: 0, missing: 0 },
    {
      purpose: 'appointment-reminders',
      due: 0,
      sent: 0,
      suppressed: {},
      deferred: 0,
      failed: 0,
      missing: 0,
    },
    { purpose: 'repair-status', due: 0, sent: 0, suppressed: {}, deferred: 0, failed: 0, missing: 0 },
    { purpose: 'recall-notices', due: 0, sent: 0, suppressed: {}, deferred: 0, failed: 0, missing: 0 },
    { purpose: 'report-deadlines', due: 0, sent: 0, suppressed: {}, deferred: 0, failed: 0, missing: 0 },
  ])
})
