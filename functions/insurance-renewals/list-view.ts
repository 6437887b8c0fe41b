import type { Dealer } from '../../shared/domain/dealer.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { CallListView } from '../../shared/http/routes/insurance-renewals.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import type { Store } from '../../shared/store/store.ts'
import { readList } from './list-entries.ts'

/** A specialist's list as the API shows it: the lines of the mail, with the ids and versions to work on them. */
export async function listView(
  dependencies: { store: Store; log: Log },
  dealer: Dealer,
  staffId: string,
  date: CalendarDate,
): Promise<CallListView> {
  const lines = await readList(dependencies, dealer, staffId, date)
  return {
    staffId,
    date,
    entries: lines.map((line) => {
      const { entry, customerId } = line
      return {
        etag: etagOf(entry.version),
        rank: line.rank,
        step: entry.step,
        listedOn: entry.listedOn,
        listedSince: entry.listedSince,
        vehicle: {
          vehicleId: entry.vehicleId,
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
