import { addDays, addMonths, CalendarDate, daysBetween, dayOfWeek, type TimeOfDay } from '../time.ts'
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

/** The moments of days that are named otherwise than by the rule: at its times of day. */
export function momentsOn(parts: RuleParts, start: Start, days: readonly CalendarDate[]): Moment[] {
  const times = timesOf(parts, start)
  return days.flatMap((on) => times.map((at) => ({ on, at })))
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
    (BYMONTHDAY?.some((place) => isAt(place, dayIn(date), () => monthOf(date))) ?? true) &&
    (BYYEARDAY?.some((place) => isAt(place, dayOfYear(date), () => yearOf(date))) ?? true) &&
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
function isWeekday({ FREQ, BYMONTH }: RuleParts, named: string, date: CalendarDate): boolean {
  if (!named.endsWith(weekdayOf(date))) return false
  const which = Number(named.slice(0, -2))
  if (which === 0) return true
  const ofYear = FREQ === 'YEARLY' && BYMONTH === undefined
  const day = ofYear ? dayOfYear(date) : dayIn(date)
  const left = () => (ofYear ? yearOf(date) : monthOf(date)).length - day + 1
  return which > 0 ? Math.ceil(day / 7) === which : Math.ceil(left() / 7) === -which
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

/** Whether a place is that of the nth day of a period; counted from its end it is negative, and its length is asked for. */
function isAt(place: number, nth: number, period: () => Period): boolean {
  return place > 0 ? place === nth : place + period().length + 1 === nth
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

function dayOfYear(date: CalendarDate): number {
  return daysBetween(yearOf(date).beginning, date) + 1
}

const yearIn = (date: CalendarDate) => Number(date.slice(0, 4))
const monthIn = (date: CalendarDate) => Number(date.slice(5, 7))
const dayIn = (date: CalendarDate) => Number(date.slice(8))
