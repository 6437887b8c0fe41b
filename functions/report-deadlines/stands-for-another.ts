import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Duty } from '../../shared/domain/duty.ts'
import type { Occurrence, Workplace } from '../../shared/domain/recurrence/occurrences.ts'
import { owedOnDay } from '../../shared/due/plans/duty-occurrences.ts'

/**
 * Whether another deadline of the day stands for an occurrence already. A rule that was changed in the middle of a day
 * names other moments, while what was done or due by then stays: each of these stands for one that is named now, the
 * first for the first. So who is done with a day does not owe it again because its time was moved, and a day that is
 * owed more often than before is owed so much more.
 * @param ofDay what has been opened of the duty for that day
 */
export function anotherStandsFor(
  { occurrence, dueOn }: Pick<Occurrence, 'occurrence' | 'dueOn'>,
  duty: Duty,
  ofDay: readonly Deadline[],
  place: Workplace,
): boolean {
  const staying = new Set(ofDay.flatMap((each) => (stays(each, duty) ? occurrenceOf(each) : [])))
  if (staying.size === 0) return false
  const named = owedOnDay(duty, dueOn, place).map((each) => each.occurrence)
  const others = [...staying].filter((each) => !named.includes(each)).length
  const openYet = named.filter((each) => !staying.has(each))
  return openYet.slice(0, others).includes(occurrence)
}

/** It is done, or it was due when the rule was changed: it is owed whatever the rule says now. */
function stays({ state, dueAt }: Deadline, { updatedAt }: Duty): boolean {
  return state === 'done' || (state !== 'dropped' && dueAt <= updatedAt)
}

function occurrenceOf({ cause }: Deadline): string[] {
  return cause.kind === 'duty' ? [cause.occurrence] : []
}
