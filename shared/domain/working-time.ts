import type { Dealer } from './dealer.ts'
import {
  addDays,
  addMinutes,
  dateIn,
  epochMilliseconds,
  instantAt,
  type CalendarDate,
  type Instant,
} from './time.ts'
import type { TimeOfDay, Zone } from './time.ts'
import { isWorkingDay, type WorkingDayOverride } from './working-days.ts'

/** When a dealer is open: from opening to closing, local time, on its working days. */
export interface OpeningHours {
  readonly zone: Zone
  readonly workingDayOverrides: readonly WorkingDayOverride[]
  readonly openingTime: TimeOfDay
  readonly closingTime: TimeOfDay
}

export function openingHoursOf({ zone, settings }: Pick<Dealer, 'zone' | 'settings'>): OpeningHours {
  const { workingDayOverrides, openingTime, closingTime } = settings
  return { zone, workingDayOverrides, openingTime, closingTime }
}

/** Minutes of opening hours that lie between two instants. */
export function openMinutesBetween(from: Instant, until: Instant, hours: OpeningHours): number {
  let minutes = 0
  for (const { opens, closes } of openDays(from, hours)) {
    if (opens >= until) break
    const begins = opens > from ? opens : from
    const ends = closes < until ? closes : until
    minutes += Math.max(0, epochMilliseconds(ends) - epochMilliseconds(begins)) / 60_000
  }
  return minutes
}

/** A dealer without one open day in so many has none at all. */
const MOST_DAYS_CLOSED = 60

/**
 * End of the working day: closing time of the day, and of the next open day for what begins after closing or on a day
 * without work.
 */
export function endOfWorkingDay(from: Instant, hours: OpeningHours): Instant {
  for (const { closes } of openDays(from, hours)) if (closes > from) return closes
  return from
}

/** The instant at which so many minutes of opening hours have passed. Outside of them no time passes. */
export function afterOpenMinutes(from: Instant, minutes: number, hours: OpeningHours): Instant {
  let left = minutes
  for (const { opens, closes } of openDays(from, hours)) {
    const begins = opens > from ? opens : from
    const open = Math.max(0, epochMilliseconds(closes) - epochMilliseconds(begins)) / 60_000
    if (left < open || (left === open && open > 0)) return addMinutes(begins, left)
    left -= open
  }
  return addMinutes(from, minutes)
}

/** The open days from the one of an instant on, as long as it is asked. One that closes before it opens is none. */
function* openDays(
  from: Instant,
  { zone, workingDayOverrides, openingTime, closingTime }: OpeningHours,
): Generator<{ readonly opens: Instant; readonly closes: Instant }> {
  let closedFor = 0
  for (let day: CalendarDate = dateIn(from, zone); closedFor < MOST_DAYS_CLOSED; day = addDays(day, 1)) {
    if (openingTime < closingTime && isWorkingDay(day, workingDayOverrides)) {
      closedFor = 0
      yield { opens: instantAt(day, openingTime, zone), closes: instantAt(day, closingTime, zone) }
    } else closedFor += 1
  }
}
