import type { RepairOrder } from '../../shared/domain/order.ts'
import { isRework } from './rework.ts'
import type { OrderContext } from './save-order.ts'

/**
 * The order with the earlier one that it seems to mend again. What a person has said of it stands. The vehicle keeps
 * its last visits, so the orders behind them are read by their keys, as they are now.
 */
export async function withRework(
  order: RepairOrder,
  { store, dealer, vehicle, today }: OrderContext,
): Promise<RepairOrder> {
  if (order.rework?.because === 'said' || vehicle === undefined) return order
  const visits = vehicle.visits.filter(({ orderId }) => orderId !== order.orderId)
  const earlier = await store.orders.byIds(
    dealer.dealerId,
    visits.map(({ orderId }) => orderId),
  )
  const { reworkDays: withinDays } = dealer.settings.repairs
  const verdict = isRework(order, [...earlier.values()], { withinDays, today })
  const { rework: _, ...rest } = order
  return verdict.rework ? { ...rest, rework: { orderId: verdict.orderId, because: verdict.because } } : rest
}
