import { describe, expect, it } from 'vitest'
import type { DueItem } from '../../../shared/domain/due-item.ts'
import type { Stamp } from '../../../shared/domain/record.ts'
import type { Vehicle } from '../../../shared/domain/vehicle.ts'
import { CALL_LISTS } from '../../../shared/due/plans/insurance-call-lists.ts'
import type { Decision } from '../../../shared/due/purpose.ts'
import { changeFor } from '../../../shared/due/apply-decision.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import { dailyMailRow, mailDateFor } from '../../../functions/insurance-renewals/daily-mail.ts'
import { decideCall, listedAt, type CallFacts } from '../../../functions/insurance-renewals/decide.ts'
import {
  callEntryOf,
  coverOf,
  day,
  dealerOf,
  local,
  policyIdOf,
  staffIdOf,
  vehicleOf,
  waitingItem,
} from '../../support/builders.ts'

const dealer = dealerOf()
const now = local('2026-11-23 07:30')
const stamp: Stamp = { at: now, by: CALL_LISTS }
/** 45 days after 23 November. */
const end = '2027-01-07'

const call = (more: Partial<DueItem> = {}) =>
  waitingItem('anna', { purpose: CALL_LISTS, cycle: policyIdOf('com'), step: 'd45', dueAt: now, ...more })
const car = (more: Partial<Vehicle> = {}) =>
  vehicleOf('anna', { cover: { commercial: coverOf('com', end) }, ...more })
const facts = (more: Partial<CallFacts> = {}): CallFacts => ({
  dealer,
  vehicle: car(),
  specialistId: staffIdOf('s1'),
  entries: [],
  ...more,
})
const entry = callEntryOf('s1', 'anna', { policyId: policyIdOf('com'), version: 3 })

describe('a vehicle whose contact is due', () => {
  it('goes on the specialist’s list of today, and waits for its next contact', () => {
    const decision = decideCall(call(), facts(), now)
    expect(decision).toMatchObject({
      kind: 'hand-over',
      step: 'd45',
      superseded: [],
      next: { step: 'd33', dueAt: local('2026-12-07 07:30') },
      assignedTo: staffIdOf('s1'),
      messageId: dailyMailRow({
        dealerId: 'D001',
        staffId: staffIdOf('s1'),
        kind: 'list',
        date: day('2026-11-23'),
      }).messageId,
    })
    expect(itemsPut(decision)).toMatchObject([
      {
        staffId: staffIdOf('s1'),
        policyId: policyIdOf('com'),
        step: 'd45',
        listedOn: '2026-11-23',
        listedSince: '2026-11-23',
      },
    ])
  })

  it('is told by the mail of that day, written an hour after its time at the latest', () => {
    expect(decideCall(call(), facts(), now)).toMatchObject({ toldBy: local('2026-11-23 09:00') })
    expect(decideCall(call(), facts(), local('2026-11-27 08:00'))).toMatchObject({
      toldBy: local('2026-11-30 09:00'),
    })
  })

  it('keeps what was said last, whether its entry or its timer knows it', () => {
    const at = local('2026-11-20 10:00')
    const note = { policyId: policyIdOf('com'), lastOutcome: { outcome: 'QUOTED', at } }
    const tried = { ...entry, lastOutcome: { outcome: 'NO_ANSWER' as const, at: now } }
    expect(itemsPut(decideCall(call({ note }), facts(), now))).toMatchObject([
      { lastOutcome: { outcome: 'QUOTED', at } },
    ])
    expect(itemsPut(decideCall(call({ note }), facts({ entries: [tried] }), now))).toMatchObject([
      { lastOutcome: { outcome: 'NO_ANSWER' } },
    ])
    for (const unreadable of [undefined, 'QUOTED', { lastOutcome: 'QUOTED' }]) {
      const [listed] = itemsPut(decideCall(call({ note: unreadable }), facts(), now))
      expect(listed).toMatchObject({ lastOutcome: undefined })
    }
  })

  it('that is on the list already stays there since when it was', () => {
    const decision = decideCall(
      call(),
      facts({ entries: [{ ...entry, listedSince: day('2026-11-02') }] }),
      now,
    )
    expect(itemsPut(decision)).toMatchObject([
      { listedOn: '2026-11-23', listedSince: '2026-11-02', version: 4 },
    ])
    expect(deletions(decision)).toEqual([])
  })

  it('moves to the list of who calls now', () => {
    const left = callEntryOf('gone', 'anna', { policyId: policyIdOf('com'), version: 2 })
    const decision = decideCall(call(), facts({ entries: [left] }), now)
    expect(itemsPut(decision)).toMatchObject([
      { staffId: staffIdOf('s1'), version: 1, listedSince: left.listedSince },
    ])
    expect(deletions(decision)).toEqual([callEntryRecord.remove(left)])
  })

  it('takes over an entry that an earlier policy’s talk left on the list', () => {
    const old = callEntryOf('s1', 'anna', {
      policyId: policyIdOf('before'),
      version: 9,
      listedSince: day('2026-01-02'),
    })
    const decision = decideCall(call(), facts({ entries: [old] }), now)
    expect(itemsPut(decision)).toMatchObject([
      { version: 10, policyId: policyIdOf('com'), listedSince: '2026-11-23' },
    ])
    expect(deletions(decision)).toEqual([])
  })

  it('is decided once for contacts that passed together: the latest', () => {
    const late = local('2026-12-23 07:30')
    expect(decideCall(call(), facts(), late)).toMatchObject({
      kind: 'hand-over',
      step: 'd15',
      superseded: ['d45', 'd33', 'd30'],
      next: { step: 'd7' },
    })
  })

  it('at a call that was agreed is listed under that, before the plan goes on', () => {
    const agreed = call({ step: 'call-back', decided: [{ step: 'd45', outcome: 'message', at: now }] })
    expect(decideCall(agreed, facts(), local('2026-11-26 07:30'))).toMatchObject({
      kind: 'hand-over',
      step: 'call-back',
      superseded: [],
      next: { step: 'd33' },
    })
    expect(decideCall(agreed, facts(), local('2026-12-07 07:30'))).toMatchObject({
      step: 'call-back',
      superseded: ['d33'],
      next: { step: 'd30' },
    })
  })
})

