import { lastDayOf, monthBefore, monthOf, type CalendarMonth } from '../../shared/domain/calendar-month.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn, timeIn } from '../../shared/domain/time.ts'
import type { LogLine } from '../../shared/runtime/logger.ts'
import { monthlyReportRecord } from '../../shared/store/business-reports.ts'
import type { ReportStore } from '../../shared/store/report-store.ts'
import { countMonth } from './count-month.ts'
import { BUSINESS_REPORTS, DraftsFailed, type DraftingDependencies } from './draft-daily.ts'
import { countedAnew } from './recount.ts'
import { drafted } from './report-verbs.ts'

const lines = {
  counted: {
    code: 'MONTHLY_REPORT_COUNTED',
    sentence: 'a dealer’s report of the month before was counted',
  },
  failed: {
    code: 'MONTHLY_REPORT_FAILED',
    sentence: 'a dealer’s report of the month before could not be counted',
  },
} as const satisfies Record<string, LogLine>

/** The report of the month before is owed on the 3rd (duty `service-monthly-report`); the days before are for late books. */
const DRAFTED_FROM_DAY = 3

/**
 * From the 3rd on, the report of the month before: drafted where there is none, and counted anew each morning until the
 * next one is due, so that what reaches the records late is seen.
 */
export async function draftMonthlyReports({
  store,
  clock,
  log,
}: DraftingDependencies): Promise<{ written: number }> {
  const stamp = { at: clock.now(), by: BUSINESS_REPORTS }
  let written = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const { dealerId, zone } = dealer
    const today = dateIn(stamp.at, zone)
    const month = monthBefore(monthOf(today))
    const wasHere = dateIn(dealer.createdAt, zone) <= lastDayOf(month)
    if (Number(today.slice(8)) < DRAFTED_FROM_DAY || !wasHere) continue
    try {
      const isWritten = await draftMonth(store, dealer, month, stamp)
      if (isWritten) written += 1
      log.info(lines.counted, { dealerId, month, written: isWritten })
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId, month })
    }
  }
  if (failed > 0) throw new DraftsFailed(`${String(failed)} dealers without a monthly report`)
  return { written }
}

/** One that is there is counted again with the morning's fires, and left alone by those of the evening. */
const MORNING_ENDS = '12:00'

/** Whether something was written. A person who was faster has counted it anew themselves. */
async function draftMonth(
  store: ReportStore,
  dealer: Dealer,
  month: CalendarMonth,
  stamp: Stamp,
): Promise<boolean> {
  const { dealerId, zone } = dealer
  const report = await store.businessReports.monthly(dealerId, month)
  if (report !== undefined && timeIn(stamp.at, zone) >= MORNING_ENDS) return false
  const counted = await countMonth(store, dealer, month, stamp, { smsAnew: report?.status !== 'confirmed' })
  const after =
    report === undefined ? { ...drafted(dealerId, counted, stamp), month } : countedAnew(report, counted)
  if (after === undefined) return false
  return (await store.commit([monthlyReportRecord.put(after, stamp)])).kind === 'committed'
}
