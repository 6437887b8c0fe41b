import type { Dealer } from '../domain/dealer.ts'
import { plausibleKm } from '../domain/odometer.ts'
import type { RepairOrder } from '../domain/order.ts'
import type { Instant } from '../domain/time.ts'
import type { Vehicle } from '../domain/vehicle.ts'
import { coverageFactsOf } from '../domain/warranty/coverage-facts.ts'
import { ledgerOf, type LedgerVerdict } from '../domain/warranty/ledger.ts'
import { ledgerSettingsOf } from '../domain/warranty/ledger-settings.ts'
import { warningsOf, type LedgerWarning } from '../domain/warranty/ledger-warnings.ts'
import { repairOfOrder } from '../domain/warranty/repair-of-order.ts'
import { statutoryRules } from '../domain/warranty/statutory-rules.ts'
import type { Store } from '../store/store.ts'

/** A car's orders of years: the law looks at two of them. One page of the index for each record of the car. */
const MOST_ORDERS = 200

/** What a car's repairs come to by the law, and what that warns of. */
export interface VehicleLedger {
  readonly verdict: LedgerVerdict
  readonly warnings: readonly LedgerWarning[]
}

/**
 * The statutory ledger of a car, worked out from its orders as they are: nothing of it is stored, so that a corrected
 * repair corrects it. It costs one question for each record of the car.
 */
export async function ledgerOfVehicle(
  store: Pick<Store, 'orders'>,
  { dealerId, zone, settings }: Dealer,
  vehicle: Vehicle,
  now: Instant,
): Promise<VehicleLedger> {
  const { terms, thresholds } = ledgerSettingsOf(settings)
  const ids = [vehicle.vehicleId, ...vehicle.absorbed]
  const pages = await Promise.all(
    ids.map((vehicleId) => store.orders.ofVehicle(dealerId, vehicleId, { limit: MOST_ORDERS })),
  )
  const repairs = pages
    .flatMap(({ items }) => items)
    .flatMap((order) => repairOfOrder({ ...order, odometerKm: kmOf(order, vehicle) }) ?? [])
  const facts = coverageFactsOf(vehicle)
  const driven = facts.readings.map(({ km }) => km)
  const verdict = ledgerOf(
    repairs,
    facts,
    { law: statutoryRules, terms },
    { now, zone },
    driven.length === 0 ? undefined : Math.max(...driven),
  )
  return {
    verdict,
    warnings: verdict.kept ? warningsOf(verdict.ledger, thresholds) : [],
  }
}

/** A slip of the desk must not end the period and silence its warnings: what was set aside nobody knows. */
function kmOf(
  { odometerKm: km, deliveredOn, receivedOn }: RepairOrder,
  vehicle: Vehicle,
): number | undefined {
  return km === undefined ? undefined : plausibleKm(vehicle, { on: deliveredOn ?? receivedOn, km })
}
