import { getISO } from 'temporal-polyfill/fns/Calendar'
import * as TemporalInstant from 'temporal-polyfill/fns/Instant'
import * as PlainDate from 'temporal-polyfill/fns/PlainDate'
import * as PlainTime from 'temporal-polyfill/fns/PlainTime'
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime'
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

const epoch = TemporalInstant.fromEpochMilliseconds(0)

function isZone(name: string): boolean {
  try {
    TemporalInstant.toZonedDateTimeISO(epoch, name)
    return true
  } catch {
    return false
  }
}

function plain(date: CalendarDate): PlainDate.Record {
  return PlainDate.fromString(date, getISO)
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return CalendarDate.parse(PlainDate.toString(PlainDate.addDays(plain(date), days)))
}

/** Calendar months; 31 January plus one month is the last day of February. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  return CalendarDate.parse(PlainDate.toString(PlainDate.addMonths(plain(date), months)))
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return PlainDate.diffDays(plain(from), plain(to))
}

/** 1 is Monday, 7 is Sunday. */
export function dayOfWeek(date: CalendarDate): number {
  return PlainDate.dayOfWeek(plain(date))
}

function clockIn(instant: Instant, zone: Zone) {
  return TemporalInstant.toZonedDateTimeISO(TemporalInstant.fromString(instant), zone)
}

/** The calendar date that a clock on the wall in `zone` shows at `instant`. */
export function dateIn(instant: Instant, zone: Zone): CalendarDate {
  return CalendarDate.parse(PlainDate.toString(ZonedDateTime.toPlainDate(clockIn(instant, zone))))
}

/** The time of day, `HH:MM`, that a clock on the wall in `zone` shows at `instant`. */
export function timeIn(instant: Instant, zone: Zone): TimeOfDay {
  return PlainTime.toString(ZonedDateTime.toPlainTime(clockIn(instant, zone))).slice(0, 5)
}

/** The instant of a local date and time; a time that a change of the clocks skips moves forward. */
export function instantAt(date: CalendarDate, time: TimeOfDay, zone: Zone): Instant {
  const local = PlainDate.toZonedDateTime(plain(date), {
    timeZone: zone,
    plainTime: PlainTime.fromString(time),
  })
  return fromEpochMilliseconds(ZonedDateTime.toInstant(local).epochMilliseconds)
}

export function addMinutes(instant: Instant, minutes: number): Instant {
  return fromEpochMilliseconds(epochMilliseconds(instant) + minutes * 60_000)
}

export function addSeconds(instant: Instant, seconds: number): Instant {
  return fromEpochMilliseconds(epochMilliseconds(instant) + Math.round(seconds * 1000))
}

export function epochMilliseconds(instant: Instant): number {
  return TemporalInstant.fromString(instant).epochMilliseconds
}

export function fromEpochMilliseconds(milliseconds: number): Instant {
  return Instant.parse(
    TemporalInstant.toString(TemporalInstant.fromEpochMilliseconds(milliseconds), {
      smallestUnit: 'millisecond',
    }),
  )
}
