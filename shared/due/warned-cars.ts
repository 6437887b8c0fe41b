import type { Dealer } from '../domain/dealer.ts'
import { visitOfOrder, type RepairOrder } from '../domain/order.ts'
import type { Instant } from '../domain/time.ts'
import type { LedgerWarning } from '../domain/warranty/ledger-warnings.ts'
import type { Place } from '../store/read.ts'
import type { Store } from '../store/store.ts'
import { vehicleOfOrder } from '../store/vehicle-of-order.ts'
import { ledgerOfVehicle } from './ledger-of-vehicle.ts'

/** A car in the workshop of which the statutory ledger warns. */
export interface WarnedCar {
  readonly order: RepairOrder
  readonly vin: string
  readonly warnings: readonly LedgerWarning[]
}

const AT_ONCE = 50

/**
 * The cars that are here and of which the ledger warns, what is promised first at the top: for the morning's mail. It
 * costs one question for each car in the workshop.
 */
export async function warnedCars(
  store: Pick<Store, 'orders' | 'vehicles'>,
  dealer: Dealer,
  now: Instant,
): Promise<WarnedCar[]> {
  const warned: WarnedCar[] = []
  let after: Place | undefined
  do {
    const page = await store.orders.open(dealer.dealerId, {}, { limit: AT_ONCE, after })
    for (const order of page.items) {
      if (visitOfOrder(order) === undefined) continue
      const vehicle = await vehicleOfOrder(store, dealer.dealerId, order.vehicleId)
      const ledger = vehicle && (await ledgerOfVehicle(store, dealer, vehicle, now))
      if (vehicle !== undefined && ledger !== undefined && ledger.warnings.length > 0)
        warned.push({ order, vin: vehicle.vin, warnings: ledger.warnings })
    }
    after = page.next
  } while (after !== undefined)
  return warned
}
