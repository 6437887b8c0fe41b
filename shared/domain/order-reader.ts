import type { Customer } from './customer.ts'
import type { Recipient } from './message.ts'
import type { RepairOrder } from './order.ts'
import type { Vehicle } from './vehicle.ts'

/** Who is written to about an order. */
export interface OrderReader {
  readonly recipient: Recipient
  readonly name: string
  readonly gender?: Customer['gender']
  readonly mobile: Customer['mobile']
}

/**
 * Who brings the car (送修人), if they left a number, else its owner. Undefined: nobody who can be written to.
 * @param owner whom the owner's record belongs to now
 */
export function readerOf(
  { orderId, contact }: Pick<RepairOrder, 'orderId' | 'contact'>,
  vehicle: Pick<Vehicle, 'customerId'> | undefined,
  owner: Pick<Customer, 'name' | 'gender' | 'mobile'> | undefined,
): OrderReader | undefined {
  const { presenter } = contact ?? {}
  if (presenter?.mobile !== undefined) {
    return { recipient: { kind: 'presenter', id: orderId }, name: presenter.name, mobile: presenter.mobile }
  }
  if (vehicle === undefined || owner === undefined) return undefined
  const { name, gender, mobile } = owner
  // As the vehicle names the owner, so that a merge in between does not look like another owner.
  return { recipient: { kind: 'customer', id: vehicle.customerId }, name, gender, mobile }
}
