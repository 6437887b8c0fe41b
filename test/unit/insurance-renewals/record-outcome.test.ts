import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  recordOutcome,
  timeFaults,
  type TalkFacts,
} from '../../../functions/insurance-renewals/record-outcome.ts'
import { decideCall } from '../../../functions/insurance-renewals/decide.ts'
import { CallOutcome, LostReason, type CallEntry } from '../../../shared/domain/call-list.ts'
import { isWaiting, type DueItem } from '../../../shared/domain/due-item.ts'
import { addDays, dateIn, instantAt, type Instant } from '../../../shared/domain/time.ts'
import { changeFor } from '../../../shared/due/apply-decision.ts'
import { planCalls } from '../../../shared/due/plans/insurance-call-lists.ts'
import { TalkOutcome } from '../../../shared/http/routes/insurance-renewals.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import {
  callEntryOf,
  coverOf,
  day,
  dealerOf,
  dueItemOf,
  local,
  policyIdOf,
  staffIdOf,
  stampAt,
  vehicleOf,
  instant,
} from '../../support/builders.ts'

/** A Monday morning; the policy ends in five weeks, the contact of 33 days before stands on the list. */
const now = local('2026-11-23 10:00')
const stamp = stampAt(now)
const dealer = dealerOf()
const vehicle = vehicleOf('anna', { cover: { commercial: coverOf('anna', '2026-12-26') } })
const entry = callEntryOf('S1', 'anna', { step: 'd33', listedOn: day('2026-11-23'), version: 2 })
const item = dueItemOf('anna', {
  purpose: 'insurance-call-lists',
  cycle: policyIdOf('anna'),
  step: 'd30',
  dueAt: local('2026-11-26 07:30'),
  decided: [{ step: 'd33', outcome: 'message', at: local('2026-11-23 07:30') }],
  assignedTo: staffIdOf('S1'),
  version: 3,
})
const maintenanceItem = dueItemOf('anna')
const facts: TalkFacts = { dealer, vehicle, entry, item, maintenanceItem }
const talk = (said: object) => TalkOutcome.parse(said)

