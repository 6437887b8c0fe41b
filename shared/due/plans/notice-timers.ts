import { isOpenNotice, type Notice } from '../../domain/notice.ts'
import { instantAt, type CalendarDate, type Instant } from '../../domain/time.ts'
import type { Write } from '../../store/table-client.ts'
import { endTimer, handOnTimer, type TimerContext, type TimerName } from './running-timers.ts'
import { acknowledgementOf, feedbackOf, noticeWord, provedBy } from './timer-names.ts'
import { startTimer } from './timers.ts'

/** By when an answer is owed that is asked for by a day: by its closing time. */
export function answerDueAt(answerBy: CalendarDate, { zone, settings }: TimerContext['dealer']): Instant {
  return instantAt(answerBy, settings.closingTime, zone)
}

/**
 * What a notice's change means for its timers: somebody takes note of it the same day, and it is answered by the day
 * that it names. What is in quarantine is owed by nobody.
 */
export async function noticeTimerWrites(
  before: Notice | undefined,
  after: Notice,
  context: TimerContext,
): Promise<Write[]> {
  const owner = { role: after.role, assignedTo: after.ownerId }
  const handed = before !== undefined && (before.role !== after.role || before.ownerId !== after.ownerId)
  const change = (timer: TimerName, was: Owed, is: Owed, isDone: boolean): Promise<Write[]> => {
    if (is === undefined) {
      if (was === undefined) return Promise.resolve([])
      const end = isDone ? provedBy(noticeWord(after)) : { reason: whyNotOwed(after) }
      return endTimer(timer, end, context)
    }
    if (was === undefined || was.dueAt !== is.dueAt)
      return startTimer({ ...timer, ...is, ...owner, about: after.subject }, context)
    return handed ? handOnTimer(timer, owner, context) : Promise.resolve([])
  }
  // An answer that has just gone was owed by the timer of before.
  const isAnswered = before !== undefined && after.answersSent > before.answersSent
  const writes = await Promise.all([
    change(
      acknowledgementOf(after),
      before && noteOwed(before),
      noteOwed(after),
      after.acknowledged !== undefined,
    ),
    change(
      feedbackOf(isAnswered ? before : after),
      before && answerOwed(before, context),
      answerOwed(after, context),
      isAnswered,
    ),
  ])
  return writes.flat()
}

/** It is closed, or asks for nothing after all. */
function whyNotOwed({ status }: Notice): string {
  return isOpenNotice({ status }) ? 'not-asked' : status
}

type Owed = { readonly startedAt: Instant; readonly dueAt?: Instant } | undefined

/** From when it came in, or was let out of quarantine: nobody could take note of it before. */
function noteOwed({ status, receivedAt, releasedAt }: Notice): Owed {
  return status === 'received' ? { startedAt: releasedAt ?? receivedAt } : undefined
}

function answerOwed({ status, answerBy, receivedAt }: Notice, { dealer }: TimerContext): Owed {
  const waits = status === 'received' || status === 'acknowledged' || status === 'drafted'
  if (!waits || answerBy === undefined) return undefined
  return { startedAt: receivedAt, dueAt: answerDueAt(answerBy, dealer) }
}
