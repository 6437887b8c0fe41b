import type { MonthlyReport } from '../../shared/domain/business-report.ts'
import type { CalendarMonth } from '../../shared/domain/calendar-month.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { paged } from '../../shared/http/paged.ts'
import {
  confirmMonthlyReport,
  correctMonthlyReport,
  listMonthlyReports,
  readMonthlyReport,
  redraftMonthlyReport,
} from '../../shared/http/routes/business-reports.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { monthlyReportRecord } from '../../shared/store/business-reports.ts'
import type { Paging } from '../../shared/store/read.ts'
import type { ReportDependencies } from './api.ts'
import { countMonth } from './count-month.ts'
import { monthlyReportMail } from './render-monthly.ts'
import { monthlyLine, monthlyView } from './report-view.ts'
import * as verbs from './report-verbs.ts'
import { changesOf } from './save-report.ts'

/** What answers the routes of the monthly report. */
export function monthlyRoutes(dependencies: ReportDependencies): Implementation[] {
  const { store } = dependencies
  const changes = (month: CalendarMonth) =>
    changesOf(dependencies, {
      kind: monthlyReportRecord,
      id: month,
      read: (dealerId) => store.businessReports.monthly(dealerId, month),
      answer: (report: MonthlyReport) => ({ body: monthlyView(report), version: report.version }),
      count: (dealer, stamp) => countMonth(store, dealer, month, stamp, { smsAnew: true }),
      mail: { purpose: 'monthly-business-report', period: month, render: monthlyReportMail },
    })
  return [
    implement(listMonthlyReports, async ({ caller: { dealerId }, query }) => {
      const scope = { dealerId, list: listMonthlyReports.path, filter: {} }
      const ask = (paging: Paging) => store.businessReports.monthlyOf(dealerId, paging)
      return { body: await paged(scope, query, ask, monthlyLine) }
    }),
    implement(readMonthlyReport, async ({ caller: { dealerId }, params: { month } }) => {
      const report = await store.businessReports.monthly(dealerId, month)
      if (report === undefined) throw new NotFound()
      return { body: monthlyView(report), version: report.version }
    }),
    implement(redraftMonthlyReport, (call) =>
      changes(call.params.month).recount(call, 'redrafted', verbs.redrafted),
    ),
    implement(confirmMonthlyReport, (call) => changes(call.params.month).confirm(call, call.body.remarks)),
    implement(correctMonthlyReport, (call) =>
      changes(call.params.month).recount(call, 'corrected', (report, counted) =>
        verbs.corrected(report, call.body.reason, counted),
      ),
    ),
  ]
}