describe('an outcome', () => {
  it.each([
    [{ outcome: 'RENEWED' }],
    [{ outcome: 'INVALID' }],
    [{ outcome: 'LOST', lostReason: 'PRICE_HIGH' }],
  ])('%j ends the talk: off the list, and the timer stops with what it has decided', (said) => {
    const { outcome } = talk(said)
    expect(recordOutcome(facts, talk(said), stamp)).toEqual({
      entry: undefined,
      nextContactAt: undefined,
      item: {
        ...item,
        step: undefined,
        dueAt: undefined,
        plannedAt: undefined,
        decided: [...item.decided, { step: 'outcome', outcome: 'suppressed', reason: outcome, at: now }],
      },
    })
  })

  it.each(['QUOTED', 'THINKING', 'REFUSED_CALL'])(
    '%s rests until the next step, which waits as it did and knows what was said',
    (outcome) => {
      expect(recordOutcome(facts, talk({ outcome }), stamp)).toEqual({
        entry: undefined,
        item: { ...item, note: { policyId: item.cycle, lastOutcome: { outcome, at: now } } },
        nextContactAt: item.dueAt,
      })
    },
  )

  it.each([
    [{ outcome: 'QUOTED', remark: '等总公司报价' }],
    [{ outcome: 'THINKING' }],
    [{ outcome: 'REFUSED_CALL' }],
    [{ outcome: 'CALL_BACK', callBackAt: local('2026-11-25 10:00'), remark: '下午打' }],
    [{ outcome: 'APPOINTED', appointedAt: local('2026-11-25 10:00') }],
  ])('%j stands on the list again when the vehicle does', (said) => {
    const { outcome, remark } = talk(said)
    const { item: timer } = recordOutcome(facts, talk(said), stamp)
    expect(outcomesListed(timer)[0]).toEqual({ outcome, remark, at: now })
  })

  it('said about another policy is not told', () => {
    const { item: timer } = recordOutcome(facts, talk({ outcome: 'QUOTED' }), stamp)
    const next = { commercial: coverOf('next', '2026-12-26') }
    const renewed = { ...timer!, cycle: policyIdOf('next'), decided: [] }
    expect(outcomesListed(renewed, { ...vehicle, cover: next })).toEqual([undefined, undefined, undefined])
  })

  it('of a rest after the last contact comes back on no list', () => {
    const last = { ...facts, item: { ...item, step: 'expired' } }
    expect(recordOutcome(last, talk({ outcome: 'THINKING' }), stamp).nextContactAt).toBeUndefined()
  })

  it.each([
    ['on that day', 'CALL_BACK', '2026-11-24 15:00', '2026-11-24 07:30'],
    ['on the next working day, for a Saturday', 'CALL_BACK', '2026-11-28 10:00', '2026-11-30 07:30'],
    ['for an appointment too', 'APPOINTED', '2026-12-01 09:00', '2026-12-01 07:30'],
  ])('comes back %s', (_, outcome, at, listed) => {
    const said = outcome === 'CALL_BACK' ? { callBackAt: local(at) } : { appointedAt: local(at) }
    const dueAt = local(listed)
    expect(recordOutcome(facts, talk({ outcome, ...said }), stamp)).toEqual({
      entry: undefined,
      item: {
        ...item,
        step: 'call-back',
        dueAt,
        plannedAt: dueAt,
        note: { policyId: item.cycle, lastOutcome: { outcome, at: now } },
      },
      nextContactAt: dueAt,
    })
  })

  it('to call back later today keeps its place on the list of today', () => {
    const record = recordOutcome(
      facts,
      talk({ outcome: 'CALL_BACK', callBackAt: local('2026-11-23 16:00') }),
      stamp,
    )
    expect(record.item).toBeUndefined()
    expect(record.entry).toMatchObject({ step: 'd33', lastOutcome: { outcome: 'CALL_BACK', at: now } })
  })

  it('NO_ANSWER is no contact: the entry stays, with what happened', () => {
    const record = recordOutcome(facts, talk({ outcome: 'NO_ANSWER', remark: ' 关机 ' }), stamp)
    expect(record).toEqual({
      entry: { ...entry, lastOutcome: { outcome: 'NO_ANSWER', at: now, remark: '关机' } },
      item: undefined,
      nextContactAt: item.dueAt,
    })
  })

  it.each([
    ['has gone on to the next policy', { ...item, cycle: policyIdOf('next') }],
    ['does not exist', undefined],
    [
      'was ended before',
      { ...item, decided: [{ step: 'outcome', outcome: 'suppressed' as const, at: now }] } satisfies DueItem,
    ],
  ])('leaves a timer alone that %s', (_, other) => {
    for (const said of [
      { outcome: 'RENEWED' },
      { outcome: 'CALL_BACK', callBackAt: local('2026-11-25 10:00') },
    ]) {
      expect(recordOutcome({ ...facts, item: other }, talk(said), stamp)).toEqual({
        entry: undefined,
        item: undefined,
        nextContactAt: undefined,
      })
    }
  })
})