describe('a contact that is not due yet after all', () => {
  it('waits for its own time when lists are made later than it was planned for', () => {
    const later = dealerOf({ renewals: { sweepAt: '08:30', mailAt: '09:00' } })
    expect(decideCall(call(), facts({ dealer: later }), now)).toEqual({
      kind: 'postpone',
      until: local('2026-11-23 08:30'),
    })
  })

  it('waits for the next contact when the dealer has changed them, and this one is none any more', () => {
    const others = dealerOf({ renewals: { contactDays: [40, 10] } })
    expect(decideCall(call(), facts({ dealer: others }), now)).toEqual({
      kind: 'postpone',
      until: local('2026-11-30 07:30'),
    })
  })

  it('is never decided and planned again in one', () => {
    for (const sweepAt of ['06:00', '07:30', '07:31', '12:00']) {
      const decision = decideCall(call(), facts({ dealer: dealerOf({ renewals: { sweepAt } }) }), now)
      const { item } = changeFor(call(), decision, stamp)
      expect(item.decided.map(({ step }) => step)).not.toContain(item.step)
    }
  })

  it('waits for the next working day', () => {
    const saturday = local('2026-11-28 07:30')
    expect(decideCall(call(), facts(), saturday)).toEqual({
      kind: 'postpone',
      until: local('2026-11-30 07:30'),
    })
    const open = dealerOf({ workingDayOverrides: [{ date: day('2026-11-28'), working: true }] })
    expect(decideCall(call(), facts({ dealer: open }), saturday).kind).toBe('hand-over')
  })
})

