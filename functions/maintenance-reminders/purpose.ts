import { subjectId } from '../../shared/domain/due-item.ts'
import { smsFactsOf } from '../../shared/due/contact-facts.ts'
import { MAINTENANCE } from '../../shared/due/plans/maintenance-reminders.ts'
import { DealerMissing, type Purpose } from '../../shared/due/purpose.ts'
import type { JobStore } from '../../shared/store/job-store.ts'
import { decideReminder, type ReminderFacts } from './decide.ts'

/** Reads what the reminders' rule needs: the items of one call are of one dealer. */
export function maintenanceReminders(store: JobStore): Purpose<ReminderFacts> {
  return {
    name: MAINTENANCE,
    writesToCustomers: true,
    facts: async (items) => {
      const dealerId = items[0]?.dealerId ?? ''
      const vehicleIds = items.map(({ subject }) => subjectId(subject))
      const [dealer, vehicles] = await Promise.all([
        store.dealers.byId(dealerId),
        store.vehicles.byIds(dealerId, vehicleIds),
      ])
      if (dealer === undefined) throw new DealerMissing(`no dealer ${dealerId}`)
      const owners = [...vehicles.values()].map(({ customerId }) => customerId)
      const contacts = await smsFactsOf(store, dealerId, MAINTENANCE, owners)
      return vehicleIds.map((vehicleId): ReminderFacts => {
        const vehicle = vehicles.get(vehicleId)
        const contact = vehicle && contacts.get(vehicle.customerId)
        return {
          dealer,
          vehicle,
          customer: contact?.customer,
          consent: contact?.consent,
          suppression: contact?.suppression,
        }
      })
    },
    decide: decideReminder,
  }
}
