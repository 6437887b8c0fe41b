import { notToBeTold, type Campaign, type CampaignVehicle } from '../../shared/domain/campaign.ts'
import type { Customer } from '../../shared/domain/customer.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { mayContact, type ContactFacts } from '../../shared/domain/may-contact.ts'
import type { Message } from '../../shared/domain/message.ts'
import { isOpen, type RepairOrder } from '../../shared/domain/order.ts'
import { promiseStep } from '../../shared/domain/order-papers.ts'
import { ContactPurpose, type VehiclePurpose } from '../../shared/domain/purpose.ts'
import { sendAfter, windowOf } from '../../shared/domain/send-window.ts'
import { isEmployed, type Staff } from '../../shared/domain/staff.ts'
import { dateIn, Instant } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { openVisit } from '../../shared/domain/visits.ts'
import { appointmentOver } from '../../shared/due/appointment-over.ts'
import { isTooLate } from '../../shared/due/plans/appointment-reminders.ts'
import { isOvertaken, isStale, maintenanceCycle } from '../../shared/due/plans/maintenance-reminders.ts'
import type { MailingReader } from './mailing-reader.ts'
import { governingCover } from '../../shared/domain/policy.ts'

/** What may have changed since the message was decided. */
export interface SendFacts extends ContactFacts {
  readonly dealer: Dealer
  /** Whom the recipient's record belongs to now: it may have been merged into another one. */
  readonly customer: (Pick<Customer, 'mobile'> & { readonly customerId?: string }) | undefined
  /** The vehicle that the message is about. */
  readonly vehicle: Vehicle | undefined
  /** The repair order that it is about. */
  readonly order: RepairOrder | undefined
  /** The recall that it is about, and what it says of the car under each of its VINs. */
  readonly recall?: RecallNow | undefined
  /** The member of staff that the message is for. */
  readonly staff: Staff | undefined
  /** The address of the manufacturer that the message is for, as long as it is one of the dealer's. */
  readonly manufacturer: string | undefined
  /** The mailing that a mail to a manufacturer is, where it is one. */
  readonly mailing?: MailingReader | undefined
}

/** A recall, and what it says of a car under each of its VINs, as they are now. */
export interface RecallNow {
  readonly campaign: Campaign | undefined
  readonly marks: readonly CampaignVehicle[]
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
  switch (message.recipient.kind) {
    case 'staff':
      return maySendToStaff(facts, now)
    case 'manufacturer':
      return maySendToManufacturer(message, facts)
    case 'customer':
    case 'presenter':
      return maySendToCustomer(message, facts, now)
  }
}

/**
 * What a person has approved goes at any hour: an answer to who wrote the notice, a mailing to the address of the settings.
 * Of a mailing the record says which mails were approved, wherever a row comes from.
 */
function maySendToManufacturer(
  message: Message,
  { manufacturer, mailing, suppression }: SendFacts,
): SendVerdict {
  if (mailing !== undefined) {
    if (!mailing.approved.includes(message.messageId)) return { kind: 'suppress', reason: 'not-approved' }
    if (!mailing.enabled) return { kind: 'suppress', reason: 'manufacturer-off' }
    if (mailing.address === undefined) return { kind: 'suppress', reason: 'no-mail-address' }
  }
  if (manufacturer === undefined) return { kind: 'suppress', reason: 'not-a-manufacturer' }
  if (suppression !== undefined) return { kind: 'suppress', reason: 'address-suppressed' }
  return { kind: 'send', address: manufacturer }
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
  const { dealer } = facts
  const { data: purpose } = ContactPurpose.safeParse(message.purpose)
  if (purpose === undefined) return { kind: 'suppress', reason: 'purpose-unknown' }
  const change = changedSince(purpose, message, facts, now)
  if (change !== undefined) return { kind: 'suppress', reason: change }
  const verdict = mayContact(purpose, dealer, facts)
  if (!verdict.allowed) return { kind: 'suppress', reason: verdict.reason }
  const until = sendAfter(now, windowOf(dealer.settings, message.messageClass), dealer.zone)
  return until > now ? { kind: 'defer', until } : { kind: 'send', address: verdict.mobile }
}

