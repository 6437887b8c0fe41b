import type { RepairOrder } from '../../shared/domain/order.ts'
import { visitOfOrder } from '../../shared/domain/order.ts'
import { daysBetween, epochMilliseconds, type CalendarDate, type Instant } from '../../shared/domain/time.ts'

const DAY_MS = 86_400_000

/**
 * Days that the car has stood in the shop, each one that has begun counted whole: until its delivery, else until now.
 * Exports tell days alone: then the days between them, at least one. Undefined when the car is not there, or never came.
 */
export function daysInShop(order: RepairOrder, now: Instant, today: CalendarDate): number | undefined {
  if (visitOfOrder(order) === undefined) return undefined
  const { receivedAt, deliveredAt, receivedOn, deliveredOn } = order
  const days =
    receivedAt !== undefined && (deliveredAt !== undefined || deliveredOn === undefined)
      ? Math.ceil((epochMilliseconds(deliveredAt ?? now) - epochMilliseconds(receivedAt)) / DAY_MS)
      : daysBetween(receivedOn, deliveredOn ?? today)
  return Math.max(1, days)
}
