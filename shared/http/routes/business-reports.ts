import * as z from 'zod'
import { DailyReport, DayFigures, MonthFigures } from '../../domain/business-report.ts'
import { CalendarMonth } from '../../domain/calendar-month.ts'
import { StaffId } from '../../domain/ids.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate, Remark } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'

export const functionName = 'business-reports-api'

/** Whose work the reports are; the service manager's too, to whom it goes when nobody has it. */
export const reporters = ['information_clerk', 'service_manager'] as const
export const reportReaders = [
  ...reporters,
  'general_manager',
  'front_desk_supervisor',
  'workshop_supervisor',
  'parts_supervisor',
  'insurance_manager',
  'data_analyst',
  'finance',
] as const

const words = z.object({ zh: z.string(), en: z.string() })

const Confirmed = z.object({
  at: Instant,
  /** A staff id, else the account. */
  by: z.string(),
  /** To whom it went; absent: nobody holds the role of the general manager. */
  mailedTo: StaffId.optional(),
})

/** What a report of either kind says besides the day or the month that it is of. */
export function reportView<Figures extends z.ZodType>(figures: Figures) {
  const edition = {
    edition: DailyReport.shape.edition,
    /** The first edition, which this one corrects. */
    corrects: z.int().positive().optional(),
    figures,
    countedAt: Instant,
    remarks: z.string().optional(),
    reason: z.string().optional(),
  }
  return {
    /** For the `If-Match` of a change. */
    etag: z.string(),
    status: DailyReport.shape.status,
    ...edition,
    confirmed: Confirmed.optional(),
    /** What the records say now, where that is something else than what was confirmed. */
    recordsNow: z.object({ figures, countedAt: Instant }).optional(),
    earlier: z.array(z.object({ ...edition, confirmed: Confirmed })),
    /** What each figure is called, and how it is counted. */
    how: z.record(z.string(), words.extend({ how: words })),
  }
}

export const DailyView = z.object({ date: CalendarDate, ...reportView(DayFigures) })
export type DailyReportView = z.input<typeof DailyView>

/** A day in a list: the report itself has the rest. */
const DailyLine = DailyView.pick({
  date: true,
  etag: true,
  status: true,
  edition: true,
  countedAt: true,
}).extend({
  ...DayFigures.pick({
    visits: true,
    delivered: true,
    laborFen: true,
    partsFen: true,
    totalFen: true,
    inShop: true,
    late: true,
  }).shape,
  /** The records say something else by now than what was confirmed. */
  changedSince: z.boolean(),
})
export type DailyLineView = z.input<typeof DailyLine>

export const listDailyReports = defineRoute({
  method: 'GET',
  path: '/reports/daily',
  functionName,
  roles: reportReaders,
  params: {},
  /** Absent: this month. */
  query: { month: CalendarMonth.optional() },
  body: noBody,
  response: z.object({ month: CalendarMonth, items: z.array(DailyLine) }),
  refuses: ['not-found'],
  summary: { zh: '一个月的售后日营业报表', en: "A month's daily business reports, by day" },
})

const params = { date: BookDate }

export const readDailyReport = defineRoute({
  method: 'GET',
  path: '/reports/daily/{date}',
  functionName,
  roles: reportReaders,
  params,
  query: {},
  body: noBody,
  response: DailyView,
  refuses: ['not-found'],
  summary: {
    zh: '售后日营业报表：数字、口径、各版次',
    en: 'A daily business report: its figures, how they are counted, its editions',
  },
})

export const redraftDailyReport = defineRoute({
  method: 'POST',
  path: '/reports/daily/{date}/redraft',
  functionName,
  roles: reporters,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: noBody,
  response: DailyView,
  refuses: ['transition-refused'],
  summary: { zh: '确认前重新统计', en: 'Counts the records anew, before the report is confirmed' },
})

export const confirmDailyReport = defineRoute({
  method: 'POST',
  path: '/reports/daily/{date}/confirm',
  functionName,
  roles: reporters,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: z.strictObject({ remarks: Remark.optional() }),
  response: DailyView,
  refuses: ['transition-refused'],
  summary: {
    zh: '确认日报并邮件上报总经理，每版只发一次',
    en: 'Confirms the report and mails it to the general manager, each edition once',
  },
})

