import { suppressionOn } from '../../shared/domain/contact-point.ts'
import { vinsOf, type Vehicle } from '../../shared/domain/vehicle.ts'
import { RECALL_NOTICES, recalledCarOf } from '../../shared/due/plans/recall-notices.ts'
import { DealerMissing, type Purpose } from '../../shared/due/purpose.ts'
import { markName } from '../../shared/store/campaigns.ts'
import type { RecallStore } from '../../shared/store/campaign-store.ts'
import { countingVehicles } from '../../shared/store/vehicle-of-order.ts'
import { decideNotice, type RecallFacts } from './decide-notice.ts'

/** Reads what the rule of recalls' SMS needs: the items of one call are of one dealer. */
export function recallNotices(store: RecallStore): Purpose<RecallFacts> {
  return {
    name: RECALL_NOTICES,
    writesToCustomers: true,
    facts: async (items) => {
      const dealerId = items[0]?.dealerId ?? ''
      const cars = items.map(recalledCarOf)
      const [dealer, campaigns, vehicles] = await Promise.all([
        store.dealers.byId(dealerId),
        store.campaigns.byIds(
          dealerId,
          cars.map(({ campaignId }) => campaignId),
        ),
        countingVehicles(
          store,
          dealerId,
          cars.map(({ vehicleId }) => vehicleId),
        ),
      ])
      if (dealer === undefined) throw new DealerMissing(`no dealer ${dealerId}`)
      const namesOf = (campaignId: string, vehicle: Vehicle | undefined) =>
        vehicle === undefined ? [] : vinsOf(vehicle).map((vin) => markName({ campaignId, vin }))
      const [marks, owners] = await Promise.all([
        store.campaigns.marks(
          dealerId,
          cars.flatMap(({ campaignId, vehicleId }) => namesOf(campaignId, vehicles.get(vehicleId))),
        ),
        store.customers.byIds(
          dealerId,
          [...vehicles.values()].map(({ customerId }) => customerId),
        ),
      ])
      const contacts = await store.contactPoints.byAddresses<string>(
        dealerId,
        [...owners.values()].map(({ mobile }) => mobile),
      )
      return cars.map(({ campaignId, vehicleId }): RecallFacts => {
        const vehicle = vehicles.get(vehicleId)
        const owner = vehicle && owners.get(vehicle.customerId)
        return {
          dealer,
          campaign: campaigns.get(campaignId),
          vehicle,
          marks: namesOf(campaignId, vehicle).flatMap((name) => marks.get(name) ?? []),
          owner,
          suppression: suppressionOn(owner && contacts.get(owner.mobile), 'sms'),
        }
      })
    },
    decide: decideNotice,
  }
}
