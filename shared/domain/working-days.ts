import chineseDays from 'chinese-days'
import * as z from 'zod'
import { addDays, CalendarDate, dayOfWeek } from './time.ts'

/** A dealer's own word on a day, above the State Council's calendar. */
export const WorkingDayOverride = z.object({ date: CalendarDate, working: z.boolean() })
export type WorkingDayOverride = z.infer<typeof WorkingDayOverride>

/** The State Council's days off and make-up workdays (调休), unless the dealer says otherwise for the day. */
export function isWorkingDay(date: CalendarDate, overrides: readonly WorkingDayOverride[] = []): boolean {
  return overrides.find((override) => override.date === date)?.working ?? isWorkingDayForAll(date)
}

/**
 * Whether the yearly calendar of that year is known: National Day is in each. Without it only Monday to Friday
 * are known to be working days.
 */
export function isCalendarKnown(year: number): boolean {
  return proclaimed(CalendarDate.parse(`${String(year)}-10-01`)) !== undefined
}

function isWorkingDayForAll(date: CalendarDate): boolean {
  return proclaimed(date) ?? dayOfWeek(date) <= 5
}

/**
 * What the yearly notice says of a day; undefined where it says nothing. Only the notice is asked of
 * `chinese-days`: its own weekdays are those of the machine's zone and a day late west of Greenwich. It names
 * a day of the notice "English,中文,days", every other one by its weekday.
 */
function proclaimed(date: CalendarDate): boolean | undefined {
  const { work, name } = chineseDays.getDayDetail(date)
  return name.includes(',') ? work : undefined
}

/** A holiday with the weekends around it is never longer. */
const LONGEST_REST_DAYS = 30

/** The date itself if it is a working day, else the next one; the date when there is none within 30 days. */
export function workingDayFrom(
  date: CalendarDate,
  overrides: readonly WorkingDayOverride[] = [],
): CalendarDate {
  return nearest(date, 1, overrides)
}

/** The date itself if it is a working day, else the one before; the date when there is none within 30 days. */
export function workingDayUpTo(
  date: CalendarDate,
  overrides: readonly WorkingDayOverride[] = [],
): CalendarDate {
  return nearest(date, -1, overrides)
}

/** A dealer that overrides every day of a year has no working days: the count ends. */
const MOST_REST_DAYS = 400

/**
 * The last of so many working days after a date, which is not counted itself. Undefined where a year goes by without
 * one.
 */
export function workingDaysAfter(
  date: CalendarDate,
  count: number,
  overrides: readonly WorkingDayOverride[] = [],
): CalendarDate | undefined {
  let day = date
  let rested = 0
  for (let left = count; left > 0 && rested < MOST_REST_DAYS;) {
    day = addDays(day, 1)
    if (isWorkingDay(day, overrides)) {
      left -= 1
      rested = 0
    } else rested += 1
  }
  return rested < MOST_REST_DAYS ? day : undefined
}

function nearest(date: CalendarDate, step: 1 | -1, overrides: readonly WorkingDayOverride[]): CalendarDate {
  for (let away = 0; away < LONGEST_REST_DAYS; away += 1) {
    const day = addDays(date, step * away)
    if (isWorkingDay(day, overrides)) return day
  }
  return date
}
