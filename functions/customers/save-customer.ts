import type * as z from 'zod'
import { newCustomer, type Customer } from '../../shared/domain/customer.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { idFor } from '../../shared/domain/ids.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { asSeen } from '../../shared/http/etag.ts'
import type { createCustomer } from '../../shared/http/routes/customers.ts'
import { FieldsInvalid, NotFound, Refused } from '../../shared/runtime/errors.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { customerRecord, formerMobileWrites } from '../../shared/store/customers.ts'
import { takeName } from '../../shared/store/guards.ts'
import { asWritten } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { asDealtWith } from './as-dealt-with.ts'
import { birthdayFaults, changedBy, type CustomerChange } from './change-customer.ts'
import type { CustomerRecords } from '../../shared/store/customer-records.ts'

/** In whose name a customer is saved, and what else belongs into the transaction. */
export interface CustomerRequest {
  readonly store: CustomerRecords
  readonly dealerId: string
  readonly stamp: Stamp
  readonly also: (saved: Customer) => readonly Write[]
}

/**
 * Takes a customer in, under the number given or a new one.
 * @throws NotFound when there is no such dealer, FieldsInvalid, Refused `already-exists`, Contested
 */
export async function saveNew(
  { store, dealerId, stamp, also }: CustomerRequest,
  { number: given, ...told }: z.output<(typeof createCustomer)['body']>,
  newNumber: () => string,
): Promise<Customer> {
  const { saved } = await untilCommitted(store, async () => {
    const number = given ?? newNumber()
    const [dealer, behind] = await Promise.all([
      store.dealers.byId(dealerId),
      store.guards.idsBehind(dealerId, 'customer-number', [number]),
    ])
    refuseFutureBirthday(dealer, told, stamp)
    const existing = behind.get(number)
    // Two of our own numbers that meet are nobody's fault: the guard refuses the second, and another one is made.
    if (existing !== undefined && given !== undefined) throw new Refused('already-exists', { existing })
    const customerId = idFor('customer', dealerId, number)
    const after = newCustomer({ ...told, dealerId, customerId, number }, stamp)
    const customer = asWritten(undefined, after, stamp)
    return {
      saved: customer,
      writes: [
        ...changeWrites(
          customerRecord,
          { id: customerId, action: 'created', before: undefined, after },
          stamp,
        ),
        takeName(dealerId, 'customer-number', number, customerId, stamp),
        ...also(customer),
      ],
    }
  })
  return saved
}

/**
 * Changes a customer in the version that the caller has seen.
 * @throws NotFound, Stale, FieldsInvalid, Refused, Contested
 */
export async function saveChange(
  { store, dealerId, stamp, also }: CustomerRequest,
  { customerId, version }: { customerId: string; version: number },
  change: CustomerChange,
): Promise<Customer> {
  if (change.birthday) refuseFutureBirthday(await store.dealers.byId(dealerId), change, stamp)
  const { saved } = await untilCommitted(store, async () => {
    const before = asDealtWith(await store.customers.recordById(dealerId, customerId))
    const after = changedBy(asSeen(before, version), change, stamp)
    const customer = asWritten(before, after, stamp)
    return {
      saved: customer,
      writes: [
        ...changeWrites(customerRecord, { id: customerId, action: 'changed', before, after }, stamp),
        ...formerMobileWrites(before, after, stamp),
        ...also(customer),
      ],
    }
  })
  return saved
}

/** @throws NotFound when there is no such dealer, FieldsInvalid */
function refuseFutureBirthday(
  dealer: Dealer | undefined,
  told: Pick<CustomerChange, 'birthday'>,
  stamp: Stamp,
): void {
  if (dealer === undefined) throw new NotFound()
  const faults = birthdayFaults(told, dateIn(stamp.at, dealer.zone))
  if (faults.length > 0) throw new FieldsInvalid(faults)
}
