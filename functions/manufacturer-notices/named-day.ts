import { addDays, addMonths, CalendarDate, dayOfWeek } from '../../shared/domain/time.ts'
import {
  isCalendarKnown,
  workingDayUpTo,
  workingDaysAfter,
  type WorkingDayOverride,
} from '../../shared/domain/working-days.ts'
import { readNumber } from './written-number.ts'

export interface Asked {
  /** The day of the mail in the dealer's zone. */
  readonly on: CalendarDate
  readonly overrides: readonly WorkingDayOverride[]
}

/** The day that words name; each function is undefined where the calendar has no such day. */
export interface Found {
  readonly date: CalendarDate
  readonly calendarUnknown?: boolean
  readonly isNextYear?: boolean
}

export const weekdays = '一二三四五六日'
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

export function dayOf(
  y: number | undefined,
  m: string | undefined,
  d: string | undefined,
): Found | undefined {
  const [monthOf, day] = [readNumber(m ?? ''), readNumber(d ?? '')]
  if (y === undefined || monthOf === undefined || day === undefined) return undefined
  const date = CalendarDate.safeParse(
    `${String(y).padStart(4, '0')}-${String(monthOf).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
  ).data
  return date === undefined || date < '2000-01-01' || date > '2199-12-31' ? undefined : { date }
}

/** The next such day, the mail's own day included. 29 February is up to eight years away. */
export function nextDay(on: CalendarDate, m: string | undefined, d: string | undefined): Found | undefined {
  const now = Number(on.slice(0, 4))
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const found = dayOf(now + ahead, m, d)
    if (found !== undefined && found.date >= on) return { ...found, isNextYear: ahead > 0 }
  }
  return undefined
}

/** What comes in the middle of its time names days that are over: so many days back a day is none of next year's. */
const LATELY = 60

/** A day of a list without years: the next such one, or the last where that has only just been. */
export function nearestDay(on: CalendarDate, { date, isNextYear = false }: Found): CalendarDate {
  const last = isNextYear ? addMonths(date, -12) : date
  return last >= addDays(on, -LATELY) ? last : date
}

export function nextOfMonth(on: CalendarDate, d: string | undefined): Found | undefined {
  const day = readNumber(d ?? '')
  if (day === undefined || day < 1 || day > 31) return undefined
  for (let ahead = 0; ahead <= 2; ahead += 1) {
    const found = inMonth(addMonths(firstOf(on), ahead), day)
    if (found !== undefined && found >= on) return { date: found }
  }
  return undefined
}

export function dayOfMonth(on: CalendarDate, isNextMonth: boolean, d: string | undefined): Found | undefined {
  const date = inMonth(addMonths(firstOf(on), isNextMonth ? 1 : 0), readNumber(d ?? '') ?? 0)
  return date === undefined ? undefined : { date }
}

function inMonth(first: CalendarDate, day: number): CalendarDate | undefined {
  return CalendarDate.safeParse(`${first.slice(0, 8)}${String(day).padStart(2, '0')}`).data
}

function firstOf(on: CalendarDate): CalendarDate {
  return CalendarDate.parse(`${on.slice(0, 8)}01`)
}

export function lastOfMonth(on: CalendarDate, isNextMonth: boolean): CalendarDate {
  return addDays(addMonths(firstOf(on), isNextMonth ? 2 : 1), -1)
}

export function lastOf(on: CalendarDate, m: string | undefined): Found | undefined {
  const first = nextDay(firstOf(on), m, '1')
  return first === undefined ? undefined : { ...first, date: lastOfMonth(first.date, false) }
}

/** 上旬, 中旬, 下旬: the tenth, the twentieth, the end of a month; before one begins, the end of the one before. */
export function lastOfThird(
  on: CalendarDate,
  m: string | undefined,
  third: string | undefined,
  isBefore: boolean,
): Found | undefined {
  const first = nextDay(firstOf(on), m, '1')?.date
  if (first === undefined) return undefined
  const nth = '上中下'.indexOf(third ?? '') - (isBefore ? 1 : 0)
  if (nth === 2) return { date: lastOfMonth(first, false) }
  return { date: addDays(first, 10 * (nth + 1) - 1) }
}

/** The last working day of a month; of this one without a word. */
export function lastWorkingDay(
  { on, overrides }: Asked,
  which: string | undefined,
  m: string | undefined,
): Found | undefined {
  const last = m === undefined ? lastOfMonth(on, isNext(which)) : lastOf(on, m)?.date
  return last === undefined ? undefined : { date: workingDayUpTo(last, overrides) }
}

export function isNext(which: string | undefined): boolean {
  return which !== undefined && /^[下次]/.test(which)
}

/** 周五 is the next Friday, 本周五 this week's, 下周五 next week's; weeks begin on Monday. 周末 ends on Sunday. */
export function weekday(
  on: CalendarDate,
  which: string | undefined,
  written: string | undefined,
): Found | undefined {
  const day = written === '末' || written === '天' ? 7 : weekdays.indexOf(written ?? '') + 1
  if (day === 0) return undefined
  const monday = addDays(on, 1 - dayOfWeek(on))
  const weeks = which === '下下' ? 2 : which === '下' || which === '次' ? 1 : 0
  const date = addDays(monday, 7 * weeks + day - 1)
  return { date: which === undefined && date < on ? addDays(date, 7) : date }
}

export function later(on: CalendarDate, days: number | undefined): Found | undefined {
  return days === undefined || days < 1 || days > 366 ? undefined : { date: addDays(on, days) }
}

export function workingDays({ on, overrides }: Asked, many: string | undefined): Found | undefined {
  const days = readNumber(many ?? '')
  if (days === undefined || days < 1 || days > 100) return undefined
  const date = workingDaysAfter(on, days, overrides)
  if (date === undefined) return undefined
  const years = [Number(on.slice(0, 4)), Number(date.slice(0, 4))]
  return { date, calendarUnknown: !years.every(isCalendarKnown) }
}

export function english(
  on: CalendarDate,
  y: string | undefined,
  m: string | undefined,
  d: string | undefined,
): Found | undefined {
  const nth = String(months.indexOf((m ?? '').slice(0, 3).toLowerCase()) + 1)
  return y === undefined ? nextDay(on, nth, d) : dayOf(Number(y), nth, d)
}

export function englishNumber(written: string | undefined): string {
  const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
  const at = words.indexOf((written ?? '').toLowerCase())
  return at === -1 ? (written ?? '') : String(at)
}
