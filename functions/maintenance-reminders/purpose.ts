import type { Dealer } from '../../shared/domain/dealer.ts'
import { subjectId, type WaitingDueItem } from '../../shared/domain/due-item.ts'
import { smsFactsOf } from '../../shared/due/contact-facts.ts'
import { MAINTENANCE } from '../../shared/due/plans/maintenance-reminders.ts'
import { DealerMissing, type Purpose } from '../../shared/due/purpose.ts'
import type { Store } from '../../shared/store/store.ts'
import { decideReminder, type ReminderFacts } from './decide.ts'

/** Reads what the reminders' rule needs: the items of one call are of one dealer. */
export function maintenanceReminders(store: Store): Purpose<ReminderFacts> {
  return {
    name: MAINTENANCE,
    writesToCustomers: true,
    facts: async (items) => {
      const dealer = await dealerOf(store, items)
      const vehicleIds = items.map(({ subject }) => subjectId(subject))
      const vehicles = await store.vehicles.byIds(dealer.dealerId, vehicleIds)
      const owners = [...vehicles.values()].map(({ customerId }) => customerId)
      const contacts = await smsFactsOf(store, dealer.dealerId, MAINTENANCE, owners)
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

async function dealerOf(store: Store, items: readonly WaitingDueItem[]): Promise<Dealer> {
  const dealerId = items[0]?.dealerId ?? ''
  const dealer = await store.dealers.byId(dealerId)
  if (dealer === undefined) throw new DealerMissing(`no dealer ${dealerId}`)
  return dealer
}
