import type { DailyReport } from '../../shared/domain/business-report.ts'
import { monthOf } from '../../shared/domain/calendar-month.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { dateIn, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import {
  confirmDailyReport,
  correctDailyReport,
  listDailyReports,
  readDailyReport,
  redraftDailyReport,
} from '../../shared/http/routes/business-reports.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { dailyReportRecord } from '../../shared/store/business-reports.ts'
import type { ReportDependencies } from './api.ts'
import { countDay } from './count-day.ts'
import { countedAt, readDayFacts, readSms } from './read-day-facts.ts'
import { dailyReportMail } from './render-daily.ts'
import { dailyLine, dailyView } from './report-view.ts'
import * as verbs from './report-verbs.ts'
import { changesOf, dealerOf } from './save-report.ts'

/** What answers the routes of the daily business report. */
export function dailyRoutes(dependencies: ReportDependencies): Implementation[] {
  const { store, clock } = dependencies
  const count = async (dealer: Dealer, date: CalendarDate, now: Instant) => {
    const { dealerId, zone } = dealer
    const [facts, sms] = await Promise.all([
      readDayFacts(store, dealer, date),
      readSms(store, dealerId, date),
    ])
    const at = countedAt(date, now, zone)
    return { figures: countDay(facts, { date, at }, sms), countedAt: at }
  }
  const changes = (date: CalendarDate) =>
    changesOf(dependencies, {
      kind: dailyReportRecord,
      id: date,
      read: (dealerId) => store.businessReports.daily(dealerId, date),
      answer: (report: DailyReport) => ({ body: dailyView(report), version: report.version }),
      count: (dealer, { at }) => count(dealer, date, at),
      mail: { purpose: 'daily-business-report', period: date, render: dailyReportMail },
    })
  return [
    implement(listDailyReports, async ({ caller: { dealerId }, query }) => {
      const { zone } = await dealerOf(store, dealerId)
      const month = query.month ?? monthOf(dateIn(clock.now(), zone))
      const reports = await store.businessReports.dailyOf(dealerId, month)
      return { body: { month, items: reports.map(dailyLine) } }
    }),
    implement(readDailyReport, async ({ caller: { dealerId }, params: { date } }) => {
      const report = await store.businessReports.daily(dealerId, date)
      if (report === undefined) throw new NotFound()
      return { body: dailyView(report), version: report.version }
    }),
    implement(redraftDailyReport, (call) =>
      changes(call.params.date).recount(call, 'redrafted', verbs.redrafted),
    ),
    implement(confirmDailyReport, (call) => changes(call.params.date).confirm(call, call.body.remarks)),
    implement(correctDailyReport, (call) =>
      changes(call.params.date).recount(call, 'corrected', (report, counted) =>
        verbs.corrected(report, call.body.reason, counted),
      ),
    ),
  ]
}
