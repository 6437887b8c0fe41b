import type { Policy, PolicyClaim } from '../../shared/domain/policy.ts'
import { addDays, addMonths, type CalendarDate } from '../../shared/domain/time.ts'

/** Insured time without a break, as far as the dealer's own books tell. */
export interface InsuredRun {
  readonly from: CalendarDate
  /** The last day with cover; it may lie ahead. */
  readonly until: CalendarDate
  /** Whole years of it. */
  readonly years: number
  /** The policies that make it up, oldest first. */
  readonly policies: readonly Policy[]
}

/** A longer time without cover breaks the run (domain facts, insurance). */
export const MONTHS_TO_LAPSE = 6

/** The run that ends last of these policies, which are of one kind; undefined where none ever covered a day. */
export function insuredRun(policies: readonly Policy[]): InsuredRun | undefined {
  const covering = policies
    .map((policy) => ({ policy, until: coveredUntil(policy) }))
    .filter(({ policy, until }) => until >= policy.startsOn)
    .sort((a, b) => (a.policy.startsOn < b.policy.startsOn ? -1 : 1))
  let run: { from: CalendarDate; until: CalendarDate; policies: Policy[] } | undefined
  for (const { policy, until } of covering) {
    if (run === undefined || isBroken(run.until, policy.startsOn)) {
      run = { from: policy.startsOn, until, policies: [policy] }
    } else {
      run.policies.push(policy)
      if (until > run.until) run.until = until
    }
  }
  return run && { ...run, years: wholeYears(run.from, addDays(run.until, 1)) }
}

/** Whether a policy that begins then begins anew, the last cover having ended so long before. */
export function isBroken(coveredUntil: CalendarDate, startsOn: CalendarDate): boolean {
  return startsOn > addMonths(addDays(coveredUntil, 1), MONTHS_TO_LAPSE)
}

/** The last day on which a policy covers: the day before it was given back, else its own last day. */
export function coveredUntil({ endsOn, ended }: Policy): CalendarDate {
  return ended?.kind === 'cancelled' && ended.on <= endsOn ? addDays(ended.on, -1) : endsOn
}

function wholeYears(from: CalendarDate, to: CalendarDate): number {
  let years = 0
  while (addMonths(from, 12 * (years + 1)) <= to) years += 1
  return years
}

/** The accidents within the last so many years of the run for which the driver answered. */
export function atFaultIn({ until, policies }: InsuredRun, years: number): PolicyClaim[] {
  const after = addDays(addMonths(addDays(until, 1), -12 * years), -1)
  return policies.flatMap(({ claims = [] }) => claims).filter(({ on, atFault }) => atFault && on > after)
}
