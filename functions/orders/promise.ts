import { MOST_PROMISES, type DeliveryPromise } from '../../shared/domain/order-papers.ts'
import type { RepairOrder } from '../../shared/domain/order.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import type { FieldFault } from '../../shared/runtime/errors.ts'

/** Half a year: nobody can promise further ahead, and a slip of the year is caught. */
const FURTHEST_DAYS = 180

/** Times that cannot be promised or agreed. */
export function timeAheadFaults(path: string, at: Instant | undefined, now: Instant): FieldFault[] {
  if (at === undefined) return []
  if (at <= now) return [{ path, reason: 'in-the-past' }]
  return at > addMinutes(now, FURTHEST_DAYS * 24 * 60) ? [{ path, reason: 'too-far-ahead' }] : []
}

/**
 * The order with a promise of when the car is ready. The same instant again is no change; every other one is numbered,
 * so that the customer is told of each of them once.
 */
export function withPromise(
  order: RepairOrder,
  promisedAt: Instant | undefined,
  stamp: Stamp,
  reason?: string,
): RepairOrder {
  if (promisedAt === undefined || promisedAt === order.promise?.at) return order
  const change = { promisedAt, reason, ...stamp }
  const promise: DeliveryPromise = {
    at: promisedAt,
    number: (order.promise?.number ?? 0) + 1,
    changes: [...(order.promise?.changes ?? []), change].slice(-MOST_PROMISES),
  }
  return { ...order, promise }
}
