import type { Dealer } from '../../shared/domain/dealer.ts'
import type { WaitingDueItem } from '../../shared/domain/due-item.ts'
import { mayContact, type ContactFacts } from '../../shared/domain/may-contact.ts'
import type { OrderReader } from '../../shared/domain/order-reader.ts'
import type { RepairOrder } from '../../shared/domain/order.ts'
import { sendAfter, windowOf } from '../../shared/domain/send-window.ts'
import { Instant } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { appointmentOver } from '../../shared/due/appointment-over.ts'
import { APPOINTMENTS, isTooLate, reminderOf } from '../../shared/due/plans/appointment-reminders.ts'
import type { Decision, NextStep } from '../../shared/due/purpose.ts'
import { appointmentText } from './wording.ts'

export interface AppointmentFacts extends Omit<ContactFacts, 'customer'> {
  readonly dealer: Dealer
  readonly order: RepairOrder | undefined
  readonly vehicle: Vehicle | undefined
  /** Whether the car still belongs to whom the time was agreed with. */
  readonly ownerChanged: boolean
  readonly reader: OrderReader | undefined
}

/**
 * What becomes of an appointment's reminder that is due: an SMS, or the reason why there is none. Pure: the same rule
 * answers for any day.
 */
export function decideAppointment(item: WaitingDueItem, facts: AppointmentFacts, now: Instant): Decision {
  const { dealer, order, vehicle, reader } = facts
  const over = appointmentOver(order, item.step)
  if (over !== undefined) {
    return skipped(item, over, over === 'rescheduled-since' ? nextOf(facts, now) : undefined)
  }
  // The step of an appointment that stands is its time.
  const appointmentAt = Instant.parse(item.step)
  const { dueAt } = reminderOf(appointmentAt, dealer)
  if (dueAt > now) return { kind: 'postpone', until: dueAt }

  const sent = sendAfter(now, windowOf(dealer.settings, 'service'), dealer.zone)
  const reason = heldBackBecause(appointmentAt, facts, sent)
  if (reason !== undefined) return skipped(item, reason, undefined)
  if (vehicle === undefined || reader === undefined) return skipped(item, 'customer-unknown', undefined)
  const { template, text, segments } = appointmentText({
    signature: dealer.signature,
    dealerPhone: dealer.phone,
    readerName: reader.name,
    gender: reader.gender,
    plate: vehicle.plate,
    model: vehicle.model,
    appointmentAt,
    zone: dealer.zone,
  })
  return {
    kind: 'send',
    step: item.step,
    superseded: [],
    next: undefined,
    draft: {
      subject: `vehicle#${vehicle.vehicleId}`,
      messageClass: 'service',
      channel: 'sms',
      recipient: reader.recipient,
      template,
      text,
      segments,
      sendAfter: sent,
    },
  }
}

function skipped(item: WaitingDueItem, reason: string, next: NextStep | undefined): Decision {
  return { kind: 'skip', reason, step: item.step, superseded: [], writes: [], next }
}

/** The reminder of the time that is agreed now, if its moment is still to come. */
function nextOf({ order, dealer }: AppointmentFacts, now: Instant): NextStep | undefined {
  const next = order?.appointmentAt && reminderOf(order.appointmentAt, dealer)
  return next && next.dueAt > now ? next : undefined
}

/** @param sent when it would go out */
function heldBackBecause(appointmentAt: Instant, facts: AppointmentFacts, sent: Instant): string | undefined {
  const { dealer, vehicle, reader, consent, suppression, ownerChanged } = facts
  if (isTooLate(appointmentAt, dealer, sent)) return 'stale'
  if (vehicle === undefined) return 'vehicle-unknown'
  if (vehicle.status !== 'active') return `vehicle-${vehicle.status}`
  if (ownerChanged && reader?.recipient.kind !== 'presenter') return 'owner-changed'
  const verdict = mayContact(APPOINTMENTS, dealer, { customer: reader, consent, suppression })
  return verdict.allowed ? undefined : verdict.reason
}
