import type { CallOutcome } from '../../shared/domain/call-list.ts'
import type { PolicyKind } from '../../shared/domain/policy.ts'
import type { Segment } from '../../shared/domain/renewal-segment.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'

/** One vehicle on a specialist's list of a day, with what the specialist needs at the telephone. */
export interface CallListEntry {
  /** From 1, the best first. */
  readonly rank: number
  /** A new car may have none yet. */
  readonly vehiclePlate?: string | undefined
  readonly vin: string
  readonly brand: string
  readonly model: string
  readonly customerName: string
  /** E.164. */
  readonly mobile: string
  /** The governing policy: the commercial one, else the compulsory one. */
  readonly policyKind: PolicyKind
  readonly insurer: string
  readonly policyNumber: string
  readonly endsOn: CalendarDate
  /** To the end of the governing policy; negative once it is over. */
  readonly daysLeft: number
  /**
   * Days before the end at which this contact fell due: 45, 33, 30, 15, 7 unless the dealer set others.
   * Undefined for a call that was agreed with the customer.
   */
  readonly step: number | undefined
  readonly segment: Segment
  readonly premiumFen: number
  /** The policy of the other kind. */
  readonly otherPolicy?:
    { readonly kind: PolicyKind; readonly insurer: string; readonly endsOn: CalendarDate } | undefined
  readonly lastVisitOn?: CalendarDate | undefined
  readonly lastMaintenanceOn?: CalendarDate | undefined
  readonly previousOutcome?:
    | { readonly outcome: CallOutcome; readonly on: CalendarDate; readonly remark?: string | undefined }
    | undefined
  /** Since when the vehicle is on the list without a break. */
  readonly listedSince: CalendarDate
  /** Today is its first day on the list, or the first day of its next step. */
  readonly isNew: boolean
  readonly remark?: string | undefined
}

/** Insurers' and dealers' lists split by days left: 0–30, 31–60, 61–90; and what is over already. */
export const bands = ['0-30', 'expired', '31-60', '61-90'] as const
export type Band = (typeof bands)[number]

export function bandOf(daysLeft: number): Band {
  if (daysLeft < 0) return 'expired'
  if (daysLeft <= 30) return '0-30'
  return daysLeft <= 60 ? '31-60' : '61-90'
}

/**
 * The order in which calls are worth most:
 * 1. the band of days left: 0–30, then expired (most have bought elsewhere, but a car without cover comes
 *    before a talk that can wait), 31–60, 61–90;
 * 2. new today before listed earlier: nobody has tried yet;
 * 3. the segment's likelihood: renewed here last year, insured when new, serviced here only, lapsed, lost;
 * 4. the higher premium;
 * 5. fewer days left, then VIN and policy, so that each day's order is the same however the entries came.
 */
export function bestFirst<Line extends Omit<CallListEntry, 'rank'>>(
  entries: readonly Line[],
): (Line & { readonly rank: number })[] {
  return entries.toSorted(compare).map((entry, index) => ({ ...entry, rank: index + 1 }))
}

const likelihood: readonly Segment[] = [
  'repeatRenewal',
  'firstRenewal',
  'servicedNotInsured',
  'lapsed',
  'lost',
]

function compare(a: Omit<CallListEntry, 'rank'>, b: Omit<CallListEntry, 'rank'>): number {
  return (
    bands.indexOf(bandOf(a.daysLeft)) - bands.indexOf(bandOf(b.daysLeft)) ||
    Number(b.isNew) - Number(a.isNew) ||
    likelihood.indexOf(a.segment) - likelihood.indexOf(b.segment) ||
    b.premiumFen - a.premiumFen ||
    a.daysLeft - b.daysLeft ||
    alphabetically(a.vin, b.vin) ||
    alphabetically(a.policyNumber, b.policyNumber)
  )
}

/** By code units: the same on every machine, whatever its language. */
function alphabetically(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
