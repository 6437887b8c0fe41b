import type { Deadline } from '../../domain/deadline.ts'
import type { Stamp } from '../../domain/record.ts'
import type { Instant } from '../../domain/time.ts'
import type { OpeningHours } from '../../domain/working-time.ts'
import type { Write } from '../../store/table-client.ts'
import { isLateAt } from './deadline-steps.ts'
import { movedTo, reopened } from './deadline-writes.ts'
import { changeTimer, type TimerContext } from './running-timers.ts'
import { timerDeadline, timerDue, type TimerStart } from './timer-deadline.ts'
import { goingOn } from './timer-pauses.ts'

/**
 * Starts a timer. One that runs already moves to the moment that the fact names, and goes on there; one that was dropped is
 * owed again; one that is done stays done.
 */
export async function startTimer(start: TimerStart, context: TimerContext): Promise<Write[]> {
  const { dealer, stamp } = context
  return changeTimer(start, context, (known, hours) => {
    if (known === undefined)
      return { action: 'started', after: timerDeadline(dealer.dealerId, start, hours, stamp) }
    switch (known.state) {
      case 'done':
        return undefined
      case 'dropped':
        return { action: 'owed-again', after: startedAgain(known, start, hours, stamp) }
      case 'open':
      case 'late':
      case 'escalated':
        return start.dueAt === undefined
          ? undefined
          : { action: 'moved', after: movedOn(known, start, hours, stamp) }
    }
  })
}

function movedOn(known: Deadline, start: TimerStart, hours: OpeningHours, stamp: Stamp): Deadline {
  const { role = known.role, assignedTo = known.assignedTo } = start
  const moved = movedTo(goingOn(known, stamp), timerDue(start, hours), stamp)
  return {
    ...moved,
    role,
    assignedTo,
    missedAt: moved.dueAt === known.dueAt ? known.missedAt : missed(known, stamp),
  }
}

/** Another moment does not take back that this one was missed. */
function missed(known: Deadline, { at }: Stamp): Instant | undefined {
  return known.missedAt ?? (isLateAt(known, at) ? known.dueAt : undefined)
}

/** What was dropped in time was not missed meanwhile, as nobody owed it. */
function startedAgain(known: Deadline, start: TimerStart, hours: OpeningHours, stamp: Stamp): Deadline {
  const { startedAt } = start
  const missedAt = known.missedAt ?? (known.ended?.late === true ? known.dueAt : undefined)
  return { ...movedOn(reopened(known, stamp), start, hours, stamp), startedAt, missedAt }
}
