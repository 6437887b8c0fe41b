import * as z from 'zod'
import type { CountedOrder } from '../domain/counted-order.ts'
import { OrderId } from '../domain/ids.ts'
import { RepairKind } from '../domain/order.ts'
import { CalendarDate, Instant } from '../domain/time.ts'

/**
 * A delivered order as one line of the index of keys: by the day of its delivery, with all that reports count. So a month
 * is read at a few hundred bytes an order, not at the size of its papers.
 */
export function deliveredSort(order: CountedOrder & { readonly deliveredOn: CalendarDate }): string {
  const { deliveredOn, orderId, kind, receivedOn, settledAt, promisedAt, laborFen, partsFen, totalFen } =
    order
  return [
    deliveredOn,
    orderId,
    kind,
    receivedOn,
    settledAt ?? '',
    promisedAt ?? '',
    laborFen,
    partsFen,
    totalFen,
  ].join('#')
}

const none = z.literal('').transform(() => undefined)
const fen = z.string().regex(/^\d+$/).transform(Number)
const Words = z.tuple([
  CalendarDate,
  OrderId,
  RepairKind,
  CalendarDate,
  z.union([none, Instant]),
  z.union([none, Instant]),
  fen,
  fen,
  fen,
])

export function deliveredIn(sort: string): CountedOrder {
  const [deliveredOn, orderId, kind, receivedOn, settledAt, promisedAt, laborFen, partsFen, totalFen] =
    Words.parse(sort.split('#'))
  return { deliveredOn, orderId, kind, receivedOn, settledAt, promisedAt, laborFen, partsFen, totalFen }
}
