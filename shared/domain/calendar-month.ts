import * as z from 'zod'
import { addDays, addMonths, CalendarDate } from './time.ts'

/** A calendar month `YYYY-MM` that a department's books may name, without zone. */
export const CalendarMonth = z
  .string()
  .regex(/^(19[5-9]\d|20\d\d|21[0-4]\d)-(0[1-9]|1[0-2])$/)
  .brand<'CalendarMonth'>()
export type CalendarMonth = z.infer<typeof CalendarMonth>

export function monthOf(date: CalendarDate): CalendarMonth {
  return CalendarMonth.parse(date.slice(0, 7))
}

export function firstDayOf(month: CalendarMonth): CalendarDate {
  return CalendarDate.parse(`${month}-01`)
}

export function lastDayOf(month: CalendarMonth): CalendarDate {
  return addDays(addMonths(firstDayOf(month), 1), -1)
}

export function monthBefore(month: CalendarMonth): CalendarMonth {
  return monthOf(addDays(firstDayOf(month), -1))
}

/** From the first to the last, both among them; none when the last is before the first. */
export function daysFrom(first: CalendarDate, last: CalendarDate): CalendarDate[] {
  const days: CalendarDate[] = []
  for (let date = first; date <= last; date = addDays(date, 1)) days.push(date)
  return days
}
