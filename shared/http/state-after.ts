import { verdictOn, type Machine } from '../domain/machine.ts'
import { Refused } from '../runtime/errors.ts'

/** The code asks a transition for a state that it does not lead to: a mistake of ours. */
export class TransitionMisused extends Error {
  override readonly name = 'TransitionMisused'
}

/**
 * The state that a verb brings a record to.
 * @param chosen which one, where the declaration leaves it to the facts
 * @throws Refused `transition-refused` with what the state allows
 * @throws TransitionMisused when the declaration does not lead to one state, or not to that one
 */
export function stateAfter<State extends string, Verb extends string>(
  machine: Machine<State, Verb>,
  state: State,
  verb: Verb,
  chosen?: State,
): State {
  const verdict = verdictOn(machine, state, verb)
  if (!verdict.taken) throw new Refused('transition-refused', { allowed: verdict.allowed })
  const [only, ...others] = verdict.to.filter((each) => chosen === undefined || each === chosen)
  if (only === undefined || others.length > 0) {
    throw new TransitionMisused(
      `${verb} leads to ${verdict.to.join(' or ')}, not to ${chosen ?? 'one of them'}`,
    )
  }
  return only
}
