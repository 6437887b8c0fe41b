import type { Policy } from './policy.ts'
import type { CalendarDate } from './time.ts'

/** What a policy is on a day. Only what a person said is stored; the rest follows from its dates. */
export const policyStates = ['to_begin', 'running', 'expired', 'renewed', 'lapsed', 'cancelled'] as const
export type PolicyState = (typeof policyStates)[number]

/** What may be done with a policy, by the verb that stands in the route. */
export const policyVerbs = ['renew', 'cancel', 'lapse', 'move', 'claims'] as const
export type PolicyVerb = (typeof policyVerbs)[number]

export function policyState(
  { startsOn, endsOn, ended, renewedBy }: Pick<Policy, 'startsOn' | 'endsOn' | 'ended' | 'renewedBy'>,
  today: CalendarDate,
): PolicyState {
  if (ended?.kind === 'cancelled') return 'cancelled'
  if (renewedBy !== undefined) return 'renewed'
  if (ended?.kind === 'lapsed') return 'lapsed'
  if (endsOn < today) return 'expired'
  return startsOn > today ? 'to_begin' : 'running'
}

/**
 * The verbs of each state. A policy lapses only once it is over: of one that still runs, the talk may end with LOST. A
 * customer who comes back after a lapse renews all the same. Claims come in long after a policy's end, but not of one
 * that was given back.
 */
export const verbsOf: Readonly<Record<PolicyState, readonly PolicyVerb[]>> = {
  to_begin: ['renew', 'cancel', 'move'],
  running: ['renew', 'cancel', 'move', 'claims'],
  expired: ['renew', 'lapse', 'move', 'claims'],
  renewed: ['cancel', 'move', 'claims'],
  lapsed: ['renew', 'move', 'claims'],
  cancelled: ['move', 'claims'],
}
