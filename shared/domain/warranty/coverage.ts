import { daysBetween, type CalendarDate } from '../time.ts'
import type { CoverageFacts, WarrantyStart } from './coverage-facts.ts'
import { kmOn, type KmOn, type OdometerFault } from './odometer-on.ts'
import { dayWithin, endsFirst, kmWithin, lastDayOfTerm, type Term } from './periods.ts'
import { statutoryPeriods, type StatutoryPeriods, type WarrantyLaw } from './statutory-periods.ts'
import type { StatutoryRules } from './statutory-rules.ts'
import type { WarrantyTerm } from './warranty-terms.ts'

export type MissingFact = 'sale-date' | 'new-energy' | OdometerFault

/** What the coverage is worked out from besides the facts of the car. */
export interface CoverageRules extends WarrantyLaw {
  /** A reading older than so many days is not taken for today's. */
  readonly odometerFreshDays: number
}

export type CoverageReason =
  | 'within'
  | 'not-begun'
  | 'time-over'
  | 'km-over'
  /** It was sold before there was a law of this kind. */
  | 'no-law-at-sale'
  /** Not bought for a household's own use: Art. 2. */
  | 'not-household'
  | 'facts-missing'

/** One thing that a car may be covered for, and why it is or is not. */
export interface CoverageLine {
  readonly kind: 'repair' | 'replace_return' | WarrantyTerm['kind']
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly covered: 'yes' | 'no' | 'unknown'
  readonly reason: CoverageReason
  /** What would have to be known for more than “unknown”. */
  readonly missing: readonly MissingFact[]
  /** The last day, which is covered whole. */
  readonly untilOn?: CalendarDate | undefined
  /** The last kilometre that is covered. */
  readonly untilKm?: number | undefined
  readonly daysLeft?: number | undefined
  readonly kmLeft?: number | undefined
  /** Which end comes first if the car goes on like this. */
  readonly endsFirst?: 'time' | 'km' | undefined
  /** The rules that made the ends: of the law, and of the manufacturer where its own are longer. */
  readonly by: readonly CoverageSource[]
}

export interface CoverageSource {
  readonly article?: string | undefined
  readonly source: string
  readonly unverified: boolean
}

export interface Coverage {
  readonly on: CalendarDate
  readonly start?: WarrantyStart | undefined
  readonly law?: StatutoryRules['code'] | undefined
  readonly odometer: KmOn
  readonly missing: readonly MissingFact[]
  readonly lines: readonly CoverageLine[]
}

/** What of a car is covered on a day, until when, how far, and by which rule. Nothing is guessed. Pure. */
export function coverageOf(
  facts: CoverageFacts,
  rules: CoverageRules,
  on: CalendarDate,
  odometer?: number,
): Coverage {
  const periods = statutoryPeriods(facts, rules)
  const start = periods.start
  const km = kmOn(facts.readings, on, odometer, { freshDays: rules.odometerFreshDays, start: start?.on })
  const asked = { facts, periods, start: start?.on, on, km }
  return {
    on,
    start,
    law: periods.law?.code,
    odometer: km,
    missing: [
      ...(start === undefined ? (['sale-date'] as const) : []),
      ...(km.fault === undefined ? [] : [km.fault]),
    ],
    lines: [
      statutoryLine('repair', asked),
      statutoryLine('replace_return', asked),
      ...periods.terms
        .filter(({ kind }) => kind !== 'repair' && kind !== 'replace_return')
        .filter(({ newEnergyOnly }) => !newEnergyOnly || facts.newEnergy !== false)
        .map((term) => termLine(term, asked)),
    ],
  }
}

interface Asked {
  readonly facts: CoverageFacts
  readonly periods: StatutoryPeriods
  readonly start: CalendarDate | undefined
  readonly on: CalendarDate
  readonly km: KmOn
}

const statutoryWords = {
  repair: { code: 'repair-warranty', zh: '包修期', en: 'repair warranty' },
  replace_return: { code: 'replace-return', zh: '三包有效期', en: 'replacement and return' },
} as const

function statutoryLine(kind: 'repair' | 'replace_return', asked: Asked): CoverageLine {
  const { facts, periods } = asked
  const period = kind === 'repair' ? periods.repair : periods.replaceReturn
  const words = { kind, ...statutoryWords[kind] }
  if (periods.soldOn !== undefined && period === undefined) {
    const reason = facts.household === false ? 'not-household' : 'no-law-at-sale'
    return { ...words, covered: 'no', reason, missing: [], by: [] }
  }
  const { legal, raisedBy = [] } = period ?? {}
  const by = [
    ...(legal === undefined || periods.law === undefined
      ? []
      : [{ article: legal.article, source: periods.law.source, unverified: legal.unverified ?? false }]),
    ...raisedBy.map(sourceOf),
  ]
  return { ...words, ...judge(period?.term, asked), by }
}

function termLine(term: WarrantyTerm, asked: Asked): CoverageLine {
  const { kind, code, zh, en } = term
  const judged = judge(term, asked)
  const doubtful = term.newEnergyOnly && asked.facts.newEnergy === undefined
  return {
    kind,
    code,
    zh,
    en,
    ...judged,
    // Whether it counts for this car at all nobody knows; that it would be over is certain.
    ...(doubtful && judged.covered !== 'no'
      ? {
          covered: 'unknown' as const,
          reason: 'facts-missing' as const,
          missing: [...judged.missing, 'new-energy' as const],
        }
      : {}),
    by: [sourceOf(term)],
  }
}

function sourceOf({ source, unverified }: WarrantyTerm): CoverageSource {
  return { source, unverified }
}

/** Whether a term covers the day and the distance. What is certain is said even where other facts are missing. */
function judge(
  term: Term | undefined,
  { start, on, km }: Asked,
): Omit<CoverageLine, 'kind' | 'code' | 'zh' | 'en' | 'by'> {
  if (term === undefined || start === undefined) {
    return { covered: 'unknown', reason: 'facts-missing', missing: ['sale-date'], untilKm: term?.km }
  }
  const untilOn = lastDayOfTerm(start, term)
  const ends = { untilOn, untilKm: term.km }
  const day = dayWithin(start, untilOn, on)
  if (day === 'before') return { covered: 'no', reason: 'not-begun', missing: [], ...ends }
  if (day === 'after') return { covered: 'no', reason: 'time-over', missing: [], ...ends }
  if (!kmWithin(term.km, km.atLeast)) return { covered: 'no', reason: 'km-over', missing: [], ...ends }
  const left = {
    ...ends,
    daysLeft: untilOn === undefined ? undefined : daysBetween(on, untilOn),
    kmLeft: term.km === undefined || km.fault !== undefined ? undefined : term.km - km.atLeast,
    endsFirst:
      km.reading === undefined
        ? undefined
        : endsFirst({ from: start, until: untilOn, limit: term.km }, km.reading),
  }
  const sure = term.km === undefined || (km.atMost !== undefined && kmWithin(term.km, km.atMost))
  return sure
    ? { covered: 'yes', reason: 'within', missing: [], ...left }
    : { covered: 'unknown', reason: 'facts-missing', missing: [km.fault ?? 'odometer'], ...left }
}
