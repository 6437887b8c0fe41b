import * as z from 'zod'
import { CalendarMonth } from '../../domain/calendar-month.ts'
import { TargetMeasure, Targets } from '../../domain/targets.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { functionName, reportReaders } from './business-reports.ts'

const MonthTargetsView = z.object({
  month: CalendarMonth,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  targets: Targets,
  setAt: Instant,
  setBy: z.string(),
  /** What they were before, the oldest first. */
  before: z.array(z.object({ at: Instant, by: z.string(), targets: Targets })),
})
export type TargetsView = z.input<typeof MonthTargetsView>

const params = { month: CalendarMonth }

export const readTargets = defineRoute({
  method: 'GET',
  path: '/targets/{month}',
  functionName,
  roles: reportReaders,
  params,
  query: {},
  body: noBody,
  response: MonthTargetsView,
  refuses: ['not-found'],
  summary: { zh: '一个月的经营目标', en: "A month's targets" },
})

export const setTargets = defineRoute({
  method: 'PUT',
  path: '/targets/{month}',
  functionName,
  roles: ['service_manager', 'general_manager'],
  ifMatch: 'when-known',
  params,
  query: {},
  body: z.strictObject({
    /** All of the month's: a measure that is left out has no target. Money in fen. */
    targets: Targets,
  }),
  response: MonthTargetsView,
  refuses: ['contested'],
  summary: {
    zh: '设定一个月的经营目标，按指标；整体替换',
    en: "Sets a month's targets by measure, in place of what they were",
  },
})

/** A share of a hundred, with one digit: 47.8. Above 100 where more was reached than aimed at. */
const Percent = z.number().nonnegative()

const MeasureLine = z.object({
  measure: TargetMeasure,
  zh: z.string(),
  en: z.string(),
  unit: z.enum(['count', 'fen']),
  actual: z.int().nonnegative(),
  /** Absent: none was set by then. */
  target: z.int().positive().optional(),
  reachedPercent: Percent.optional(),
  /** Whether more of the target is reached than of the month is gone. */
  standing: z.enum(['reached', 'ahead', 'behind', 'no-target']),
})

const TargetBoard = z.object({
  month: CalendarMonth,
  /** The day at whose end the board stands so; absent: the month has not begun, or none of its days has a report. */
  on: CalendarDate.optional(),
  workingDays: z.object({ all: z.int().nonnegative(), gone: z.int().nonnegative() }),
  /** Of the month's working days. */
  timeGonePercent: Percent,
  /** No calendar of the year is published: weekdays count, and days may move yet. */
  calendarMissing: z.boolean(),
  /** Days that count and whose report nobody has confirmed. */
  unconfirmedDays: z.int().nonnegative(),
  measures: z.array(MeasureLine),
})
export type TargetBoardView = z.input<typeof TargetBoard>

export const readTargetBoard = defineRoute({
  method: 'GET',
  path: '/target-board',
  functionName,
  roles: reportReaders,
  params: {},
  query: {
    /** Absent: this month. */
    month: CalendarMonth.optional(),
    /** How it stood at the end of that day of the month; absent: after the last day that has a report. */
    on: BookDate.optional(),
  },
  body: noBody,
  response: TargetBoard,
  refuses: ['not-found'],
  summary: {
    zh: '经营目标看板：各指标目标、实际、完成率，与时间进度并列',
    en: 'The target board: targets, actuals and percent reached, beside the percent of time gone',
  },
})

export const targetRoutes = [readTargets, setTargets, readTargetBoard] as const
