import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  recordOutcome,
  timeFaults,
  type TalkFacts,
} from '../../../functions/insurance-renewals/record-outcome.ts'
import { decideCall } from '../../../functions/insurance-renewals/decide.ts'
import { CallOutcome } from '../../../shared/domain/call-list.ts'
import { isWaiting, type DueItem } from '../../../shared/domain/due-item.ts'
import { addDays, dateIn, instantAt } from '../../../shared/domain/time.ts'
import { changeFor } from '../../../shared/due/apply-decision.ts'
import { planCalls } from '../../../shared/due/plans/insurance-call-lists.ts'
import { TalkOutcome } from '../../../shared/http/routes/insurance-renewals.ts'
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
} from '../../support/builders.ts'

/** A Monday morning; the policy ends in five weeks, the contact of 33 days before stands on the list. */
const now = local('2026-11-23 10:00')
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
const facts: TalkFacts = { dealer, vehicle, entry, item }
const talk = (said: object) => TalkOutcome.parse(said)

describe('an outcome', () => {
  it.each([
    [{ outcome: 'RENEWED' }],
    [{ outcome: 'INVALID' }],
    [{ outcome: 'LOST', lostReason: 'PRICE_HIGH' }],
  ])('%j ends the talk: off the list, and the timer stops with what it has decided', (said) => {
    const { outcome } = talk(said)
    expect(recordOutcome(facts, talk(said), now)).toEqual({
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
    '%s rests until the next step, which waits as it did',
    (outcome) => {
      expect(recordOutcome(facts, talk({ outcome }), now)).toEqual({
        entry: undefined,
        item: undefined,
        nextContactAt: item.dueAt,
      })
    },
  )

  it('of a rest after the last contact comes back on no list', () => {
    const last = { ...facts, item: { ...item, step: 'expired' } }
    expect(recordOutcome(last, talk({ outcome: 'THINKING' }), now).nextContactAt).toBeUndefined()
  })

  it.each([
    ['on that day', 'CALL_BACK', '2026-11-24 15:00', '2026-11-24 07:30'],
    ['on the next working day, for a Saturday', 'CALL_BACK', '2026-11-28 10:00', '2026-11-30 07:30'],
    ['for an appointment too', 'APPOINTED', '2026-12-01 09:00', '2026-12-01 07:30'],
  ])('comes back %s', (_, outcome, at, listed) => {
    const said = outcome === 'CALL_BACK' ? { callBackAt: local(at) } : { appointedAt: local(at) }
    const dueAt = local(listed)
    expect(recordOutcome(facts, talk({ outcome, ...said }), now)).toEqual({
      entry: undefined,
      item: { ...item, step: 'call-back', dueAt, plannedAt: dueAt },
      nextContactAt: dueAt,
    })
  })

  it('to call back later today keeps its place on the list of today', () => {
    const record = recordOutcome(
      facts,
      talk({ outcome: 'CALL_BACK', callBackAt: local('2026-11-23 16:00') }),
      now,
    )
    expect(record.item).toBeUndefined()
    expect(record.entry).toMatchObject({ step: 'd33', lastOutcome: { outcome: 'CALL_BACK', at: now } })
  })

  it('NO_ANSWER is no contact: the entry stays, with what happened', () => {
    const record = recordOutcome(facts, talk({ outcome: 'NO_ANSWER', remark: ' 关机 ' }), now)
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
      expect(recordOutcome({ ...facts, item: other }, talk(said), now)).toEqual({
        entry: undefined,
        item: undefined,
        nextContactAt: undefined,
      })
    }
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
  const days: string[] = []
  let timer = waiting
  for (let sweeps = 0; sweeps < 50 && timer !== undefined && isWaiting(timer); sweeps += 1) {
    const at = timer.dueAt
    const decision = decideCall(timer, { dealer, vehicle, specialistId: staffIdOf('S1'), entries: [] }, at)
    if (decision.kind === 'hand-over') days.push(dateIn(at, dealer.zone))
    timer = changeFor(timer, decision, stampAt(at)).item
  }
  return days
}

describe('whatever is said', () => {
  it('a talk that has ended lists the vehicle never again for this policy, and no import brings it back', () => {
    fc.assert(
      fc.property(anyTalk, fc.constantFrom('2026-12-26', '2026-12-30', '2027-01-20'), (said, endsOn) => {
        const after = recordOutcome(facts, said, now)
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
        const record = recordOutcome(facts, said, now)
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
          now,
        )
        expect(listedLater(timer)[0]).toBe(nextContactAt && dateIn(nextContactAt, dealer.zone))
        expect(
          nextContactAt !== undefined && dateIn(nextContactAt, dealer.zone) >= dateIn(at, dealer.zone),
        ).toBe(true)
      }),
    )
  })
})