describe('a vehicle that is lost', () => {
  const lost = (lostReason: LostReason, known: Partial<TalkFacts> = {}) =>
    recordOutcome({ ...facts, ...known }, talk({ outcome: 'LOST', lostReason, remark: '客户说' }), stamp)

  it.each([
    ['VEHICLE_SOLD', 'sold'],
    ['SCRAPPED', 'scrapped'],
    ['MOVED_AWAY', 'moved_away'],
  ] as const)('for %s is %s, and its maintenance reminders stop with its calls', (reason, status) => {
    const record = lost(reason)
    const statusChanges = [{ status, on: '2026-11-23', by: 'test' }]
    expect(record.vehicle).toEqual({ ...vehicle, status, statusChanges })
    expect(record.maintenanceItem).toEqual({
      ...maintenanceItem,
      step: undefined,
      dueAt: undefined,
      plannedAt: undefined,
    })
    expect(record.item).toMatchObject({ step: undefined, dueAt: undefined })
    expect(record.item?.decided.at(-1)).toMatchObject({ step: 'outcome', reason: 'LOST' })
  })

  it('is called about no other policy either', () => {
    const other = { ...item, cycle: policyIdOf('next') }
    expect(lost('SCRAPPED', { item: other }).item).toMatchObject({
      cycle: policyIdOf('next'),
      step: undefined,
      dueAt: undefined,
    })
    expect(lost('PRICE_HIGH', { item: other }).item).toBeUndefined()
  })

  it.each(LostReason.exclude(['VEHICLE_SOLD', 'SCRAPPED', 'MOVED_AWAY']).options)(
    'for %s stays the customer’s, with its maintenance reminders',
    (reason) => {
      const { vehicle: changed, maintenanceItem: stopped } = lost(reason)
      expect([changed, stopped]).toEqual([undefined, undefined])
    },
  )

  it('is left as it is when that was known, or nobody knows the vehicle', () => {
    expect(lost('SCRAPPED', { vehicle: { ...vehicle, status: 'scrapped' } }).vehicle).toBeUndefined()
    expect(lost('SCRAPPED', { vehicle: undefined }).vehicle).toBeUndefined()
    expect(lost('SCRAPPED', { maintenanceItem: undefined }).maintenanceItem).toBeUndefined()
  })
})

describe('a time that is agreed', () => {
  const faults = (said: object, at = now) => timeFaults(facts, talk(said), at)

  it('lies in the future', () => {
    expect(faults({ outcome: 'CALL_BACK', callBackAt: now })).toEqual([
      { path: 'body.callBackAt', reason: 'in-the-past' },
    ])
    expect(faults({ outcome: 'APPOINTED', appointedAt: local('2026-11-22 10:00') })).toEqual([
      { path: 'body.appointedAt', reason: 'in-the-past' },
    ])
    expect(faults({ outcome: 'CALL_BACK', callBackAt: local('2026-11-23 10:01') })).toEqual([])
  })

  it.each(['2028-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'])('is no slip of the year: %s', (at) => {
    expect(faults({ outcome: 'APPOINTED', appointedAt: instant(at) })).toEqual([
      { path: 'body.appointedAt', reason: 'too-far-ahead' },
    ])
  })

  it('lies before the vehicle leaves every list, 30 days after the policy’s end', () => {
    expect(faults({ outcome: 'CALL_BACK', callBackAt: local('2027-01-25 10:00') })).toEqual([])
    expect(faults({ outcome: 'CALL_BACK', callBackAt: local('2027-01-26 10:00') })).toEqual([
      { path: 'body.callBackAt', reason: 'too-far-ahead' },
    ])
  })
})

describe('what each outcome must say', () => {
  const refused = (said: object) =>
    TalkOutcome.safeParse(said).error?.issues.map(({ path }) => path.join('.'))

  it.each([
    [{ outcome: 'CALL_BACK' }, 'callBackAt'],
    [{ outcome: 'APPOINTED' }, 'appointedAt'],
    [{ outcome: 'LOST' }, 'lostReason'],
    [{ outcome: 'LOST', lostReason: 'OTHER' }, 'remark'],
    [{ outcome: 'LOST', lostReason: 'OTHER', remark: '   ' }, 'remark'],
    [{ outcome: 'LOST', lostReason: 'BORED' }, 'lostReason'],
    [{ outcome: 'BOUGHT' }, 'outcome'],
    [{ outcome: 'CALL_BACK', callBackAt: '2026-11-24 15:00' }, 'callBackAt'],
    [{ outcome: 'QUOTED', remark: 'x'.repeat(501) }, 'remark'],
  ])('%j lacks or spoils %s', (said, path) => {
    expect(refused(said)).toEqual([path])
  })

  it.each([
    [{ outcome: 'RENEWED', lostReason: 'PRICE_HIGH' }],
    [{ outcome: 'QUOTED', callBackAt: '2026-11-24T07:00:00.000Z' }],
    [{ outcome: 'CALL_BACK', callBackAt: '2026-11-24T07:00:00.000Z', staffId: staffIdOf('S2') }],
  ])('%j says more than it may', (said) => {
    expect(refused(said)).toEqual([''])
  })
})

