import type { Dealer } from '../../shared/domain/dealer.ts'
import {
  addDays,
  addMinutes,
  dateIn,
  instantAt,
  timeIn,
  type CalendarDate,
  type Instant,
} from '../../shared/domain/time.ts'
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

/** The job that writes the mails runs twice, ten minutes apart, and is run again when it fails. */
const MINUTES_TO_WRITE = 60

/** When the mails of a day have been written: an entry that has none by then had left the list. */
export function mailsWrittenBy(dealer: Dealer, date: CalendarDate): Instant {
  return addMinutes(instantAt(date, dealer.settings.renewals.mailAt, dealer.zone), MINUTES_TO_WRITE)
}
