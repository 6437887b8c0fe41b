import type { DailyReport } from '../../shared/domain/business-report.ts'
import { monthOf } from '../../shared/domain/calendar-month.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addDays, dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { isWorkingDay } from '../../shared/domain/working-days.ts'
import { dailyReportRecord } from '../../shared/store/business-reports.ts'
import type { ReportStore } from '../../shared/store/report-store.ts'
import { countDay } from './count-day.ts'
import { countedAt, readDayFacts, readSms } from './read-day-facts.ts'
import { recounted } from './recount.ts'

/** After so many days no SMS waits any more: an older day keeps what was counted last. */
const DAYS_UNTIL_SMS_SETTLE = 7

/** Reports that were written, and how many a person or another run was faster with: the next count has them. */
export interface DaysCounted {
  readonly written: readonly CalendarDate[]
  readonly contested: number
}

/**
 * Counts days anew and writes what has come of it, each day by itself: a day that a stopped system missed is drafted, and
 * what reached the records late changes the day that it belongs to. No day before the dealer was here is owed.
 * @param days ascending, none after today
 * @param smsAnew counts the SMS of older days anew too
 */
export async function countDays(
  store: ReportStore,
  dealer: Dealer,
  days: readonly CalendarDate[],
  stamp: Stamp,
  { smsAnew = false }: { readonly smsAnew?: boolean } = {},
): Promise<DaysCounted> {
  const { dealerId, zone, settings } = dealer
  const here = dateIn(dealer.createdAt, zone)
  const owed = days.filter((date) => date >= here)
  const [since] = owed
  if (since === undefined) return { written: [], contested: 0 }
  const [facts, reports] = await Promise.all([
    readDayFacts(store, dealer, since),
    readReports(store, dealerId, owed),
  ])
  const settled = addDays(dateIn(stamp.at, zone), -DAYS_UNTIL_SMS_SETTLE)
  const written: CalendarDate[] = []
  let contested = 0
  for (const date of owed) {
    const report = reports.get(date)
    const known = date < settled && !smsAnew ? (report?.recordsNow ?? report)?.figures.sms : undefined
    const sms = known ?? (await readSms(store, dealerId, date))
    const at = countedAt(date, stamp.at, zone)
    const counted = { figures: countDay(facts, { date, at }, sms), countedAt: at }
    const working = isWorkingDay(date, settings.workingDayOverrides)
    const after = recounted(report, counted, { dealerId, date, owed: working }, stamp)
    if (after === undefined) continue
    const { kind } = await store.commit([dailyReportRecord.put(after, stamp)])
    if (kind === 'committed') written.push(date)
    else contested += 1
  }
  return { written, contested }
}

/** The days' reports as they are, by day. */
async function readReports(
  store: Pick<ReportStore, 'businessReports'>,
  dealerId: string,
  days: readonly CalendarDate[],
): Promise<ReadonlyMap<CalendarDate, DailyReport>> {
  const months = [...new Set(days.map(monthOf))]
  const reports = await Promise.all(months.map((month) => store.businessReports.dailyOf(dealerId, month)))
  return new Map(reports.flat().map((report) => [report.date, report]))
}
