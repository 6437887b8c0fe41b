import type { CalendarDate, Zone } from '../../shared/domain/time.ts'
import { addDays, daysBetween } from '../../shared/domain/time.ts'
import { claimedFen, type WarrantyClaim } from '../../shared/domain/warranty-claim.ts'
import type { ClaimDeadlines } from '../../shared/domain/warranty/claim-days.ts'
import { moneyAtRisk, type MoneyAtRisk } from './money-at-risk.ts'

export type ClaimOfMorning = Pick<
  WarrantyClaim,
  | 'claimId'
  | 'number'
  | 'vin'
  | 'manufacturer'
  | 'status'
  | 'deliveredOn'
  | 'openedAt'
  | 'answers'
  | 'lines'
  | 'delays'
>

/** A claim on a delivery of before today that is not submitted, though the days for it are over. */
export interface Unsubmitted {
  readonly claim: ClaimOfMorning
  /** Counted from the delivery: a claim that came in by an import this morning was to be submitted long ago, too. */
  readonly dueOn: CalendarDate
  readonly daysLate: number
  readonly fen: number
  /** The last that was told of it; absent: nobody has told why. */
  readonly reason: string | undefined
}

export interface MorningList {
  /** The longest wait in front. */
  readonly unsubmitted: readonly Unsubmitted[]
  /** Of these, those of which nobody has told why. */
  readonly unexplained: number
  readonly risk: MoneyAtRisk
}

/** What the morning says of the claims that are not settled: which were not submitted and why, what money hangs on what day. Pure. */
export function morningList(
  claims: readonly ClaimOfMorning[],
  deadlines: ClaimDeadlines,
  { today, zone }: { readonly today: CalendarDate; readonly zone: Zone },
): MorningList {
  const unsubmitted = claims
    .flatMap((claim): Unsubmitted[] => {
      const dueOn = addDays(claim.deliveredOn, deadlines.submitWithinDays)
      if (claim.status !== 'opened' || dueOn >= today) return []
      const reason = claim.delays.at(-1)?.reason
      return [{ claim, dueOn, daysLate: daysBetween(dueOn, today), fen: claimedFen(claim), reason }]
    })
    .sort((a, b) => b.daysLate - a.daysLate || (a.claim.number < b.claim.number ? -1 : 1))
  return {
    unsubmitted,
    unexplained: unsubmitted.filter(({ reason }) => reason === undefined).length,
    risk: moneyAtRisk(claims, deadlines, { today, zone }),
  }
}
