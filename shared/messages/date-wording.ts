import type { CalendarDate } from '../domain/time.ts'

/** `12月7日`; for days so near that nobody asks for the year. */
export function monthAndDay(date: CalendarDate): string {
  const [, month, day] = date.split('-')
  return `${Number(month)}月${Number(day)}日`
}
