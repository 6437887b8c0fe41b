import { dateIn, timeIn, type CalendarDate, type Instant, type Zone } from '../domain/time.ts'

/** `12月7日`; for days so near that nobody asks for the year. */
export function monthAndDay(date: CalendarDate): string {
  const [, month, day] = date.split('-')
  return `${Number(month)}月${Number(day)}日`
}

/** `12月7日17:30`, by the clock on the reader's wall. */
export function dayAndTime(at: Instant, zone: Zone): string {
  return `${monthAndDay(dateIn(at, zone))}${timeIn(at, zone)}`
}
