import type { Dealer } from '../../domain/dealer.ts'
import type { DueItem } from '../../domain/due-item.ts'
import { isWaiting } from '../../domain/due-item.ts'
import { governingCover, type PolicyKind } from '../../domain/policy.ts'
import type { Stamp } from '../../domain/record.ts'
import { addDays, dateIn, instantAt, timeIn, type CalendarDate, type Instant } from '../../domain/time.ts'
import type { Cover, Vehicle } from '../../domain/vehicle.ts'
import { workingDayFrom } from '../../domain/working-days.ts'
import { ENDED, reschedule, type Cycle } from '../reschedule.ts'

export const CALL_LISTS = 'insurance-call-lists'

/** The last step: the policy has run out for so long that the entry leaves the list. */
export const EXPIRED = 'expired'

/** The name of the contact so many days before the policy's end. */
export function contactStep(days: number): string {
  return `d${String(days)}`
}

/** The next instant at which lists are made, `now` included. */
export function nextListAt(dealer: Dealer, now: Instant): Instant {
  const { sweepAt } = dealer.settings.renewals
  const today = dateIn(now, dealer.zone)
  const first = timeIn(now, dealer.zone) <= sweepAt ? today : addDays(today, 1)
  return instantAt(workingDayFrom(first, dealer.settings.workingDayOverrides), sweepAt, dealer.zone)
}

/**
 * The policy that a vehicle is called about. A talk that has begun goes on to its end, although the policy
 * runs out meanwhile and another would govern from then on.
 */
export function calledAbout(
  vehicle: Vehicle,
  existing: DueItem | undefined,
  today: CalendarDate,
): (Cover & { kind: PolicyKind }) | undefined {
  const { commercial, compulsory } = vehicle.cover
  const talkOf = existing !== undefined && isWaiting(existing) ? existing.cycle : undefined
  if (commercial !== undefined && commercial.policyId === talkOf) return { ...commercial, kind: 'commercial' }
  const governing = governingCover(vehicle.cover, today)
  // Once both have run out the commercial one would govern; the talk was about the compulsory one.
  if (compulsory !== undefined && compulsory.policyId === talkOf && (governing?.endsOn ?? today) < today) {
    return { ...compulsory, kind: 'compulsory' }
  }
  return governing
}

/** The contacts before the end of the governing policy, each on a working day, and the day it leaves the list. */
export function callCycle(
  vehicle: Vehicle,
  dealer: Dealer,
  existing: DueItem | undefined,
  today: CalendarDate,
): Cycle | undefined {
  if (vehicle.status !== 'active') return undefined
  const cover = calledAbout(vehicle, existing, today)
  if (cover === undefined) return undefined
  const { contactDays, keepAfterExpiryDays, sweepAt } = dealer.settings.renewals
  const at = (date: CalendarDate): Instant =>
    instantAt(workingDayFrom(date, dealer.settings.workingDayOverrides), sweepAt, dealer.zone)
  const contacts = [...contactDays]
    .sort((a, b) => b - a)
    .map((days) => ({ step: contactStep(days), dueAt: at(addDays(cover.endsOn, -days)) }))
  return {
    cycle: cover.policyId,
    steps: [...contacts, { step: EXPIRED, dueAt: at(addDays(cover.endsOn, keepAfterExpiryDays + 1)) }],
  }
}

/**
 * The timer without what the owner before has said: no talk has ended, nothing was agreed, nothing is noted. The
 * contacts that were made stay made; the plan's next one is the new owner's.
 */
export function forNewOwner(item: DueItem): DueItem {
  return {
    ...item,
    step: undefined,
    dueAt: undefined,
    plannedAt: undefined,
    decided: item.decided.filter(({ step }) => step !== ENDED),
    note: undefined,
  }
}

/**
 * Plans a vehicle's next contact from its facts, for the transaction that changes them. Inside the contact
 * window the latest passed contact is caught up on the next list; a policy that has run out before anybody
 * called is not prompted for.
 */
export function planCalls(
  vehicle: Vehicle,
  dealer: Dealer,
  existing: DueItem | undefined,
  stamp: Stamp,
): DueItem | undefined {
  const today = dateIn(stamp.at, dealer.zone)
  const cover = calledAbout(vehicle, existing, today)
  const ranOutUncalled =
    cover !== undefined &&
    cover.endsOn < today &&
    (existing === undefined || existing.cycle !== cover.policyId)
  return reschedule(
    existing,
    ranOutUncalled ? undefined : callCycle(vehicle, dealer, existing, today),
    { dealerId: dealer.dealerId, purpose: CALL_LISTS, subject: `vehicle#${vehicle.vehicleId}` },
    { kind: 'catch-up', nextListAt: nextListAt(dealer, stamp.at) },
    stamp,
  )
}
