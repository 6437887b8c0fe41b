import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import { vinsOf } from '../../shared/domain/vehicle.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { campaignVehicleRecord, markName } from '../../shared/store/campaigns.ts'
import { vehicleOfOrder } from '../../shared/store/vehicle-of-order.ts'
import { informed } from './call-steps.ts'
import type { CallContext } from './change-call.ts'
import type { PlannedCall } from './save-reached.ts'

/**
 * The owner of a recalled car was told of the recall, and perhaps has booked a visit: the recall knows it of the car.
 * @throws Refused, FieldsInvalid when the order is not the car's
 */
export async function told(
  call: FollowUpCall,
  body: { readonly bookedOrderId?: string | undefined; readonly remark?: string | undefined },
  context: CallContext,
): Promise<PlannedCall> {
  const after = informed(call, body, context)
  const { store, dealer, stamp } = context
  const { dealerId } = dealer
  const { bookedOrderId } = body
  const [vehicle, order] = await Promise.all([
    vehicleOfOrder(store, dealerId, call.vehicleId),
    bookedOrderId === undefined ? undefined : store.orders.byId(dealerId, bookedOrderId),
  ])
  const isOfCar =
    order === undefined
      ? bookedOrderId === undefined
      : [call.vehicleId, vehicle?.vehicleId].includes(order.vehicleId)
  if (!isOfCar) throw new FieldsInvalid([{ path: 'body.bookedOrderId', reason: 'not-a-choice' }])
  const { campaignId } = call
  if (vehicle === undefined || campaignId === undefined) return { call: after, writes: [] }
  const marks = await store.campaigns.marks(
    dealerId,
    vinsOf(vehicle).map((vin) => markName({ campaignId, vin })),
  )
  const writes = [...marks].flatMap(([id, before]) =>
    changeWrites(
      campaignVehicleRecord,
      { id, action: 'informed', before, after: { ...before, informedAt: before.informedAt ?? stamp.at } },
      stamp,
    ),
  )
  return { call: after, writes }
}
