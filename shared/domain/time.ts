import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'

/** A calendar date `YYYY-MM-DD`, without zone. */
export const CalendarDate = z.iso.date().brand<'CalendarDate'>()
export type CalendarDate = z.infer<typeof CalendarDate>

/** An instant, UTC, ISO 8601 with milliseconds: `2026-11-23T01:00:00.000Z`. Sorts as text. */
export const Instant = z.iso.datetime({ precision: 3 }).brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

/** A local time of day `HH:MM`. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
export type TimeOfDay = z.infer<typeof TimeOfDay>

/** An IANA zone, `Asia/Shanghai`. */
export const Zone = z.string().refine(isZone, { error: 'an IANA time zone' })
export type Zone = z.infer<typeof Zone>

function isZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return CalendarDate.parse(Temporal.PlainDate.from(date).add({ days }).toString())
}

/** Calendar months; 31 January plus one month is the last day of February. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  return CalendarDate.parse(Temporal.PlainDate.from(date).add({ months }).toString())
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days
}

/** 1 is Monday, 7 is Sunday. */
export function dayOfWeek(date: CalendarDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek
}

/** The calendar date that a clock on the wall in `zone` shows at `instant`. */
export function dateIn(instant: Instant, zone: Zone): CalendarDate {
  return CalendarDate.parse(Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString())
}

/** The time of day, `HH:MM`, that a clock on the wall in `zone` shows at `instant`. */
export function timeIn(instant: Instant, zone: Zone): TimeOfDay {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5)
}

/** The instant of a local date and time; a time that a change of the clocks skips moves forward. */
export function instantAt(date: CalendarDate, time: TimeOfDay, zone: Zone): Instant {
  return fromEpochMilliseconds(
    Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds,
  )
}

export function addMinutes(instant: Instant, minutes: number): Instant {
  return fromEpochMilliseconds(epochMilliseconds(instant) + minutes * 60_000)
}

export function addSeconds(instant: Instant, seconds: number): Instant {
  return fromEpochMilliseconds(epochMilliseconds(instant) + Math.round(seconds * 1000))
}

export function epochMilliseconds(instant: Instant): number {
  return Temporal.Instant.from(instant).epochMilliseconds
}

export function fromEpochMilliseconds(milliseconds: number): Instant {
  return Instant.parse(
    Temporal.Instant.fromEpochMilliseconds(milliseconds).toString({ smallestUnit: 'millisecond' }),
  )
}