export const correctDailyReport = defineRoute({
  method: 'POST',
  path: '/reports/daily/{date}/correct',
  functionName,
  roles: reporters,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: z.strictObject({ reason: Remark }),
  response: DailyView,
  refuses: ['transition-refused'],
  summary: {
    zh: '更正已确认的日报：重新统计，生成新版次待确认',
    en: 'Corrects a confirmed report: counts anew and drafts a new edition, to be confirmed',
  },
})

export const dailyReportRoutes = [
  listDailyReports,
  readDailyReport,
  redraftDailyReport,
  confirmDailyReport,
  correctDailyReport,
] as const

export const MonthlyView = z.object({ month: CalendarMonth, ...reportView(MonthFigures) })
export type MonthlyReportView = z.input<typeof MonthlyView>

/** A month in a list: the report itself has the rest. */
const MonthlyLine = MonthlyView.pick({
  month: true,
  etag: true,
  status: true,
  edition: true,
  countedAt: true,
}).extend({
  ...MonthFigures.pick({
    visits: true,
    delivered: true,
    laborFen: true,
    partsFen: true,
    totalFen: true,
  }).shape,
  changedSince: z.boolean(),
})
export type MonthlyLineView = z.input<typeof MonthlyLine>

export const listMonthlyReports = defineRoute({
  method: 'GET',
  path: '/reports/monthly',
  functionName,
  roles: reportReaders,
  params: {},
  query: pageQuery,
  body: noBody,
  response: pageOf(MonthlyLine),
  summary: { zh: '服务部月报，最近的在前', en: 'The monthly reports, the last month in front' },
})

const monthParams = { month: CalendarMonth }

export const readMonthlyReport = defineRoute({
  method: 'GET',
  path: '/reports/monthly/{month}',
  functionName,
  roles: reportReaders,
  params: monthParams,
  query: {},
  body: noBody,
  response: MonthlyView,
  refuses: ['not-found'],
  summary: {
    zh: '服务部月报：各项合计、逐日数字、各版次',
    en: 'A monthly report: its sums, its days, its editions',
  },
})

export const redraftMonthlyReport = defineRoute({
  method: 'POST',
  path: '/reports/monthly/{month}/redraft',
  functionName,
  roles: reporters,
  ifMatch: true,
  idempotent: true,
  params: monthParams,
  query: {},
  body: noBody,
  response: MonthlyView,
  refuses: ['transition-refused'],
  summary: {
    zh: '确认前重新统计，逐日一并重新统计',
    en: 'Counts the month and its days anew, before the report is confirmed',
  },
})

export const confirmMonthlyReport = defineRoute({
  method: 'POST',
  path: '/reports/monthly/{month}/confirm',
  functionName,
  roles: reporters,
  ifMatch: true,
  idempotent: true,
  params: monthParams,
  query: {},
  body: z.strictObject({ remarks: Remark.optional() }),
  response: MonthlyView,
  refuses: ['transition-refused'],
  summary: {
    zh: '确认月报并邮件上报总经理，每版只发一次',
    en: 'Confirms the report and mails it to the general manager, each edition once',
  },
})

export const correctMonthlyReport = defineRoute({
  method: 'POST',
  path: '/reports/monthly/{month}/correct',
  functionName,
  roles: reporters,
  ifMatch: true,
  idempotent: true,
  params: monthParams,
  query: {},
  body: z.strictObject({ reason: Remark }),
  response: MonthlyView,
  refuses: ['transition-refused'],
  summary: {
    zh: '更正已确认的月报：重新统计，生成新版次待确认',
    en: 'Corrects a confirmed report: counts anew and drafts a new edition, to be confirmed',
  },
})

export const monthlyReportRoutes = [
  listMonthlyReports,
  readMonthlyReport,
  redraftMonthlyReport,
  confirmMonthlyReport,
  correctMonthlyReport,
] as const
