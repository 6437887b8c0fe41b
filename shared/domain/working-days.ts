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

/** The date itself if it is a working day, else the next one. Looks no further than 30 days. */
export function workingDayFrom(
  date: CalendarDate,
  overrides: readonly WorkingDayOverride[] = [],
): CalendarDate {
  let day = date
  for (let step = 0; step < 30; step += 1) {
    if (isWorkingDay(day, overrides)) return day
    day = addDays(day, 1)
  }
  return date
}
