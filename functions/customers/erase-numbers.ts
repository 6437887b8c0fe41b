import { unheardOf, type ContactPoint } from '../../shared/domain/contact-point.ts'
import { mobilesOf, type Customer, type MergedCustomer } from '../../shared/domain/customer.ts'
import type { Mobile } from '../../shared/domain/mobile.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { contactPointRecord } from '../../shared/store/contact-points.ts'
import { forgetMobile } from '../../shared/store/customers.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { formerNumber, refusedNumber } from './what-stays.ts'

/**
 * What is known of a person's numbers, once the person is erased: the number of now is refused; one that the person had
 * before may be somebody else's, whose word it is then. None of them finds the person any more.
 * @param person the records of the person: they are nobody else
 */
export async function numberWrites(
  store: Pick<Store, 'contactPoints' | 'customers'>,
  record: Customer | MergedCustomer,
  person: ReadonlySet<string>,
  stamp: Stamp,
): Promise<Write[]> {
  const { dealerId, mobile } = record
  const former = mobilesOf(record).filter((each) => each !== mobile)
  const known = await store.contactPoints.byAddresses(dealerId, [mobile, ...former])
  const others = await Promise.all(former.map((each) => isSomebodyElses(store, dealerId, each, person)))
  const contact = known.get(mobile) ?? unheardOf({ dealerId, address: mobile }, stamp)
  return [
    contactPointRecord.put(refusedNumber(contact, stamp), stamp),
    ...former.flatMap((each, index) => {
      const of = known.get(each)
      return of === undefined || others[index] === true ? [] : [formerWrite(of, stamp)]
    }),
    ...mobilesOf(record).map((each) => forgetMobile(dealerId, each, record.customerId)),
  ]
}

/**
 * The numbers under which somebody who brought a car was this person: the one of now, and of the others those that
 * nobody else has by now.
 * @param mobiles the one of now first
 */
export async function numbersOfTheirs(
  store: Pick<Store, 'customers'>,
  dealerId: string,
  mobiles: readonly Mobile[],
  person: ReadonlySet<string>,
): Promise<Set<string>> {
  const others = await Promise.all(
    mobiles.slice(1).map((each) => isSomebodyElses(store, dealerId, each, person)),
  )
  return new Set(mobiles.filter((_, index) => others[index - 1] !== true))
}

async function isSomebodyElses(
  store: Pick<Store, 'customers'>,
  dealerId: string,
  mobile: Mobile,
  person: ReadonlySet<string>,
): Promise<boolean> {
  const { items } = await store.customers.ofMobile(dealerId, mobile, { limit: 1 + person.size })
  return items.some(({ customerId }) => !person.has(customerId))
}

function formerWrite(contact: ContactPoint, stamp: Stamp): Write {
  const kept = formerNumber(contact, stamp)
  return kept === undefined ? contactPointRecord.remove(contact) : contactPointRecord.put(kept, stamp)
}
