import { DailyReport, MonthlyReport } from '../domain/business-report.ts'
import type { CalendarMonth } from '../domain/calendar-month.ts'
import { MonthTargets } from '../domain/targets.ts'
import type { CalendarDate } from '../domain/time.ts'
import { readAll, readOne, readPart, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const daily = (dealerId: string, month: string) => `${dealerId}#daily-report#${month}`
const monthly = (dealerId: string) => `${dealerId}#monthly-report`
const targets = (dealerId: string) => `${dealerId}#targets`

/** A month's days stand together: that is how they are listed and added up. */
export const dailyReportRecord = recordKind({
  entity: 'DailyReport',
  schema: DailyReport,
  key: ({ dealerId, date }) => ({ pk: daily(dealerId, date.slice(0, 7)), sk: date }),
})

export const monthlyReportRecord = recordKind({
  entity: 'MonthlyReport',
  schema: MonthlyReport,
  key: ({ dealerId, month }) => ({ pk: monthly(dealerId), sk: month }),
})

export const monthTargetsRecord = recordKind({
  entity: 'MonthTargets',
  schema: MonthTargets,
  key: ({ dealerId, month }) => ({ pk: targets(dealerId), sk: month }),
})

export function businessReportStore(client: TableClient) {
  return {
    daily: (dealerId: string, date: CalendarDate) =>
      readOne(client, dailyReportRecord, { pk: daily(dealerId, date.slice(0, 7)), sk: date }),
    /** A month's daily reports, by day: at most 31. */
    dailyOf: (dealerId: string, month: CalendarMonth) =>
      readAll(client, dailyReportRecord, { pk: daily(dealerId, month) }),
    monthly: (dealerId: string, month: CalendarMonth) =>
      readOne(client, monthlyReportRecord, { pk: monthly(dealerId), sk: month }),
    /** A page of the monthly reports, the last month in front. */
    monthlyOf: (dealerId: string, paging: Paging) =>
      readPart(client, monthlyReportRecord, {
        dealerId,
        of: 'monthly-report',
        newestFirst: true,
        ...paging,
      }),
    targets: (dealerId: string, month: CalendarMonth) =>
      readOne(client, monthTargetsRecord, { pk: targets(dealerId), sk: month }),
  }
}
