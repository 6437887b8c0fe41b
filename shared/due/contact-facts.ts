import type { ContactFacts } from '../domain/may-contact.ts'
import type { Customer } from '../domain/customer.ts'
import type { PurposeName } from '../domain/purpose.ts'
import type { Store } from '../store/store.ts'

/** What decides whether these customers may get an SMS for a purpose, by customer id: three batched reads. */
export async function smsFactsOf(
  store: Pick<Store, 'customers' | 'consents'>,
  dealerId: string,
  purpose: PurposeName,
  customerIds: Iterable<string>,
): Promise<Map<string, ContactFacts & { customer: Customer }>> {
  const customers = await store.customers.byIds(dealerId, customerIds)
  const mobiles = [...customers.values()].map(({ mobile }) => mobile)
  const [consents, suppressions] = await Promise.all([
    store.consents.ofMobiles(dealerId, purpose, 'sms', mobiles),
    store.consents.suppressionsOf(dealerId, 'sms', mobiles),
  ])
  return new Map(
    [...customers].map(([customerId, customer]) => [
      customerId,
      {
        customer,
        consent: consents.get(customer.mobile),
        suppression: suppressions.get(customer.mobile),
      },
    ]),
  )
}
