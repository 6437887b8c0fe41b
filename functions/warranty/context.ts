import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import type { Vin } from '../../shared/domain/vin.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { FieldsInvalid, NotFound } from '../../shared/runtime/errors.ts'
import { vehicleOfOrder } from '../../shared/store/vehicle-of-order.ts'
import type { WarrantyStore } from '../../shared/store/warranty-store.ts'

export interface WarrantyDependencies {
  readonly store: WarrantyStore
  readonly clock: Clock
}

/** Who asks, when, and of which dealer. */
export interface Context {
  readonly store: WarrantyStore
  readonly dealer: Dealer
  readonly stamp: Stamp
  /** In the dealer's zone. */
  readonly today: CalendarDate
}

/** @throws NotFound */
export async function contextOf({ store, clock }: WarrantyDependencies, caller: Caller): Promise<Context> {
  const dealer = await store.dealers.byId(caller.dealerId)
  if (dealer === undefined) throw new NotFound()
  const stamp = stampOf(caller, clock.now())
  return { store, dealer, stamp, today: dateIn(stamp.at, dealer.zone) }
}

/**
 * The car that has or had this VIN; where two records of it were merged the one that counts.
 * @throws NotFound
 */
export async function vehicleOfVin({ store, dealer: { dealerId } }: Context, vin: Vin): Promise<Vehicle> {
  const vehicleId = (await store.guards.idsBehind(dealerId, 'vin', [vin])).get(vin)
  const vehicle = vehicleId === undefined ? undefined : await vehicleOfOrder(store, dealerId, vehicleId)
  if (vehicle === undefined) throw new NotFound()
  return vehicle
}

/** A longer period would have more keys than one request can look through. */
const MOST_DAYS = 400

/** @throws FieldsInvalid */
export function checkPeriod(
  { from, until }: { readonly from: CalendarDate; readonly until: CalendarDate },
  daysBetween: (a: CalendarDate, b: CalendarDate) => number,
): void {
  const days = daysBetween(from, until)
  if (days < 0) throw new FieldsInvalid([{ path: 'query.until', reason: 'too-small' }])
  if (days > MOST_DAYS) throw new FieldsInvalid([{ path: 'query.until', reason: 'too-large' }])
}
