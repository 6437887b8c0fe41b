import type { CompulsoryTable } from '../../shared/domain/dealer.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { atFaultIn, insuredRun, isBroken } from './insured-run.ts'

export type CompulsoryReason =
  | 'no-policy-known'
  | 'lapsed-over-six-months'
  | 'fatal-accident'
  | 'two-or-more-accidents'
  | 'one-accident'
  | 'clean-years'
  | 'less-than-a-year'

/** 交强险: what the next year costs a private car of under six seats. */
export interface CompulsoryPremium {
  readonly premiumFen: number
  readonly baseFen: number
  readonly changePercent: number
  /** Years without an accident of the driver's fault, at most three: more change nothing. */
  readonly cleanYears: number
  readonly reason: CompulsoryReason
}

/** Private car, under 6 seats (domain facts, insurance). */
const BASE_FEN = 95_000
/** Of the last insured year, whatever the province (domain facts, insurance). */
const SEVERAL_ACCIDENTS_PERCENT = 10
const FATAL_PERCENT = 30

/**
 * What one, two, three clean years take off, in percent, by the table of the province.
 * Source: E is that of most provinces (domain facts, insurance); A to D are those of the regulator's notice of
 * September 2020 (unverified), and a dealer chooses its own in the settings.
 */
const cleanYearsPercent: Readonly<Record<CompulsoryTable, readonly [number, number, number]>> = {
  A: [-30, -40, -50],
  B: [-25, -35, -45],
  C: [-20, -30, -40],
  D: [-15, -25, -35],
  E: [-10, -20, -30],
}

/**
 * What the next compulsory policy costs. The last insured year's accidents of the driver's fault raise it; years
 * without any lower it.
 * @param compulsory the vehicle's compulsory policies
 * @param startsOn when the next policy begins
 */
export function compulsoryPremium(
  compulsory: readonly Policy[],
  startsOn: CalendarDate,
  table: CompulsoryTable,
): CompulsoryPremium {
  const run = insuredRun(compulsory)
  if (run === undefined) return changedBy(0, 0, 'no-policy-known')
  if (isBroken(run.until, startsOn)) return changedBy(0, 0, 'lapsed-over-six-months')
  const lastYear = atFaultIn(run, 1)
  if (lastYear.some(({ fatal }) => fatal)) return changedBy(FATAL_PERCENT, 0, 'fatal-accident')
  if (lastYear.length > 1) return changedBy(SEVERAL_ACCIDENTS_PERCENT, 0, 'two-or-more-accidents')
  if (lastYear.length === 1) return changedBy(0, 0, 'one-accident')
  const percents = cleanYearsPercent[table]
  const cleanYears = percents.findLastIndex(
    (_, index) => index < run.years && atFaultIn(run, index + 1).length === 0,
  )
  const percent = percents[cleanYears]
  return percent === undefined
    ? changedBy(0, 0, 'less-than-a-year')
    : changedBy(percent, cleanYears + 1, 'clean-years')
}

function changedBy(changePercent: number, cleanYears: number, reason: CompulsoryReason): CompulsoryPremium {
  // The base is whole yuan, so a whole percent of it is whole fen.
  return {
    premiumFen: BASE_FEN + (BASE_FEN / 100) * changePercent,
    baseFen: BASE_FEN,
    changePercent,
    cleanYears,
    reason,
  }
}
