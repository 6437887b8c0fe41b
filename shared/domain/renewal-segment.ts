import type { Policy } from './policy.ts'
import { addDays, addMonths, type CalendarDate } from './time.ts'
import type { Vehicle } from './vehicle.ts'
import { lastVisitOn } from './visits.ts'

/** 新转续, 续转续, 在修不在保, 脱保, 流失 (domain facts, insurance). */
export type Segment = 'firstRenewal' | 'repeatRenewal' | 'servicedNotInsured' | 'lapsed' | 'lost'

export type SegmentReason =
  | 'insured-when-new'
  | 'renewed-here'
  | 'serviced-since-the-policy-ended'
  | 'policy-ended'
  | 'policy-ended-long-ago'
  | 'serviced-and-no-policy-known'
  | 'no-policy-and-no-visit'

/** A policy that began so soon after the sale was taken out with the new car. */
const DAYS_AFTER_SALE = 60
/** Longer without a visit: the car is no longer a customer of the workshop either (trade practice). */
const MONTHS_OF_A_CUSTOMER = 12
/** Out of cover here for longer, a customer is lost (domain facts, insurance). */
const YEARS_TO_LOST = 3

/**
 * What kind of renewal customer a vehicle's owner is, as far as the dealer's own books tell: what is in them was
 * insured here, so it is the first renewal or a later one. A car that still comes in after its policy has run out is
 * insured elsewhere.
 * @param policy the one that governs the talk; undefined: none is known, or none that counts
 */
export function segmentOf(
  vehicle: Pick<Vehicle, 'soldOn' | 'visits' | 'exported'>,
  policy: Pick<Policy, 'startsOn' | 'endsOn'> | undefined,
  today: CalendarDate,
): { readonly segment: Segment; readonly reason: SegmentReason } {
  const visitOn = lastVisitOn(vehicle)
  const serviced = visitOn !== undefined && visitOn >= addMonths(today, -MONTHS_OF_A_CUSTOMER)
  if (policy === undefined) {
    return serviced
      ? { segment: 'servicedNotInsured', reason: 'serviced-and-no-policy-known' }
      : { segment: 'lost', reason: 'no-policy-and-no-visit' }
  }
  const { startsOn, endsOn } = policy
  if (endsOn >= today) {
    return startsOn <= addDays(vehicle.soldOn, DAYS_AFTER_SALE)
      ? { segment: 'firstRenewal', reason: 'insured-when-new' }
      : { segment: 'repeatRenewal', reason: 'renewed-here' }
  }
  if (serviced && visitOn > endsOn) {
    return { segment: 'servicedNotInsured', reason: 'serviced-since-the-policy-ended' }
  }
  return addMonths(endsOn, YEARS_TO_LOST * 12) < today
    ? { segment: 'lost', reason: 'policy-ended-long-ago' }
    : { segment: 'lapsed', reason: 'policy-ended' }
}
