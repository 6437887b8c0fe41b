import { dateIn, type CalendarDate, type Instant, type Zone } from '../time.ts'
import type { CoverageFacts, WarrantyStart } from './coverage-facts.ts'
import {
  countBy,
  replacedAssemblies,
  replacedMainParts,
  type LedgerCount,
  type ReplacedCount,
} from './ledger-counts.ts'
import { dayWithin, kmWithin, lastDayOfTerm, type Term } from './periods.ts'
import { repairDays, type RepairDays } from './repair-days.ts'
import type { RepairFact } from './repair-fact.ts'
import { statutoryPeriods, type WarrantyLaw } from './statutory-periods.ts'
import type { StatutoryRules } from './statutory-rules.ts'

/** Whether a repair lies within a term: `unknown` where its odometer is not known and its day alone does not decide. */
export type Within = 'yes' | 'no' | 'unknown'

export interface LedgerRepair extends RepairDays {
  readonly orderId: string
  readonly agreedOn: CalendarDate
  readonly odometerKm?: number | undefined
  /** It counts: a problem of quality, within the replace/return period, or perhaps within it. */
  readonly counted: boolean
  readonly because: 'counted' | 'odometer-unknown' | 'no-quality-problem' | 'before-sale' | 'after-period'
}

export interface SeriousFault {
  readonly code: string
  readonly orderId: string
  readonly cured: boolean | undefined
}

/** 三包预警台账: what a car's repairs come to by the law, on a moment. */
export interface WarrantyLedger {
  readonly law: StatutoryRules
  readonly start: WarrantyStart
  /** 包修期 and 三包有效期 as they count for the car: the manufacturer may give more than the law. */
  readonly repairWarranty: Term
  readonly replaceReturn: Term
  /** The last day and kilometre of the replace/return period. */
  readonly untilOn: CalendarDate | undefined
  readonly untilKm: number | undefined
  readonly period: 'not-begun' | 'running' | 'over'
  readonly today: CalendarDate
  /** By the day on which they were agreed. */
  readonly repairs: readonly LedgerRepair[]
  readonly repairDays: number
  readonly problems: readonly LedgerCount[]
  readonly assemblies: readonly ReplacedCount[]
  /** Without those of an assembly that was replaced in the same repair: nothing is counted twice (Art. 24). */
  readonly mainParts: readonly ReplacedCount[]
  /** Of counted repairs, one for each. */
  readonly seriousFaults: readonly SeriousFault[]
  /** The orders under which the customer has a loan car. */
  readonly givenLoanCar: readonly string[]
  /** The repairs that count, as they were told. */
  readonly facts: readonly RepairFact[]
}

export type LedgerVerdict =
  | { readonly kept: true; readonly ledger: WarrantyLedger }
  /** There is nothing to count by. */
  | { readonly kept: false; readonly reason: 'sale-date-unknown' | 'no-law-at-sale' | 'not-household' }

/** When it is now, and where. */
export interface Moment {
  readonly now: Instant
  readonly zone: Zone
}

/**
 * The statutory ledger of a car. A repair counts whole if it was agreed within the replace/return period; one whose
 * odometer is not known counts as long as its day allows it: a warning too many is better than one too few. Pure.
 * @param lastKm how far the car has gone by now, where that is known
 */
export function ledgerOf(
  repairs: readonly RepairFact[],
  facts: CoverageFacts,
  rules: WarrantyLaw,
  { now, zone }: Moment,
  lastKm?: number,
): LedgerVerdict {
  if (facts.household === false) return { kept: false, reason: 'not-household' }
  const { soldOn, law, start, repair, replaceReturn } = statutoryPeriods(facts, rules)
  if (soldOn === undefined || start === undefined) return { kept: false, reason: 'sale-date-unknown' }
  if (law === undefined || repair === undefined || replaceReturn === undefined) {
    return { kept: false, reason: 'no-law-at-sale' }
  }
  const period = replaceReturn.term
  const placed = repairs
    .map((fact) => placedIn(fact, { law, period, start: start.on }, { now, zone }))
    .sort((a, b) => compare(a.line.agreedOn, b.line.agreedOn) || compare(agreed(a.fact), agreed(b.fact)))
  const counted = placed.filter(({ line }) => line.counted)
  const counting = counted.map(({ fact }) => fact)
  const untilOn = lastDayOfTerm(start.on, period)
  const today = dateIn(now, zone)
  const driven = Math.max(lastKm ?? 0, ...repairs.map(({ odometerKm }) => odometerKm ?? 0))
  const day = dayWithin(start.on, untilOn, today)
  return {
    kept: true,
    ledger: {
      law,
      start,
      repairWarranty: repair.term,
      replaceReturn: period,
      untilOn,
      untilKm: period.km,
      period:
        day === 'before' ? 'not-begun' : day === 'after' || !kmWithin(period.km, driven) ? 'over' : 'running',
      today,
      repairs: placed.map(({ line }) => line),
      repairDays: counted.reduce((sum, { line }) => sum + line.days, 0),
      problems: countBy(counting, ({ problems }) => problems.map(({ code }) => ({ code }))),
      assemblies: countBy(counting, replacedAssemblies),
      mainParts: countBy(counting, replacedMainParts),
      seriousFaults: counting.flatMap(({ orderId, problems }) => {
        const serious = problems.filter((problem) => problem.serious)
        const [first] = serious
        const cured = serious.some((problem) => problem.cured === false) ? false : first?.cured
        return first === undefined ? [] : [{ code: first.code, orderId, cured }]
      }),
      givenLoanCar: repairs.flatMap(({ orderId, loanCarGiven }) => (loanCarGiven === true ? [orderId] : [])),
      facts: counting,
    },
  }
}

/** The day on which a repair was agreed, where the dealer is. */
export function agreedOn({ time }: Pick<RepairFact, 'time'>, zone: Zone): CalendarDate {
  return time.exact ? dateIn(time.agreedAt, zone) : time.agreedOn
}

/** Whether a day, and how far the car had gone by then, lie within a term. */
export function isWithin(term: Term, start: CalendarDate, on: CalendarDate, km: number | undefined): Within {
  if (dayWithin(start, lastDayOfTerm(start, term), on) !== 'within') return 'no'
  if (term.km === undefined) return 'yes'
  if (km === undefined) return 'unknown'
  return kmWithin(term.km, km) ? 'yes' : 'no'
}

function placedIn(
  fact: RepairFact,
  {
    law,
    period,
    start,
  }: { readonly law: StatutoryRules; readonly period: Term; readonly start: CalendarDate },
  { now, zone }: Moment,
): { readonly fact: RepairFact; readonly line: LedgerRepair } {
  const on = agreedOn(fact, zone)
  const within = isWithin(period, start, on, fact.odometerKm)
  const because = !fact.quality
    ? 'no-quality-problem'
    : on < start
      ? 'before-sale'
      : within === 'no'
        ? 'after-period'
        : within === 'unknown'
          ? 'odometer-unknown'
          : 'counted'
  return {
    fact,
    line: {
      orderId: fact.orderId,
      agreedOn: on,
      odometerKm: fact.odometerKm,
      ...repairDays(fact, law.repairDays.leftOut, now, zone),
      counted: because === 'counted' || because === 'odometer-unknown',
      because,
    },
  }
}

function agreed({ time }: RepairFact): string {
  return time.exact ? time.agreedAt : time.agreedOn
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
