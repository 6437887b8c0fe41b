import { daysBetween, type CalendarDate } from '../time.ts'
import { soldOnOf, warrantyStart, type CoverageFacts, type WarrantyStart } from './coverage-facts.ts'
import { kmOn, type KmOn, type OdometerFault } from './odometer-on.ts'
import { dayWithin, endsFirst, kmWithin, lastDayOfTerm, type Term } from './periods.ts'
import { rulesForSale, type StatutoryRules } from './statutory-rules.ts'
import { termsFor, type WarrantyTerm } from './warranty-terms.ts'

export type MissingFact = 'sale-date' | 'new-energy' | OdometerFault

/** What the coverage is worked out from besides the facts of the car. */
export interface CoverageRules {
  /** Versions of the law, the oldest first; `statutoryRules` unless a test says otherwise. */
  readonly law: readonly StatutoryRules[]
  readonly terms: readonly WarrantyTerm[]
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
  const soldOn = soldOnOf(facts)
  const law = soldOn === undefined ? undefined : rulesForSale(soldOn, rules.law)
  const start = warrantyStart(facts, law?.clock)
  const km = kmOn(facts.readings, on, odometer, { freshDays: rules.odometerFreshDays, start: start?.on })
  const terms = soldOn === undefined ? [] : termsFor(rules.terms, { ...facts, soldOn })
  const missing: MissingFact[] = [
    ...(start === undefined ? (['sale-date'] as const) : []),
    ...(km.fault === undefined ? [] : [km.fault]),
  ]
  const asked = { facts, soldOn, law, start: start?.on, on, km }
  return {
    on,
    start,
    law: law?.code,
    odometer: km,
    missing,
    lines: [
      statutoryLine('repair', terms, asked),
      statutoryLine('replace_return', terms, asked),
      ...terms
        .filter(
          ({ kind, newEnergyOnly }) => !isStatutory(kind) && !(newEnergyOnly && facts.newEnergy === false),
        )
        .map((term) => termLine(term, asked)),
    ],
  }
}

interface Asked {
  readonly facts: CoverageFacts
  readonly soldOn: CalendarDate | undefined
  readonly law: StatutoryRules | undefined
  readonly start: CalendarDate | undefined
  readonly on: CalendarDate
  readonly km: KmOn
}

const statutoryWords = {
  repair: { code: 'repair-warranty', zh: '包修期', en: 'repair warranty' },
  replace_return: { code: 'replace-return', zh: '三包有效期', en: 'replacement and return' },
} as const

function isStatutory(kind: WarrantyTerm['kind']): kind is 'repair' | 'replace_return' {
  return kind === 'repair' || kind === 'replace_return'
}

/**
 * The law's own period, raised to what the manufacturer gives: a term that is shorter in months or in kilometres
 * counts only where it is longer, as no manufacturer may stay below the law (Art. 18).
 */
function statutoryLine(
  kind: 'repair' | 'replace_return',
  terms: readonly WarrantyTerm[],
  asked: Asked,
): CoverageLine {
  const { facts, soldOn, law } = asked
  const own = terms.filter((term) => term.kind === kind)
  const words = { kind, ...statutoryWords[kind] }
  const legal = facts.household === false ? undefined : law && periodOf(law, kind)
  if (soldOn !== undefined && legal === undefined && own.length === 0) {
    const reason = facts.household === false ? 'not-household' : 'no-law-at-sale'
    return { ...words, covered: 'no', reason, missing: [], by: [] }
  }
  const better = own.filter((term) => legal === undefined || isLonger(term, legal))
  const all: Term[] = [...(legal === undefined ? [] : [legal]), ...better]
  const by = [
    ...(legal === undefined || law === undefined
      ? []
      : [{ article: legal.article, source: law.source, unverified: legal.unverified ?? false }]),
    ...better.map(sourceOf),
  ]
  const term = all.length === 0 ? undefined : longest(all)
  return { ...words, ...judge(term, asked), by }
}

function periodOf(law: StatutoryRules, kind: 'repair' | 'replace_return') {
  return kind === 'repair' ? law.repairWarranty : law.replaceReturn
}

function isLonger(term: Term, than: Term): boolean {
  const longer = (a: number | undefined, b: number | undefined) => (a ?? Infinity) > (b ?? Infinity)
  return longer(term.months, than.months) || longer(term.km, than.km)
}

function longest(terms: readonly Term[]): Term {
  const most = (values: readonly (number | undefined)[]) =>
    values.reduce((a, b) => (a === undefined || b === undefined ? undefined : Math.max(a, b)))
  return { months: most(terms.map(({ months }) => months)), km: most(terms.map(({ km }) => km)) }
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
