import type { RepairOrder } from '../domain/order.ts'

/** Why nobody is reminded of the time any more that was agreed for an order; undefined: the car is expected then. Pure. */
export function appointmentOver(
  order: Pick<RepairOrder, 'status' | 'appointmentAt'> | undefined,
  agreedAt: string,
): 'order-unknown' | 'cancelled-since' | 'no-show' | 'arrived-since' | 'rescheduled-since' | undefined {
  if (order === undefined) return 'order-unknown'
  switch (order.status) {
    case 'cancelled':
      return 'cancelled-since'
    case 'no_show':
      return 'no-show'
    case 'appointment':
      return order.appointmentAt === agreedAt ? undefined : 'rescheduled-since'
    case 'received':
    case 'estimated':
    case 'authorized':
    case 'in_work':
    case 'awaiting_customer':
    case 'quality_check':
    case 'checked':
    case 'invoiced':
    case 'delivered':
      return 'arrived-since'
  }
}
