import { hasEnded, type Deadline } from '../../domain/deadline.ts'
import type { Duty } from '../../domain/duty.ts'
import type { Workplace } from '../../domain/recurrence/occurrences.ts'
import type { Stamp } from '../../domain/record.ts'
import { dropped, movedTo } from './deadline-writes.ts'
import { owedAs } from './duty-occurrences.ts'

/** Why a deadline was dropped: the rule of its duty does not name it any more. */
export const NOT_OWED = 'not-owed'

/**
 * The deadline of an occurrence as its duty's rule now names it: at its moment, or dropped where it is not named. What
 * was due already when the rule was changed stays owed, for nobody gets rid of it by another rule; and nothing moves to
 * a moment that is over, for nobody is late by a rule that was not there. The same when nothing is to be done.
 */
export function followingRule(
  deadline: Deadline,
  duty: Duty | undefined,
  place: Workplace,
  stamp: Stamp,
): Deadline {
  if (deadline.cause.kind === 'timer' || hasEnded(deadline)) return deadline
  if (duty === undefined) return dropped(deadline, NOT_OWED, stamp)
  const owed = owedAs(duty, deadline.cause.occurrence, place)
  if (owed === undefined) {
    return deadline.dueAt <= duty.updatedAt ? deadline : dropped(deadline, NOT_OWED, stamp)
  }
  const { dueAt, dueOn } = owed
  return dueAt > stamp.at ? movedTo(deadline, { dueAt, dueOn }, stamp) : deadline
}

/**
 * The deadline of an occurrence that is still to come as its duty now is: at its moment, with its words, in its role, with
 * its reminders. Other reminders are a new round of them.
 */
export function asRuled(deadline: Deadline, duty: Duty, place: Workplace, stamp: Stamp): Deadline {
  const moved = followingRule(deadline, duty, place, stamp)
  if (deadline.cause.kind === 'timer' || hasEnded(moved)) return moved
  const { zh, en, role, remindBefore, escalateTo, escalateAfter, target } = duty
  const sameReminders = deadline.remindBefore.join() === remindBefore.join()
  const moves = sameReminders ? moved.moves : deadline.moves + 1
  return { ...moved, zh, en, role, remindBefore, escalateTo, escalateAfter, target, moves }
}
