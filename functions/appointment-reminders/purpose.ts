import { consentOn, suppressionOn } from '../../shared/domain/contact-point.ts'
import type { Customer } from '../../shared/domain/customer.ts'
import { subjectId, type DueItem } from '../../shared/domain/due-item.ts'
import { readerOf } from '../../shared/domain/order-reader.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { APPOINTMENTS } from '../../shared/due/plans/appointment-reminders.ts'
import { DealerMissing, type Purpose } from '../../shared/due/purpose.ts'
import type { AppointmentStore } from '../../shared/store/appointment-store.ts'
import { countingVehicles } from '../../shared/store/vehicle-of-order.ts'
import { decideAppointment, type AppointmentFacts } from './decide.ts'

/** Reads what the rule of appointments' reminders needs: the items of one call are of one dealer. */
export function appointmentReminders(store: AppointmentStore): Purpose<AppointmentFacts> {
  return {
    name: APPOINTMENTS,
    writesToCustomers: true,
    facts: async (items) => {
      const dealerId = items[0]?.dealerId ?? ''
      const orderIds = items.map(({ subject }) => subjectId(subject))
      const [dealer, orders] = await Promise.all([
        store.dealers.byId(dealerId),
        store.orders.byIds(dealerId, orderIds),
      ])
      if (dealer === undefined) throw new DealerMissing(`no dealer ${dealerId}`)
      const vehicles = await countingVehicles(
        store,
        dealerId,
        [...orders.values()].map(({ vehicleId }) => vehicleId),
      )
      const customers = await store.customers.byIds<string>(dealerId, [
        ...[...vehicles.values()].map(({ customerId }) => customerId),
        ...items.flatMap((item) => agreedWith(item) ?? []),
      ])
      const known = items.map((item) => {
        const order = orders.get(subjectId(item.subject))
        const vehicle = order && vehicles.get(order.vehicleId)
        const reader = order && readerOf(order, vehicle, customers.get(vehicle?.customerId ?? ''))
        return { order, vehicle, reader, ownerChanged: hasAnotherOwner(vehicle, item, customers) }
      })
      const contacts = await store.contactPoints.byAddresses(
        dealerId,
        known.flatMap(({ reader }) => reader?.mobile ?? []),
      )
      return known.map((facts): AppointmentFacts => {
        const contact = facts.reader && contacts.get(facts.reader.mobile)
        return {
          ...facts,
          dealer,
          consent: consentOn(contact, APPOINTMENTS, 'sms'),
          suppression: suppressionOn(contact, 'sms'),
        }
      })
    },
    decide: decideAppointment,
  }
}

/** As the plan has noted it. */
function agreedWith({ note }: DueItem): string | undefined {
  return typeof note === 'string' ? note : undefined
}

/** Whether the car went to somebody else since the time was agreed, and not only to another record of the same person. */
function hasAnotherOwner(
  vehicle: Vehicle | undefined,
  item: DueItem,
  customers: ReadonlyMap<string, Customer>,
): boolean {
  const before = agreedWith(item)
  if (vehicle === undefined || before === undefined || before === vehicle.customerId) return false
  const person = customers.get(before)?.customerId
  return person === undefined || person !== customers.get(vehicle.customerId)?.customerId
}
