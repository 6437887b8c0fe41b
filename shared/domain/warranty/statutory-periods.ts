import type { CalendarDate } from '../time.ts'
import { soldOnOf, warrantyStart, type CoverageFacts, type WarrantyStart } from './coverage-facts.ts'
import type { Term } from './periods.ts'
import { rulesForSale, type StatutoryRules } from './statutory-rules.ts'
import { termsFor, type WarrantyTerm } from './warranty-terms.ts'

/** Versions of the law, the oldest first (`statutoryRules` unless a test says otherwise), and the dealer's terms. */
export interface WarrantyLaw {
  readonly law: readonly StatutoryRules[]
  readonly terms: readonly WarrantyTerm[]
}

/** 包修期 or 三包有效期 as it counts for a car: the law's own, raised by what the manufacturer gives. */
export interface StatutoryPeriod {
  readonly term: Term
  readonly legal?: StatutoryRules['repairWarranty'] | undefined
  /** The manufacturer's terms that raise it. */
  readonly raisedBy: readonly WarrantyTerm[]
}

export interface StatutoryPeriods {
  readonly soldOn: CalendarDate | undefined
  readonly law: StatutoryRules | undefined
  readonly start: WarrantyStart | undefined
  /** The terms that count for the car, of all kinds. */
  readonly terms: readonly WarrantyTerm[]
  /** Undefined: neither the law nor the manufacturer gives one, or nobody knows which law counts. */
  readonly repair: StatutoryPeriod | undefined
  readonly replaceReturn: StatutoryPeriod | undefined
}

/** Which law counts for a car, from which day its periods run, and how long they are. */
export function statutoryPeriods(
  facts: CoverageFacts,
  { law: versions, terms: all }: WarrantyLaw,
): StatutoryPeriods {
  const soldOn = soldOnOf(facts)
  const law = soldOn === undefined ? undefined : rulesForSale(soldOn, versions)
  const terms = soldOn === undefined ? [] : termsFor(all, { ...facts, soldOn })
  const own = facts.household === false ? undefined : law
  return {
    soldOn,
    law,
    start: warrantyStart(facts, law?.clock),
    terms,
    repair: raised(
      own?.repairWarranty,
      terms.filter(({ kind }) => kind === 'repair'),
    ),
    replaceReturn: raised(
      own?.replaceReturn,
      terms.filter(({ kind }) => kind === 'replace_return'),
    ),
  }
}

/**
 * Each end for itself, so that a term that is shorter in months or in kilometres counts only where it is longer: no
 * manufacturer may stay below the law (Art. 18).
 */
function raised(legal: StatutoryPeriod['legal'], own: readonly WarrantyTerm[]): StatutoryPeriod | undefined {
  const raisedBy = own.filter((term) => legal === undefined || isLonger(term, legal))
  const all: Term[] = [...(legal === undefined ? [] : [legal]), ...raisedBy]
  return all.length === 0 ? undefined : { term: longest(all), legal, raisedBy }
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
