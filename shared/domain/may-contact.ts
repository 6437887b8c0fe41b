import type { Consent } from './consent.ts'
import type { Suppression } from './contact-point.ts'
import type { Customer } from './customer.ts'
import type { Dealer } from './dealer.ts'
import type { ContactPurpose } from './purpose.ts'

export interface ContactFacts {
  readonly customer: Pick<Customer, 'mobile'> | undefined
  /** The word of the number's holder on this purpose. */
  readonly consent: Pick<Consent, 'state'> | undefined
  readonly suppression: Pick<Suppression, 'code'> | undefined
}

export type ContactRefusal = 'customer-unknown' | 'sms-off' | 'address-suppressed' | 'no-consent' | 'refused'

export type ContactVerdict =
  | { readonly allowed: true; readonly mobile: Customer['mobile'] }
  | { readonly allowed: false; readonly reason: ContactRefusal }

/**
 * What the repair contract, or the appointment that the customer made, itself asks for needs no consent (Personal
 * Information Protection Law, Art. 13).
 */
const contractual: ReadonlySet<ContactPurpose> = new Set<ContactPurpose>([
  'appointment-reminders',
  'repair-status',
])

/**
 * What the safety of people and the manufacturer's duty ask for, with whose recall a dealer must help: neither is there to
 * consent to, nor is it refused with other messages (Personal Information Protection Law, Art. 13 (1) no. 3 and 4;
 * Regulations on the Recall of Defective Automobile Products, Art. 11: 经营者协助生产者实施召回).
 */
const ofSafety: ReadonlySet<ContactPurpose> = new Set<ContactPurpose>(['recall-notices'])

/**
 * Whether a customer may get an SMS of class `service` or `safety`, and why not. Beyond what a contract asks for, nothing is sent
 * without the consent of the number's holder to this purpose, and a refusal ends all of it (MIIT Order 31 of 2015,
 * Art. 18; Personal Information Protection Law, Art. 13–15).
 */
export function mayContact(
  purpose: ContactPurpose,
  dealer: Pick<Dealer, 'settings'>,
  { customer, consent, suppression }: ContactFacts,
): ContactVerdict {
  if (customer === undefined) return { allowed: false, reason: 'customer-unknown' }
  if (dealer.settings.smsOff.includes(purpose)) return { allowed: false, reason: 'sms-off' }
  if (!ofSafety.has(purpose)) {
    if (consent?.state === 'refused') return { allowed: false, reason: 'refused' }
    const given = consent?.state === 'given' || contractual.has(purpose)
    if (!given) return { allowed: false, reason: 'no-consent' }
  }
  if (suppression !== undefined) return { allowed: false, reason: 'address-suppressed' }
  return { allowed: true, mobile: customer.mobile }
}
