import { isErased, type Customer, type CustomerRecord } from '../../shared/domain/customer.ts'
import { NotFound, Refused } from '../../shared/runtime/errors.ts'

/**
 * The customer, if the department still deals with somebody under this record.
 * @throws NotFound, Refused `customer-merged` (with the record that counts) or `customer-erased`
 */
export function asDealtWith(record: CustomerRecord | undefined): Customer {
  if (record === undefined) throw new NotFound()
  if (isErased(record)) throw new Refused('customer-erased')
  if (record.state === 'merged') throw new Refused('customer-merged', { existing: record.mergedInto })
  return record
}
