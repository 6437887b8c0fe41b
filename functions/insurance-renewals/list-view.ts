import type { Dealer } from '../../shared/domain/dealer.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { CallListView } from '../../shared/http/routes/insurance-renewals.ts'
import type { Store } from '../../shared/store/store.ts'
import { readList } from './list-entries.ts'

/** A specialist's list as the API shows it: the lines of the mail, with the ids and versions to work on them. */
export async function listView(
  store: Store,
  dealer: Dealer,
  staffId: string,
  date: CalendarDate,
): Promise<CallListView> {
  const { dealerId } = dealer
  const [entries, lines] = await Promise.all([
    store.callLists.of(dealerId, staffId),
    readList(store, dealer, staffId, date),
  ])
  const vehicles = await store.vehicles.byIds(
    dealerId,
    entries.map(({ vehicleId }) => vehicleId),
  )
  const byVin = new Map(
    entries.flatMap((entry) => {
      const vehicle = vehicles.get(entry.vehicleId)
      return vehicle === undefined ? [] : [[String(vehicle.vin), { entry, vehicle }] as const]
    }),
  )
  return {
    staffId,
    date,
    entries: lines.flatMap((line) => {
      const known = byVin.get(line.vin)
      if (known === undefined) return []
      const { entry, vehicle } = known
      const { vehicleId, customerId } = vehicle
      return {
        etag: etagOf(entry.version),
        rank: line.rank,
        step: entry.step,
        listedOn: entry.listedOn,
        listedSince: entry.listedSince,
        vehicle: {
          vehicleId,
          vin: line.vin,
          plate: line.vehiclePlate,
          brand: line.brand,
          model: line.model,
          lastVisitOn: line.lastVisitOn,
        },
        customer: { customerId, name: line.customerName, mobile: line.mobile },
        policy: {
          policyId: entry.policyId,
          kind: line.policyKind,
          insurer: line.insurer,
          number: line.policyNumber,
          endsOn: line.endsOn,
          daysLeft: line.daysLeft,
          premiumFen: line.premiumFen,
        },
        lastOutcome: entry.lastOutcome,
      }
    }),
  }
}
