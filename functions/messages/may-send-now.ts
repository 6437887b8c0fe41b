import type { Customer } from '../../shared/domain/customer.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { mayContact, type ContactFacts } from '../../shared/domain/may-contact.ts'
import type { Message } from '../../shared/domain/message.ts'
import { PurposeName } from '../../shared/domain/purpose.ts'
import { sendAfter } from '../../shared/domain/send-window.ts'
import { isEmployed, type Staff } from '../../shared/domain/staff.ts'
import { dateIn, type Instant } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { openVisit } from '../../shared/domain/visits.ts'
import { nextService } from '../../shared/due/plans/maintenance-reminders.ts'
import { governingCover } from '../../shared/domain/policy.ts'

/** What may have changed since the message was decided. */
export interface SendFacts extends ContactFacts {
  readonly dealer: Dealer
  /** Whom the recipient's record belongs to now: it may have been merged into another one. */
  readonly customer: Pick<Customer, 'customerId' | 'mobile'> | undefined
  /** The vehicle that the message is about. */
  readonly vehicle: Vehicle | undefined
  /** The member of staff that the message is for. */
  readonly staff: Staff | undefined
}

export type SendVerdict =
  | { readonly kind: 'send'; readonly address: string }
  /** Nobody is to be disturbed at this hour. */
  | { readonly kind: 'defer'; readonly until: Instant }
  | { readonly kind: 'suppress'; readonly reason: string }

/**
 * The check at the moment of sending: came in since, sold since, renewed since, refused since. The address is
 * the one of now, so a number that was changed meanwhile gets the message.
 */
export function maySendNow(message: Message, facts: SendFacts, now: Instant): SendVerdict {
  return message.recipient.kind === 'staff'
    ? maySendToStaff(facts, now)
    : maySendToCustomer(message, facts, now)
}

function maySendToStaff({ dealer, staff, suppression }: SendFacts, now: Instant): SendVerdict {
  if (staff === undefined || !isEmployed(staff, dateIn(now, dealer.zone))) {
    return { kind: 'suppress', reason: 'staff-left' }
  }
  if (staff.email === undefined) return { kind: 'suppress', reason: 'no-mail-address' }
  if (suppression !== undefined) return { kind: 'suppress', reason: 'address-suppressed' }
  return { kind: 'send', address: staff.email }
}

function maySendToCustomer(message: Message, facts: SendFacts, now: Instant): SendVerdict {
  const { dealer, vehicle, customer } = facts
  const purpose = PurposeName.safeParse(message.purpose)
  if (!purpose.success) return { kind: 'suppress', reason: 'purpose-unknown' }
  if (vehicle === undefined) return { kind: 'suppress', reason: 'vehicle-unknown' }
  if (vehicle.status !== 'active') return { kind: 'suppress', reason: `vehicle-${vehicle.status}` }
  const { customerId: owner } = vehicle
  if (owner !== message.recipient.id && owner !== customer?.customerId) {
    return { kind: 'suppress', reason: 'owner-changed' }
  }
  const change = changedSince(purpose.data, message, vehicle, dealer, now)
  if (change !== undefined) return { kind: 'suppress', reason: change }
  const verdict = mayContact(purpose.data, dealer, facts)
  if (!verdict.allowed) return { kind: 'suppress', reason: verdict.reason }
  const until = sendAfter(now, dealer.settings.smsWindow, dealer.zone)
  return until > now ? { kind: 'defer', until } : { kind: 'send', address: verdict.mobile }
}

function changedSince(
  purpose: PurposeName,
  message: Message,
  vehicle: Vehicle,
  dealer: Dealer,
  now: Instant,
): string | undefined {
  switch (purpose) {
    case 'maintenance-reminders':
      if (openVisit(vehicle) !== undefined) return 'in-workshop'
      return nextService(vehicle, dealer)?.cycle === message.cycle ? undefined : 'serviced-since'
    case 'insurance-call-lists':
      return governingCover(vehicle.cover, dateIn(now, dealer.zone))?.policyId === message.cycle
        ? undefined
        : 'renewed-since'
  }
}