/** Why what was decided is not true any more. */
function changedSince(
  purpose: ContactPurpose,
  message: Message,
  facts: SendFacts,
  now: Instant,
): string | undefined {
  switch (purpose) {
    case 'repair-status':
      return promiseChangedSince(message, facts, now)
    case 'appointment-reminders':
      return appointmentChangedSince(message, facts, now)
    case 'recall-notices':
      return recallChangedSince(message, facts)
    case 'maintenance-reminders':
    case 'insurance-call-lists':
      return vehicleChangedSince(purpose, message, facts, now)
  }
}

/** The car's own matters: they go with the car, and end with it. */
function vehicleChangedSince(
  purpose: VehiclePurpose,
  message: Message,
  facts: SendFacts,
  now: Instant,
): string | undefined {
  const { dealer, vehicle } = facts
  if (vehicle === undefined) return 'vehicle-unknown'
  if (vehicle.status !== 'active') return `vehicle-${vehicle.status}`
  if (!isOwners(message, facts)) return 'owner-changed'
  switch (purpose) {
    case 'maintenance-reminders':
      if (openVisit(vehicle) !== undefined) return 'in-workshop'
      return reminderChangedSince(message, maintenanceCycle(vehicle, dealer), dealer, now)
    case 'insurance-call-lists':
      return governingCover(vehicle.cover, dateIn(now, dealer.zone))?.policyId === message.cycle
        ? undefined
        : 'renewed-since'
  }
}

/** A reminder is told in its own time: not of a service that is over, and not beside the reminder that follows it. */
function reminderChangedSince(
  message: Message,
  cycle: ReturnType<typeof maintenanceCycle>,
  dealer: Dealer,
  now: Instant,
): string | undefined {
  if (cycle?.cycle !== message.cycle) return 'serviced-since'
  const step = cycle.steps.find((each) => each.step === message.step)
  if (step === undefined) return 'step-unknown'
  if (isStale(step, dealer, now)) return 'stale'
  return isOvertaken(cycle, step, now) ? 'superseded' : undefined
}

/** A promise of delivery is told while it is the latest and still lies ahead. */
function promiseChangedSince(message: Message, facts: SendFacts, now: Instant): string | undefined {
  const { order } = facts
  if (order?.promise === undefined) return 'order-unknown'
  if (order.status === 'delivered') return 'delivered-since'
  if (!isOpen(order)) return 'cancelled-since'
  if (promiseStep(order.promise) !== message.step) return 'promise-changed-since'
  if (order.promise.at <= now) return 'promise-passed'
  return message.recipient.kind === 'presenter' || isOwners(message, facts) ? undefined : 'owner-changed'
}

/** Of an appointment people are reminded while the car is expected at that very time, and not just before it. */
function appointmentChangedSince(message: Message, facts: SendFacts, now: Instant): string | undefined {
  const { dealer, order, vehicle } = facts
  const over = appointmentOver(order, message.step)
  if (over !== undefined) return over
  if (isTooLate(Instant.parse(message.step), dealer, now)) return 'stale'
  if (vehicle === undefined) return 'vehicle-unknown'
  if (vehicle.status !== 'active') return `vehicle-${vehicle.status}`
  return message.recipient.kind === 'presenter' || isOwners(message, facts) ? undefined : 'owner-changed'
}

/** Of a recall people hear while its list stands, the work is still to be done, and the car is theirs. */
function recallChangedSince(message: Message, facts: SendFacts): string | undefined {
  const { vehicle, recall } = facts
  if (vehicle === undefined) return 'vehicle-unknown'
  if (vehicle.status !== 'active') return `vehicle-${vehicle.status}`
  return (
    notToBeTold(recall?.campaign, recall?.marks ?? []) ??
    (isOwners(message, facts) ? undefined : 'owner-changed')
  )
}

function isOwners({ recipient }: Message, { vehicle, customer }: SendFacts): boolean {
  const owner = vehicle?.customerId
  return owner !== undefined && (owner === recipient.id || owner === customer?.customerId)
}
