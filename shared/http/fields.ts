import { text } from '../domain/text.ts'
import { CalendarDate } from '../domain/time.ts'

/** Fields that many bodies have. */

const FIRST_DAY = '1950-01-01'
const LAST_DAY = '2149-12-31'

/** A day that a department's books may name; rules add months to it, so it stays well inside the calendar. */
export const BookDate = CalendarDate.refine((date) => date >= FIRST_DAY && date <= LAST_DAY, {
  params: { reason: 'too-far-ahead' },
})

/** What a person adds in their own words. */
export const Remark = text(500)
