import type { Dealer } from '../../shared/domain/dealer.ts'
import { addDays, dateIn, timeIn, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import { workingDayFrom } from '../../shared/domain/working-days.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { CALL_LISTS } from '../../shared/due/plans/insurance-call-lists.ts'

/** The one mail that tells a person their list, or the manager the summary, on a working day. */
export interface DailyMail {
  readonly dealerId: string
  readonly staffId: string
  readonly kind: 'list' | 'summary'
  readonly date: CalendarDate
}

/** What the ledger says of the mail, and its id: one a person and day, so it is never sent a second time. */
export function dailyMailRow({ dealerId, staffId, kind, date }: DailyMail) {
  const item = { dealerId, purpose: CALL_LISTS, subject: `staff#${staffId}`, cycle: date }
  return { ...item, step: kind, messageId: messageIdFor(item, kind, staffId, 'mail') }
}

/** The day whose mail tells of what is listed now: today's until it goes out, then the next working day's. */
export function mailDateFor(dealer: Dealer, now: Instant): CalendarDate {
  const today = dateIn(now, dealer.zone)
  const first = timeIn(now, dealer.zone) < dealer.settings.renewals.mailAt ? today : addDays(today, 1)
  return workingDayFrom(first, dealer.settings.workingDayOverrides)
}
