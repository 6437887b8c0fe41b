import type * as z from 'zod'
import type { RepairOrder } from '../../shared/domain/order.ts'
import { repairOrderMachine } from '../../shared/domain/repair-order-machine.ts'
import type { changeOrder } from '../../shared/http/routes/orders.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import type { OrderContext } from './save-order.ts'

/**
 * The order with the fields that were sent put right; null takes one away. Lines keep their payer.
 * @throws Refused, FieldsInvalid
 */
export async function amend(
  order: RepairOrder,
  body: z.infer<typeof changeOrder.body>,
  { store, dealer, stamp }: OrderContext,
): Promise<RepairOrder> {
  const status = stateAfter(repairOrderMachine, order.status, 'change')
  const { kind = order.kind, settlement = order.settlement, advisorId, presenter, complaint, reworkOf } = body
  const { campaignCode, rescued } = body
  if (typeof reworkOf === 'string') {
    const earlier = await store.orders.byId(dealer.dealerId, reworkOf)
    if (earlier?.vehicleId !== order.vehicleId || reworkOf === order.orderId) {
      throw new FieldsInvalid([{ path: 'body.reworkOf', reason: 'not-a-choice' }])
    }
  }
  return {
    ...order,
    status,
    kind,
    settlement,
    ...(advisorId === undefined ? {} : { advisorId: advisorId ?? undefined }),
    ...(presenter === undefined ? {} : { contact: presenter === null ? undefined : { presenter } }),
    ...(complaint === undefined || complaint === order.intake?.complaint
      ? {}
      : { intake: { complaint, ...stamp } }),
    ...(campaignCode === undefined ? {} : { campaignCode: campaignCode ?? undefined }),
    ...(rescued === undefined ? {} : { rescued: rescued ? true : undefined }),
    ...(reworkOf === undefined ? {} : { rework: { orderId: reworkOf ?? undefined, because: 'said' } }),
  }
}
