import { owesAnswer, type Complaint } from '../../domain/complaint.ts'
import { secondsIn } from '../../domain/recurrence/span.ts'
import { addSeconds, type Instant } from '../../domain/time.ts'
import type { Write } from '../../store/table-client.ts'
import { timers } from './timer-catalogue.ts'
import { endTimer, handOnTimer, pauseTimer, type TimerContext } from './running-timers.ts'
import { complaintWord, provedBy, replyOf } from './timer-names.ts'
import { startTimer } from './timers.ts'

/** When an answer is owed: by the clock on the wall. */
export function answerDueFrom(openedAt: Instant): Instant {
  return addSeconds(openedAt, secondsIn(timers['complaint-reply'].within))
}

/**
 * What a complaint's change means for the timer of its answer. Each answer that is owed has one of its own: the first was
 * given in time also when the customer is not content with it. The complaint keeps its pauses, and the moment with them.
 */
export async function complaintReplyWrites(
  before: Complaint | undefined,
  after: Complaint,
  context: TimerContext,
): Promise<Write[]> {
  const owed = before === undefined || !owesAnswer(before) ? undefined : before
  if (!owesAnswer(after)) return owed === undefined ? [] : endTimer(replyOf(owed), endOf(after), context)
  const timer = replyOf(after)
  if (owed === undefined || goesOn(owed, after)) {
    const { openedAt: startedAt, answerDueAt: dueAt, number: about } = after
    return startTimer({ ...timer, startedAt, dueAt, about, ...ownerOf(after) }, context)
  }
  if (owed.status !== after.status) return pauseTimer(timer, PAUSED, context)
  const same = owed.ownerId === after.ownerId && owed.ownerRole === after.ownerRole
  return same ? [] : handOnTimer(timer, ownerOf(after), context)
}

const goesOn = (before: Complaint, after: Complaint) => before.status === 'paused' && after.status === 'open'

const ownerOf = ({ ownerRole: role, ownerId: assignedTo }: Complaint) => ({ role, assignedTo })

function endOf(complaint: Complaint) {
  return complaint.status === 'answered' ? provedBy(complaintWord(complaint)) : { reason: complaint.status }
}

/** Not the reason that the complaint has: what is said of a customer stands in one place, where it is erased. */
const PAUSED = 'complaint-paused'
