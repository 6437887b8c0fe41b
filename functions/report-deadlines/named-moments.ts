import {
  addDays,
  addMonths,
  CalendarDate,
  daysBetween,
  dayOfWeek,
  type TimeOfDay,
} from '../../shared/domain/time.ts'
import { weekdays, type RuleParts } from './read-rule.ts'

/** A day and a time of day on the clock of the wall. */
export interface Moment {
  readonly on: CalendarDate
  readonly at: TimeOfDay
}

/** A stretch of days, the last one included. */
export interface Days {
  readonly from: CalendarDate
  readonly until: CalendarDate
}

/** A rule's beginning, from which intervals are counted, and its time of day where its parts name none. */
export interface Start {
  readonly dtstart?: CalendarDate | undefined
  readonly dueTime?: TimeOfDay | undefined
}

/**
 * What a rule names in a stretch of days, in order. Each day answers for itself whether it is named, so the cost is that
 * of the stretch, wherever it lies and whether or not anything is named in it.
 */
export function namedMoments(parts: RuleParts, start: Start, { from, until }: Days): Moment[] {
  const { dtstart } = start
  const first = dtstart !== undefined && dtstart > from ? dtstart : from
  const times = timesOf(parts, start)
  const momentsIn = (days: Days): Moment[] =>
    daysOf(days)
      .filter((date) => isNamed(parts, dtstart, date))
      .flatMap((on) => times.map((at) => ({ on, at })))
  const { BYSETPOS: positions } = parts
  if (positions === undefined) return momentsIn({ from: first, until })
  return periodsOf(parts, { from: first, until })
    .flatMap((period) => picked(momentsIn(period), positions))
    .filter(({ on }) => first <= on && on <= until)
}

function timesOf({ BYHOUR, BYMINUTE = [0] }: RuleParts, { dueTime }: Start): TimeOfDay[] {
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  const named = BYHOUR?.flatMap((hour) => BYMINUTE.map((minute) => `${twoDigits(hour)}:${twoDigits(minute)}`))
  return (named ?? [dueTime ?? '00:00']).sort()
}

/** Of what a month or a year names, the first, the second, the last. */
function picked(moments: readonly Moment[], positions: readonly number[]): Moment[] {
  return moments.filter(
    (_, index) => positions.includes(index + 1) || positions.includes(index - moments.length),
  )
}

/** The whole months or years that a stretch touches. */
function periodsOf({ FREQ }: RuleParts, { from, until }: Days): Days[] {
  const periods: Days[] = []
  for (let day = from; day <= until;) {
    const { beginning, length } = FREQ === 'YEARLY' ? yearOf(day) : monthOf(day)
    periods.push({ from: beginning, until: addDays(beginning, length - 1) })
    day = addDays(beginning, length)
  }
  return periods
}

function daysOf({ from, until }: Days): CalendarDate[] {
  return Array.from({ length: Math.max(0, daysBetween(from, until) + 1) }, (_, index) => addDays(from, index))
}

/** RFC 5545, section 3.3.10: of days each part is a limit, whether the table there calls it that or an expansion. */
function isNamed(parts: RuleParts, dtstart: CalendarDate | undefined, date: CalendarDate): boolean {
  const { BYMONTH, BYMONTHDAY, BYYEARDAY, BYDAY } = withDaysOf(parts, dtstart)
  return (
    (BYMONTH?.includes(monthIn(date)) ?? true) &&
    (BYMONTHDAY === undefined || hasPlace(placeIn(monthOf(date), date), BYMONTHDAY)) &&
    (BYYEARDAY === undefined || hasPlace(placeIn(yearOf(date), date), BYYEARDAY)) &&
    (BYDAY?.some((day) => isWeekday(parts, day, date)) ?? true) &&
    isItsTurn(parts, dtstart, date)
  )
}

/** A rule that names no day means that of its beginning. */
function withDaysOf(parts: RuleParts, dtstart: CalendarDate | undefined): RuleParts {
  const { FREQ, BYMONTH, BYMONTHDAY, BYYEARDAY, BYDAY } = parts
  const named = BYMONTHDAY !== undefined || BYYEARDAY !== undefined || BYDAY !== undefined
  if (named || dtstart === undefined) return parts
  switch (FREQ) {
    case 'DAILY':
      return parts
    case 'WEEKLY':
      return { ...parts, BYDAY: [weekdayOf(dtstart)] }
    case 'MONTHLY':
      return { ...parts, BYMONTHDAY: [dayIn(dtstart)] }
    case 'YEARLY':
      return { ...parts, BYMONTH: BYMONTH ?? [monthIn(dtstart)], BYMONTHDAY: [dayIn(dtstart)] }
  }
}

/** `FR` each Friday, `2FR` the second, `-1FR` the last of the month, or of the year when no month is named. */
function isWeekday({ FREQ, BYMONTH }: RuleParts, day: string, date: CalendarDate): boolean {
  if (!day.endsWith(weekdayOf(date))) return false
  const which = Number(day.slice(0, -2))
  if (which === 0) return true
  const { forth, back } = placeIn(
    FREQ === 'YEARLY' && BYMONTH === undefined ? yearOf(date) : monthOf(date),
    date,
  )
  return which > 0 ? Math.ceil(forth / 7) === which : Math.ceil(back / 7) === -which
}

/** With an INTERVAL only each second, third … day, week, month or year counts, from the beginning on. */
function isItsTurn(
  { FREQ, INTERVAL = 1, WKST = 'MO' }: RuleParts,
  dtstart: CalendarDate | undefined,
  date: CalendarDate,
): boolean {
  if (INTERVAL === 1 || dtstart === undefined) return true
  const weekOf = (day: CalendarDate) => addDays(day, -((dayOfWeek(day) - 1 - weekdays.indexOf(WKST) + 7) % 7))
  const years = yearIn(date) - yearIn(dtstart)
  switch (FREQ) {
    case 'DAILY':
      return daysBetween(dtstart, date) % INTERVAL === 0
    case 'WEEKLY':
      return (daysBetween(weekOf(dtstart), weekOf(date)) / 7) % INTERVAL === 0
    case 'MONTHLY':
      return (years * 12 + monthIn(date) - monthIn(dtstart)) % INTERVAL === 0
    case 'YEARLY':
      return years % INTERVAL === 0
  }
}

interface Period {
  readonly beginning: CalendarDate
  /** In days. */
  readonly length: number
}

/** How many days into a period a day is, from 1, and as many from its end. */
function placeIn({ beginning, length }: Period, date: CalendarDate): { forth: number; back: number } {
  const forth = daysBetween(beginning, date) + 1
  return { forth, back: length + 1 - forth }
}

function hasPlace({ forth, back }: { forth: number; back: number }, places: readonly number[]): boolean {
  return places.includes(forth) || places.includes(-back)
}

function monthOf(date: CalendarDate): Period {
  const beginning = CalendarDate.parse(`${date.slice(0, 8)}01`)
  return { beginning, length: daysBetween(beginning, addMonths(beginning, 1)) }
}

function yearOf(date: CalendarDate): Period {
  const beginning = CalendarDate.parse(`${date.slice(0, 5)}01-01`)
  return { beginning, length: daysBetween(beginning, addMonths(beginning, 12)) }
}

function weekdayOf(date: CalendarDate): string {
  return weekdays[dayOfWeek(date) - 1] ?? ''
}

const yearIn = (date: CalendarDate) => Number(date.slice(0, 4))
const monthIn = (date: CalendarDate) => Number(date.slice(5, 7))
const dayIn = (date: CalendarDate) => Number(date.slice(8))
