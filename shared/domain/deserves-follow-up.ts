import type { RepairOrder } from './order.ts'
import type { Vehicle } from './vehicle.ts'

export type FollowUpVerdict =
  { readonly deserved: true } | { readonly deserved: false; readonly reason: FollowUpWithheld }

/** Why nobody is called after a delivery. */
export type FollowUpWithheld =
  /** There is no record of the car, so nobody knows whom to call. */
  | 'vehicle-unknown'
  /** The car was not yet its owner's: it was looked over before it was handed to them. */
  | 'before-sale'
  /** Sold, scrapped, moved away, or its owner wants to be known no longer. */
  | 'vehicle-gone'

/**
 * Whether the customer is called after a visit. Repairs and services of all kinds deserve it, whoever pays: the insurer's
 * and the manufacturer's customers too were the ones who waited. Pure.
 */
export function deservesFollowUp(
  { deliveredOn }: Pick<RepairOrder, 'deliveredOn'>,
  vehicle: Pick<Vehicle, 'soldOn' | 'status'> | undefined,
): FollowUpVerdict {
  if (vehicle === undefined) return { deserved: false, reason: 'vehicle-unknown' }
  if (deliveredOn !== undefined && deliveredOn <= vehicle.soldOn)
    return { deserved: false, reason: 'before-sale' }
  return vehicle.status === 'active' ? { deserved: true } : { deserved: false, reason: 'vehicle-gone' }
}
