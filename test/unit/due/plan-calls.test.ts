import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DueItem } from '../../../shared/domain/due-item.ts'
import { addDays, dateIn, instantAt, timeIn } from '../../../shared/domain/time.ts'
import { isWorkingDay } from '../../../shared/domain/working-days.ts'
import {
  CALL_LISTS,
  calledAbout,
  callCycle,
  contactStep,
  nextListAt,
  planCalls,
} from '../../../shared/due/plans/insurance-call-lists.ts'
import { AGREED } from '../../../shared/due/reschedule.ts'
import {
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

const dealer = dealerOf()
const asOf = local('2026-11-22 23:59')
const today = day('2026-11-22')

const insured = (commercial?: string, compulsory?: string) =>
  vehicleOf('anna', {
    cover: {
      commercial: commercial === undefined ? undefined : coverOf('com', commercial),
      compulsory: compulsory === undefined ? undefined : coverOf('cmp', compulsory),
    },
  })
const callItem = (more: Partial<DueItem> = {}) =>
  dueItemOf('anna', { purpose: CALL_LISTS, cycle: policyIdOf('com'), step: 'd45', ...more })
const plan = (vehicle = insured('2026-12-31'), existing?: DueItem, at = asOf) =>
  planCalls(vehicle, dealer, existing, stampAt(at))

describe('the contacts of a policy', () => {
  it('come 45, 33, 30, 15 and 7 days before its end, at half past seven, and 31 days after it the entry leaves', () => {
    // 30 days before is a Saturday, 15 a Sunday.
    const { steps } = callCycle(insured('2027-02-01'), dealer, undefined, today)!
    expect(steps.map(({ step, dueAt }) => [step, dateIn(dueAt, dealer.zone)])).toEqual([
      ['d45', '2026-12-18'],
      ['d33', '2026-12-30'],
      ['d30', '2027-01-04'],
      ['d15', '2027-01-18'],
      ['d7', '2027-01-25'],
      ['expired', '2027-03-04'],
    ])
    expect(new Set(steps.map(({ dueAt }) => timeIn(dueAt, dealer.zone)))).toEqual(new Set(['07:30']))
  })

  it('fall on working days only: a day off waits for the next one, a make-up day is one', () => {
    const dates = (end: string) =>
      Object.fromEntries(
        callCycle(insured(end), dealer, undefined, today)!.steps.map(({ step, dueAt }) => [
          step,
          dateIn(dueAt, dealer.zone),
        ]),
      )
    // 45 days before is 1 October: the first working day after the week off is the 8th.
    expect(dates('2026-11-15')['d45']).toBe('2026-10-08')
    // 45 days before is Saturday 10 October, which is worked.
    expect(dates('2026-11-24')['d45']).toBe('2026-10-10')
    const closed = dealerOf({ workingDayOverrides: [{ date: day('2026-12-18'), working: false }] })
    expect(
      dateIn(callCycle(insured('2027-02-01'), closed, undefined, today)!.steps[0]!.dueAt, dealer.zone),
    ).toBe('2026-12-21')
  })

  it('are on working days in their order, whatever the end and the settings', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 700 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 6 }),
        (days, contactDays) => {
          const of = dealerOf({ renewals: { contactDays } })
          const { steps } = callCycle(insured(addDays(day('2026-01-01'), days)), of, undefined, today)!
          expect(steps.map(({ dueAt }) => dueAt)).toEqual(steps.map(({ dueAt }) => dueAt).toSorted())
          expect(steps.every(({ dueAt }) => isWorkingDay(dateIn(dueAt, of.zone)))).toBe(true)
          expect(steps.slice(0, -1).map(({ step }) => step)).toEqual(
            contactDays.toSorted((a, b) => b - a).map(contactStep),
          )
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('the policy that is called about', () => {
  it('is the commercial one, else the compulsory one', () => {
    expect(calledAbout(insured('2026-12-31', '2026-12-01'), undefined, today)?.kind).toBe('commercial')
    expect(calledAbout(insured(undefined, '2026-12-01'), undefined, today)?.kind).toBe('compulsory')
    expect(calledAbout(insured(), undefined, today)).toBeUndefined()
  })

  it('stays the one that the talk began about, although it runs out and the other still runs', () => {
    const vehicle = insured('2026-11-20', '2026-12-01')
    expect(calledAbout(vehicle, callItem(), today)?.kind).toBe('commercial')
    expect(calledAbout(vehicle, callItem({ step: undefined, dueAt: undefined }), today)?.kind).toBe(
      'compulsory',
    )
  })

  it('stays the compulsory one when both have run out, until a commercial one runs', () => {
    const about = callItem({ cycle: policyIdOf('cmp') })
    expect(calledAbout(insured('2026-01-20', '2026-11-20'), about, today)?.kind).toBe('compulsory')
    expect(calledAbout(insured('2027-01-20', '2026-11-20'), about, today)?.kind).toBe('commercial')
  })
})

describe('planning a vehicle’s calls', () => {
  it('begins at the first contact that is still to come', () => {
    expect(plan(insured('2027-02-01'))).toMatchObject({
      purpose: CALL_LISTS,
      cycle: policyIdOf('com'),
      step: 'd45',
      dueAt: local('2026-12-18 07:30'),
      decided: [],
    })
  })

  it('inside the window catches up at the latest passed contact, on the next list', () => {
    // 31 days left on 23 November: 45 and 33 have passed.
    expect(plan(insured('2026-12-24'))).toMatchObject({
      step: 'd33',
      dueAt: local('2026-11-23 07:30'),
      decided: [{ step: 'd45', outcome: 'past-at-import' }],
    })
    // The next list after a Friday evening is Monday's.
    expect(plan(insured('2026-12-24'), undefined, local('2026-11-20 18:00'))?.dueAt).toBe(
      local('2026-11-23 07:30'),
    )
  })

  it('does not prompt for a policy that ran out before anybody called', () => {
    expect(plan(insured('2026-11-21'))).toBeUndefined()
    expect(plan(insured('2026-11-22'))).toMatchObject({ step: 'd7', dueAt: local('2026-11-23 07:30') })
  })

  it('leaves a talk about a compulsory policy alone when that runs out after the commercial one', () => {
    const existing = callItem({ cycle: policyIdOf('cmp'), step: 'expired', dueAt: local('2026-12-22 07:30') })
    const planned = plan(insured('2026-01-20', '2026-11-21'), existing)
    expect(planned?.step ?? existing.step).toBe('expired')
  })

  it('ends the prompts of a policy that was renewed and begins with the new one’s', () => {
    const vehicle = vehicleOf('anna', { cover: { commercial: coverOf('next', '2027-12-31') } })
    const existing = callItem({ step: 'd15', assignedTo: staffIdOf('s1') })
    expect(plan(vehicle, existing)).toMatchObject({ cycle: policyIdOf('next'), step: 'd45', decided: [] })
  })

  it('keeps a call that was agreed, whatever is planned anew', () => {
    const agreed = callItem({ step: AGREED, dueAt: local('2026-11-27 07:30') })
    expect(plan(insured('2026-12-24'), agreed)).toBeUndefined()
    expect(plan(insured('2027-03-01'), agreed)).toBeUndefined()
  })

  describe('by contact days that the dealer has changed', () => {
    const others = dealerOf({ renewals: { contactDays: [60, 40, 20, 5] } })
    const anew = (existing: DueItem) => planCalls(insured('2027-01-15'), others, existing, stampAt(asOf))

    it('waits for the next of the new ones, in the place of one that there is no more', () => {
      const waiting = callItem({ dueAt: local('2026-12-01 07:30') })
      expect(anew(waiting)).toMatchObject({ step: 'd60', dueAt: local('2026-11-23 07:30') })
      const later = { ...waiting, decided: [{ step: 'd60', outcome: 'message' as const, at: asOf }] }
      expect(anew(later)).toMatchObject({ step: 'd40', dueAt: local('2026-12-07 07:30') })
    })

    it('is not called again for a contact whose time had come when one of the old ones was made', () => {
      const called = callItem({
        step: 'd45',
        decided: [{ step: 'd58', outcome: 'message', at: local('2026-11-18 07:30') }],
      })
      expect(anew(called)).toMatchObject({ step: 'd40', dueAt: local('2026-12-07 07:30') })
    })
  })

  it('of the same facts again changes nothing, and a decided contact never comes back', () => {
    const facts = fc.record({
      commercial: fc.option(fc.integer({ min: -60, max: 200 }), { nil: undefined }),
      compulsory: fc.option(fc.integer({ min: -60, max: 200 }), { nil: undefined }),
    })
    const at = (days: number | undefined) => (days === undefined ? undefined : addDays(today, days))
    fc.assert(
      fc.property(fc.array(facts, { minLength: 1, maxLength: 5 }), (states) => {
        let existing: DueItem | undefined
        for (const [index, { commercial, compulsory }] of states.entries()) {
          const vehicle = insured(at(commercial), at(compulsory))
          const now = instantAt(addDays(today, index * 11), '23:59', dealer.zone)
          const planned = plan(vehicle, existing, now)
          if (planned?.dueAt !== undefined) {
            expect(planned.dueAt > now).toBe(true)
            expect(isWorkingDay(dateIn(planned.dueAt, dealer.zone))).toBe(true)
          }
          existing = planned === undefined ? existing : { ...planned, version: planned.version + 1 }
          expect(plan(vehicle, existing, now)).toBeUndefined()
          if (existing?.step !== undefined) {
            expect(existing.decided.map(({ step }) => step)).not.toContain(existing.step)
          }
        }
      }),
      { numRuns: 400 },
    )
  })
})

describe('the next list', () => {
  it('is today’s until half past seven, else the next working day’s', () => {
    expect(nextListAt(dealer, local('2026-11-23 07:29'))).toBe(local('2026-11-23 07:30'))
    expect(nextListAt(dealer, local('2026-11-23 07:30'))).toBe(local('2026-11-23 07:30'))
    expect(nextListAt(dealer, local('2026-11-23 07:31'))).toBe(local('2026-11-24 07:30'))
    expect(nextListAt(dealer, local('2026-11-27 08:00'))).toBe(local('2026-11-30 07:30'))
    expect(nextListAt(dealer, local('2026-09-30 08:00'))).toBe(local('2026-10-08 07:30'))
  })
})
