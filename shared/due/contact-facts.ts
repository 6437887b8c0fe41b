import { consentOn, suppressionOn } from '../domain/contact-point.ts'
import type { ContactFacts } from '../domain/may-contact.ts'
import type { Customer } from '../domain/customer.ts'
import type { ContactPurpose } from '../domain/purpose.ts'
import type { JobStore } from '../store/job-store.ts'

/** What decides whether these customers may get an SMS for a purpose, by customer id: two batched reads. */
export async function smsFactsOf(
  store: Pick<JobStore, 'customers' | 'contactPoints'>,
  dealerId: string,
  purpose: ContactPurpose,
  customerIds: Iterable<string>,
): Promise<Map<string, ContactFacts & { customer: Customer }>> {
  const customers = await store.customers.byIds(dealerId, customerIds)
  const mobiles = [...customers.values()].map(({ mobile }) => mobile)
  const contacts = await store.contactPoints.byAddresses(dealerId, mobiles)
  return new Map(
    [...customers].map(([customerId, customer]) => [
      customerId,
      {
        customer,
        consent: consentOn(contacts.get(customer.mobile), purpose, 'sms'),
        suppression: suppressionOn(contacts.get(customer.mobile), 'sms'),
      },
    ]),
  )
}
