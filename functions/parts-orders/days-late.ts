import { awaitedOn, type PartsOrder } from '../../shared/domain/parts-order.ts'
import { daysBetween, type CalendarDate } from '../../shared/domain/time.ts'

/** How many days ago something outstanding should have come; undefined when nothing is late. Pure. */
export function daysLate(
  order: Pick<PartsOrder, 'status' | 'expectedOn'>,
  today: CalendarDate,
): number | undefined {
  const awaited = awaitedOn(order)
  return awaited !== undefined && awaited < today ? daysBetween(awaited, today) : undefined
}
