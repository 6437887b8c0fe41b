import type { Deadline } from '../../domain/deadline.ts'
import type { Stamp } from '../../domain/record.ts'
import type { OpeningHours } from '../../domain/working-time.ts'
import type { Write } from '../../store/table-client.ts'
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
  return { ...movedTo(goingOn(known, stamp), timerDue(start, hours), stamp), role, assignedTo }
}

function startedAgain(known: Deadline, start: TimerStart, hours: OpeningHours, stamp: Stamp): Deadline {
  const { startedAt } = start
  return { ...movedOn(reopened(known, stamp), start, hours, stamp), startedAt }
}
