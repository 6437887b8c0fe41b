import type { StatutoryRequest } from '../../domain/statutory-request.ts'
import { instantAt, TimeOfDay, type CalendarDate } from '../../domain/time.ts'
import { endOfWorkingDay, openingHoursOf } from '../../domain/working-time.ts'
import type { Write } from '../../store/table-client.ts'
import { endTimer, type TimerContext } from './running-timers.ts'
import { provedBy, requestAnswerOf, requestCompletionOf, requestWord } from './timer-names.ts'
import { startTimer } from './timers.ts'

const MIDNIGHT = TimeOfDay.parse('00:00')

/**
 * What a customer's request means for its timers: the answer, and its being done. Both run from the request; a no ends
 * both, and a yes to what was declined starts the second one again.
 */
export async function requestTimerWrites(
  before: StatutoryRequest | undefined,
  after: StatutoryRequest,
  context: TimerContext,
): Promise<readonly Write[]> {
  const [answer, completion] = [requestAnswerOf(after), requestCompletionOf(after)]
  const startedAt = context.stamp.at
  const proof = provedBy(requestWord(after))
  const reason = { reason: after.status }
  const starts = (timer: typeof answer, by: CalendarDate) =>
    startTimer({ ...timer, startedAt, dueAt: closingOn(by, context) }, context)
  if (before === undefined) {
    return [...(await starts(answer, after.answerBy)), ...(await starts(completion, after.doneBy))]
  }
  switch (after.status) {
    case 'asked':
      return []
    case 'agreed':
      return before.status === 'declined'
        ? starts(completion, after.doneBy)
        : endTimer(answer, proof, context)
    case 'declined':
      return [...(await endTimer(answer, proof, context)), ...(await endTimer(completion, reason, context))]
    case 'completed':
      return endTimer(completion, proof, context)
    case 'withdrawn':
      return [...(await endTimer(answer, reason, context)), ...(await endTimer(completion, reason, context))]
  }
}

/** By closing time of the day. */
function closingOn(day: CalendarDate, { dealer }: TimerContext) {
  return endOfWorkingDay(instantAt(day, MIDNIGHT, dealer.zone), openingHoursOf(dealer))
}
