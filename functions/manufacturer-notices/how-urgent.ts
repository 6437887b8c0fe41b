import { isOpenNotice, type Notice } from '../../shared/domain/notice.ts'
import type { NoticeUrgency } from '../../shared/domain/notice-urgency.ts'
import { addDays, dateIn, type Instant } from '../../shared/domain/time.ts'
import { openingHoursOf } from '../../shared/domain/working-time.ts'
import { answerDueAt } from '../../shared/due/plans/notice-timers.ts'
import { timerDue } from '../../shared/due/plans/timer-deadline.ts'
import { acknowledgementOf } from '../../shared/due/plans/timer-names.ts'
import type { Team } from './who-answers.ts'

export interface Urgency {
  readonly urgency: NoticeUrgency
  readonly because: 'answer' | 'acknowledgement' | 'quarantine' | 'nothing-owed' | 'over'
}

/** Days before an answer is owed from which on it is near. */
const SOON_DAYS = 3

/** How much a notice presses, and what of it: what is owed first counts. */
export function howUrgent(notice: Notice, { dealer, now, today }: Omit<Team, 'staff'>): Urgency {
  const { status, answerBy } = notice
  if (!isOpenNotice(notice)) return { urgency: 'none', because: 'over' }
  // It may be the real one, and waits for nothing but a look at it.
  if (status === 'quarantined') return { urgency: 'today', because: 'quarantine' }
  const owed: { readonly because: Urgency['because']; readonly dueAt: Instant }[] = []
  if (status === 'received') owed.push({ because: 'acknowledgement', dueAt: acknowledgeBy(notice, dealer) })
  if (answerBy !== undefined) owed.push({ because: 'answer', dueAt: answerDueAt(answerBy, dealer) })
  const [first] = owed.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
  if (first === undefined) return { urgency: 'none', because: 'nothing-owed' }
  const { dueAt, because } = first
  if (dueAt < now) return { urgency: 'late', because }
  const dueOn = dateIn(dueAt, dealer.zone)
  if (dueOn === today) return { urgency: 'today', because }
  return { urgency: dueOn <= addDays(today, SOON_DAYS) ? 'soon' : 'later', because }
}

/** By when somebody takes note of it: the end of the working day on which it came in, or was let out of quarantine. */
export function acknowledgeBy(
  notice: Pick<Notice, 'noticeId' | 'receivedAt' | 'releasedAt'>,
  dealer: Team['dealer'],
): Instant {
  const startedAt = notice.releasedAt ?? notice.receivedAt
  return timerDue({ ...acknowledgementOf(notice), startedAt }, openingHoursOf(dealer)).dueAt
}
