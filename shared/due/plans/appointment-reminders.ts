import type { Dealer } from '../../domain/dealer.ts'
import type { DueItem } from '../../domain/due-item.ts'
import type { RepairOrder } from '../../domain/order.ts'
import type { Stamp } from '../../domain/record.ts'
import { addDays, addMinutes, dateIn, Instant, instantAt, type Zone } from '../../domain/time.ts'
import { reschedule, type PlannedStep } from '../reschedule.ts'

export const APPOINTMENTS = 'appointment-reminders'

export function appointmentSubject({ orderId }: Pick<RepairOrder, 'orderId'>): string {
  return `order#${orderId}`
}

/** The time for which the car is still expected; undefined once it is here, or will not come. */
export function expectedAt({
  status,
  appointmentAt,
}: Pick<RepairOrder, 'status' | 'appointmentAt'>): Instant | undefined {
  return status === 'appointment' ? appointmentAt : undefined
}

/**
 * The one step of an appointment: the time that was agreed is its name, so no time is reminded of twice, and when to
 * remind of it is the dealer's setting. Customers have no working days: of a Monday's appointment they hear on Sunday.
 */
export function reminderOf(appointmentAt: Instant, { settings, zone }: Dealer): PlannedStep {
  const { remindDaysBefore, remindAt } = settings.appointments
  const on = addDays(dateIn(appointmentAt, zone), -remindDaysBefore)
  return { step: appointmentAt, dueAt: instantAt(on, remindAt, zone) }
}

/** A reminder that goes out then would come too late: the customer is on the way, or has been. */
export function isTooLate(
  appointmentAt: Instant,
  { settings }: Pick<Dealer, 'settings'>,
  at: Instant,
): boolean {
  return addMinutes(appointmentAt, -60 * settings.appointments.staleWithinHours) <= at
}

/** Whether the customer has been reminded of that very day, be it of another hour: nobody is told of a day twice. */
function isDayTold(existing: DueItem, appointmentAt: Instant, zone: Zone): boolean {
  const day = dateIn(appointmentAt, zone)
  return existing.decided.some(
    ({ step, outcome }) => outcome === 'message' && dateIn(Instant.parse(step), zone) === day,
  )
}

/**
 * Plans an appointment's reminder from its order, for the transaction that changes that: the due item to write, undefined
 * when the one that stands is right. A time that is agreed after the moment of its reminder is not reminded of; one that
 * waits is, also when settings have moved its moment into the past.
 * @param agreedWith the owner of the car while a time is agreed: the reminder is for nobody who comes after them
 */
export function planAppointment(
  order: RepairOrder,
  dealer: Dealer,
  existing: DueItem | undefined,
  { agreedWith, stamp }: { readonly agreedWith?: string | undefined; readonly stamp: Stamp },
): DueItem | undefined {
  const subject = {
    dealerId: dealer.dealerId,
    purpose: APPOINTMENTS,
    subject: appointmentSubject(order),
  } as const
  const skip = { kind: 'skip', recordedAs: 'past-at-booking' } as const
  const appointmentAt = expectedAt(order)
  if (appointmentAt === undefined) return reschedule(existing, undefined, subject, skip, stamp)

  const reminder = reminderOf(appointmentAt, dealer)
  const told = existing !== undefined && isDayTold(existing, appointmentAt, dealer.zone)
  const waits = existing?.step === reminder.step
  // What became of other times says nothing of this one.
  const own = existing?.decided.filter(({ step }) => step === reminder.step) ?? []
  const planned = reschedule(
    existing && { ...existing, decided: own },
    { cycle: order.orderId, steps: told ? [] : [reminder] },
    subject,
    waits ? { kind: 'catch-up', nextListAt: stamp.at } : skip,
    stamp,
  )
  return (
    planned && {
      ...planned,
      decided: [...(existing?.decided ?? []), ...planned.decided.slice(own.length)],
      note: waits ? existing.note : agreedWith,
    }
  )
}