const anyTalk = fc
  .record({ outcome: fc.constantFrom(...CallOutcome.options), inDays: fc.integer({ min: 0, max: 20 }) })
  .map(({ outcome, inDays }) => {
    const at = instantAt(addDays(dateIn(now, dealer.zone), inDays), '18:00', dealer.zone)
    const more =
      outcome === 'CALL_BACK'
        ? { callBackAt: at }
        : outcome === 'APPOINTED'
          ? { appointedAt: at }
          : outcome === 'LOST'
            ? { lostReason: 'MOVED_AWAY' }
            : {}
    return talk({ outcome, ...more })
  })

/** Every sweep of the timer until nothing waits; the days on which it put the vehicle on a list. */
function listedLater(waiting: DueItem | undefined): string[] {
  return sweptLater(waiting).map(({ at }) => dateIn(at, dealer.zone))
}

/** What each entry that the timer makes tells of the talk before. */
function outcomesListed(waiting: DueItem | undefined, about = vehicle): unknown[] {
  return sweptLater(waiting, about).map(({ entry: { lastOutcome } }) => lastOutcome)
}

function sweptLater(waiting: DueItem | undefined, about = vehicle): { at: Instant; entry: CallEntry }[] {
  const listed: { at: Instant; entry: CallEntry }[] = []
  let timer = waiting
  for (let sweeps = 0; sweeps < 50 && timer !== undefined && isWaiting(timer); sweeps += 1) {
    const at = timer.dueAt
    const known = { dealer, vehicle: about, specialistId: staffIdOf('S1'), entries: [] }
    const decision = decideCall(timer, known, at)
    const [write] = decision.kind === 'hand-over' ? decision.writes : []
    if (write?.kind === 'put')
      listed.push({ at, entry: callEntryRecord.parse({ ...write.item, ...write.key }) })
    timer = changeFor(timer, decision, stampAt(at)).item
  }
  return listed
}

describe('whatever is said', () => {
  it('a talk that has ended lists the vehicle never again for this policy, and no import brings it back', () => {
    fc.assert(
      fc.property(anyTalk, fc.constantFrom('2026-12-26', '2026-12-30', '2027-01-20'), (said, endsOn) => {
        const after = recordOutcome(facts, said, stamp)
        const timer = after.item ?? item
        const ended = said.outcome === 'RENEWED' || said.outcome === 'LOST' || said.outcome === 'INVALID'
        expect(listedLater(timer).length > 0).toBe(!ended)
        if (!ended) return
        const moved = { ...vehicle, cover: { commercial: coverOf('anna', endsOn) } }
        expect(planCalls(moved, dealer, timer, stampAt(now))).toBeUndefined()
      }),
    )
  })

  it('the vehicle is on the list or comes back, unless the talk has ended', () => {
    fc.assert(
      fc.property(anyTalk, (said) => {
        const record = recordOutcome(facts, said, stamp)
        const ended = said.outcome === 'RENEWED' || said.outcome === 'LOST' || said.outcome === 'INVALID'
        expect(record.entry !== undefined || record.nextContactAt !== undefined).toBe(!ended)
        expect(record.nextContactAt === undefined || record.nextContactAt > now).toBe(true)
      }),
    )
  })

  it('an agreed day is kept: the vehicle is listed on the first working day from then on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (inDays) => {
        const at = instantAt(addDays(dateIn(now, dealer.zone), inDays), '18:00', dealer.zone)
        const { item: timer, nextContactAt } = recordOutcome(
          facts,
          talk({ outcome: 'CALL_BACK', callBackAt: at }),
          stamp,
        )
        expect(listedLater(timer)[0]).toBe(nextContactAt && dateIn(nextContactAt, dealer.zone))
        expect(
          nextContactAt !== undefined && dateIn(nextContactAt, dealer.zone) >= dateIn(at, dealer.zone),
        ).toBe(true)
      }),
    )
  })
})
