import type { Customer } from '../../shared/domain/customer.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { FieldsInvalid, type FieldFault } from '../../shared/runtime/errors.ts'
import type { Store } from '../../shared/store/store.ts'

/**
 * The customer whose a vehicle is to be; of a record that was merged it is the one that counts.
 * @throws FieldsInvalid when nobody is dealt with under this id
 */
export async function ownerKnown(
  store: Pick<Store, 'customers'>,
  dealerId: string,
  given: string,
): Promise<Customer> {
  const customer = await store.customers.byId(dealerId, given)
  if (customer === undefined) throw new FieldsInvalid([{ path: 'body.customerId', reason: 'not-a-choice' }])
  return customer
}

/** What speaks against a transfer: nobody gives a car to themselves, tomorrow, or before they had it. Pure. */
export function transferFaults(
  { customerId, ownedSince, soldOn }: Pick<Vehicle, 'customerId' | 'ownedSince' | 'soldOn'>,
  to: { readonly customerId: string; readonly on: CalendarDate },
  today: CalendarDate,
): FieldFault[] {
  if (to.customerId === customerId) return [{ path: 'body.customerId', reason: 'invalid' }]
  if (to.on > today) return [{ path: 'body.on', reason: 'too-far-ahead' }]
  return to.on < (ownedSince ?? soldOn) ? [{ path: 'body.on', reason: 'too-small' }] : []
}
