import { monthOf } from '../../shared/domain/calendar-month.ts'
import type { EffectDate } from '../../shared/domain/notice-effect.ts'
import { isStockClass, type PartsOrderClass } from '../../shared/domain/parts-order-class.ts'
import { addMonths, type CalendarDate } from '../../shared/domain/time.ts'
import type { NoticeFacts } from './fact-sheet.ts'

/** Calendars come some weeks ahead, at most that of a year; what lies beyond is a slip of the pen. */
const MOST_MONTHS_AHEAD = 14

/**
 * What becomes of each day that an order calendar names, in order. Stock orders are those of the planner's duty; where the
 * calendar names no class at all, all of its days are theirs. Of a calendar that names classes a day without one may be
 * anything. Pure.
 */
export function orderDaysIn(
  { orderDates }: Pick<NoticeFacts, 'orderDates'>,
  { today, classes }: { readonly today: CalendarDate; readonly classes: readonly PartsOrderClass[] },
): EffectDate[] {
  const namesClasses = orderDates.some(({ orderClass }) => orderClass !== undefined)
  const last = addMonths(today, MOST_MONTHS_AHEAD)
  const useOf = (date: CalendarDate, orderClass: string | undefined): EffectDate['use'] => {
    if (orderClass === undefined && namesClasses) return 'without-class'
    if (orderClass !== undefined && !isStockClass(orderClass, classes)) return 'other-class'
    if (date < today) return 'past'
    return date > last ? 'too-far-ahead' : 'ordering-day'
  }
  return orderDates
    .map(({ date, orderClass }) => ({ date, orderClass, use: useOf(date, orderClass) }))
    .sort((a, b) => (a.date < b.date ? -1 : 1))
}

/**
 * The days that the duty takes over: of this month also those that are over, so that the rest of it is the calendar's alone,
 * and no day of the rule's stays that the calendar does not name.
 */
export function daysToName(dates: readonly EffectDate[], today: CalendarDate): CalendarDate[] {
  return dates.flatMap(({ date, use }) =>
    use === 'ordering-day' || (use === 'past' && monthOf(date) === monthOf(today)) ? [date] : [],
  )
}