describe('a vehicle leaves the list, and the reason is told', () => {
  const both = { commercial: coverOf('com', '2026-10-20'), compulsory: coverOf('cmp', '2027-01-07') }
  it.each<[string, Partial<CallFacts>, Partial<DueItem>, string]>([
    ['vehicle-unknown', { vehicle: undefined }, {}, '2026-11-23'],
    ['vehicle-sold', { vehicle: car({ status: 'sold' }) }, {}, '2026-11-23'],
    ['vehicle-scrapped', { vehicle: car({ status: 'scrapped' }) }, {}, '2026-11-23'],
    ['vehicle-moved_away', { vehicle: car({ status: 'moved_away' }) }, {}, '2026-11-23'],
    ['policy-unknown', { vehicle: car({ cover: {} }) }, {}, '2026-11-23'],
    [
      'renewed-since',
      { vehicle: car({ cover: { commercial: coverOf('next', '2027-11-30') } }) },
      {},
      '2026-11-23',
    ],
    ['policy-expired', {}, { step: 'expired' }, '2027-02-08'],
    ['policy-expired', { vehicle: car({ cover: both }) }, { step: 'expired' }, '2026-11-23'],
    ['nobody-to-call', { specialistId: undefined }, {}, '2026-11-23'],
  ])('%s', (reason, change, item, date) => {
    const decision = decideCall(call(item), facts({ entries: [entry], ...change }), local(`${date} 07:30`))
    expect(decision).toMatchObject({ kind: 'skip', reason, step: item.step ?? 'd45' })
    expect(deletions(decision)).toEqual([callEntryRecord.remove(entry)])
    expect(itemsPut(decision)).toEqual([])
  })

  it('renewed: the new policy’s first contact waits', () => {
    const renewed = car({ cover: { commercial: coverOf('next', '2027-11-30') } })
    expect(decideCall(call(), facts({ vehicle: renewed }), now)).toMatchObject({
      next: { cycle: policyIdOf('next'), step: 'd45', dueAt: local('2027-10-18 07:30') },
    })
  })

  it('nobody to call: the next contact is tried all the same', () => {
    expect(decideCall(call(), facts({ specialistId: undefined }), now)).toMatchObject({
      next: { step: 'd33' },
    })
  })

  it('the commercial policy is over: the compulsory one that still runs is called about', () => {
    const vehicle = car({ cover: both })
    const decision = decideCall(call({ step: 'expired' }), facts({ vehicle }), now)
    expect(decision).toMatchObject({
      reason: 'policy-expired',
      next: { cycle: policyIdOf('cmp'), step: 'd45' },
    })
  })

  it('the compulsory policy is over, as the commercial one was before: the talk was about a policy that expired', () => {
    const vehicle = car({
      cover: { commercial: coverOf('com', '2026-01-20'), compulsory: coverOf('cmp', '2026-10-20') },
    })
    const decision = decideCall(call({ cycle: policyIdOf('cmp'), step: 'expired' }), facts({ vehicle }), now)
    expect(decision).toMatchObject({ reason: 'policy-expired', next: undefined })
  })
})

describe('the mail that tells of a list', () => {
  it('is today’s until it goes out, then the next working day’s', () => {
    expect(mailDateFor(dealer, local('2026-11-27 07:59'))).toBe('2026-11-27')
    expect(mailDateFor(dealer, local('2026-11-27 08:00'))).toBe('2026-11-30')
    expect(mailDateFor(dealer, local('2026-11-28 07:00'))).toBe('2026-11-30')
  })

  it('is one a person, kind and day', () => {
    const mail = {
      dealerId: 'D001',
      staffId: staffIdOf('s1'),
      kind: 'list',
      date: day('2026-11-23'),
    } as const
    const ids = [
      mail,
      { ...mail, kind: 'summary' as const },
      { ...mail, date: day('2026-11-24') },
      { ...mail, staffId: staffIdOf('s2') },
      { ...mail, dealerId: 'D002' },
    ].map((each) => dailyMailRow(each).messageId)
    expect(new Set(ids).size).toBe(5)
    expect(dailyMailRow({ ...mail }).messageId).toBe(ids[0])
  })
})

describe('a call agreed for a day', () => {
  it('comes back when that day’s lists are made, or the next working day’s', () => {
    expect(listedAt(dealer, local('2026-11-27 15:00'))).toBe(local('2026-11-27 07:30'))
    expect(listedAt(dealer, local('2026-11-28 15:00'))).toBe(local('2026-11-30 07:30'))
  })
})

const itemsPut = (decision: Decision) =>
  (decision.kind === 'hand-over' || decision.kind === 'skip' ? decision.writes : []).flatMap((write) =>
    write.kind === 'put' ? [write.item] : [],
  )
const deletions = (decision: Decision) =>
  (decision.kind === 'hand-over' || decision.kind === 'skip' ? decision.writes : []).filter(
    ({ kind }) => kind === 'delete',
  )
