import type { Temporal } from 'temporal-polyfill'
import { TemplateUnsupported } from './local-error.ts'

/**
 * EventBridge's `cron(minute hour day-of-month month day-of-week year)`: lists, ranges, steps, names, `?`, and of
 * the rarer forms `L` (last day of the month), `6L` (last Friday) and `6#3` (third Friday). Days of the week count
 * from 1 = Sunday.
 */
export interface CronExpression {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  /** Whether a job of this expression runs on a date, whatever the time of day. */
  runsOn(date: Temporal.PlainDate): boolean
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** @throws TemplateUnsupported when EventBridge would refuse the expression, or it uses `W`. */
export function parseCron(expression: string): CronExpression {
  const refuse = (why: string): never => {
    throw new TemplateUnsupported(`The schedule ${expression} cannot be run: ${why}.`)
  }
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? []
  const [minute, hour, dayOfMonth, month, dayOfWeek, year] = fields
  if (
    fields.length !== 6 ||
    minute === undefined ||
    hour === undefined ||
    dayOfMonth === undefined ||
    month === undefined ||
    dayOfWeek === undefined ||
    year === undefined
  )
    return refuse('cron takes six fields')
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    return refuse('exactly one of day-of-month and day-of-week is ?')

  const read = (text: string, least: number, most: number, names: readonly string[] = []) =>
    valuesOf(text, least, most, names) ?? refuse(`${text} is not within ${least} to ${most}`)
  const months = new Set(read(month, 1, 12, monthNames))
  const years = new Set(read(year, 1970, 2199))
  const runsOnDay =
    dayOfWeek === '?'
      ? ruleOfMonth(dayOfMonth, (text) => read(text, 1, 31))
      : ruleOfWeek(dayOfWeek, (text) => read(text, 1, 7, dayNames))
  return {
    minutes: read(minute, 0, 59),
    hours: read(hour, 0, 23),
    runsOn: (date) => years.has(date.year) && months.has(date.month) && runsOnDay(date),
  }
}

type DayRule = (date: Temporal.PlainDate) => boolean
type Reader = (text: string) => readonly number[]

function ruleOfMonth(text: string, read: Reader): DayRule {
  if (text === 'L') return (date) => date.day === date.daysInMonth
  const days = new Set(read(text))
  return (date) => days.has(date.day)
}

function ruleOfWeek(text: string, read: Reader): DayRule {
  const last = /^(.+)L$/.exec(text)?.[1]
  if (last !== undefined) {
    const days = new Set(read(last))
    return (date) => days.has(sundayFirst(date)) && date.day + 7 > date.daysInMonth
  }
  const [day, nth] = text.split('#')
  if (day !== undefined && nth !== undefined) {
    const days = new Set(read(day))
    return (date) => days.has(sundayFirst(date)) && Math.ceil(date.day / 7) === Number(nth)
  }
  const days = new Set(read(text))
  return (date) => days.has(sundayFirst(date))
}

/** 1 = Sunday … 7 = Saturday, as EventBridge counts. */
function sundayFirst(date: Temporal.PlainDate): number {
  return (date.dayOfWeek % 7) + 1
}

/** The values of a field in ascending order; undefined when it is malformed or leaves its range. */
function valuesOf(
  text: string,
  least: number,
  most: number,
  names: readonly string[],
): readonly number[] | undefined {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [range, stepText, ...rest] = part.split('/')
    const step = stepText === undefined ? 1 : Number(stepText)
    if (range === undefined || rest.length > 0 || !Number.isInteger(step) || step < 1) return undefined
    const bounds = boundsOf(range, stepText !== undefined, least, most, names)
    if (bounds === undefined) return undefined
    for (let value = bounds.from; value <= bounds.to; value += step) values.add(value)
  }
  return [...values].sort((a, b) => a - b)
}

function boundsOf(
  range: string,
  stepped: boolean,
  least: number,
  most: number,
  names: readonly string[],
): { from: number; to: number } | undefined {
  if (range === '*') return { from: least, to: most }
  const [first, second, ...rest] = range.split('-').map((word) => numberOf(word, names))
  if (first === undefined || rest.length > 0) return undefined
  const from = first
  const to = second ?? (stepped ? most : first)
  const valid = Number.isInteger(from) && Number.isInteger(to) && from >= least && to <= most && from <= to
  return valid ? { from, to } : undefined
}

function numberOf(word: string, names: readonly string[]): number {
  const named = names.indexOf(word.toUpperCase())
  return named >= 0 ? named + 1 : /^\d+$/.test(word) ? Number(word) : Number.NaN
}
