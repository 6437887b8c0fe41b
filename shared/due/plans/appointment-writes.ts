import type { Dealer } from '../../domain/dealer.ts'
import type { RepairOrder } from '../../domain/order.ts'
import type { Stamp } from '../../domain/record.ts'
import type { Vehicle } from '../../domain/vehicle.ts'
import { dueItemRecord } from '../../store/due-items.ts'
import type { JobStore } from '../../store/job-store.ts'
import type { Write } from '../../store/table-client.ts'
import { APPOINTMENTS, appointmentSubject, expectedAt, planAppointment } from './appointment-reminders.ts'

/** In whose name and when orders change, and where what follows from them is read. */
export interface AppointmentContext {
  readonly store: Pick<JobStore, 'dueItems'>
  readonly dealer: Dealer
  readonly vehicle: Vehicle | undefined
  readonly stamp: Stamp
}

/**
 * What an order's change means for the reminder of its appointment: a booking plans it, another time moves it, a car that
 * has come or will not come ends it. At most one write.
 */
export async function appointmentWrites(
  before: RepairOrder | undefined,
  after: RepairOrder,
  { store, dealer, vehicle, stamp }: AppointmentContext,
): Promise<readonly Write[]> {
  const isOfNoAppointment = [before, after].every(
    (order) => order === undefined || expectedAt(order) === undefined,
  )
  if (isOfNoAppointment) return []
  const existing = await store.dueItems.bySubject(dealer.dealerId, APPOINTMENTS, appointmentSubject(after))
  const item = planAppointment(after, dealer, existing, { agreedWith: vehicle?.customerId, stamp })
  return item === undefined ? [] : [dueItemRecord.put(item, stamp)]
}
