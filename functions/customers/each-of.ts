import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import type { RepairOrder } from '../../shared/domain/order.ts'
import { Instant } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import type { CareRecords } from '../../shared/store/care-store.ts'
import type { Store } from '../../shared/store/store.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import { isOwnedOn, wasEverOwned } from './owned-by.ts'

/** Before anything was told to anybody. */
export const EVER = Instant.parse('1970-01-01T00:00:00.000Z')

/**
 * The vehicles that are or were a person's, under any of the person's records, as they are now: each record of a car by
 * itself, as each knows its own owners.
 */
export async function everOwned(
  store: Pick<Store, 'vehicles'>,
  dealerId: string,
  customerIds: readonly string[],
): Promise<Vehicle[]> {
  const listed = await Promise.all(
    customerIds.flatMap((customerId) => [
      everyPage((paging) => store.vehicles.ofCustomer(dealerId, customerId, paging)),
      everyPage((paging) => store.vehicles.onceOwned(dealerId, customerId, paging)),
    ]),
  )
  const found = new Map<string, Vehicle>()
  let open = new Set<string>(listed.flat().map(({ vehicleId }) => vehicleId))
  while (open.size > 0) {
    const asNow = await store.vehicles.byIds(dealerId, open)
    for (const [id, vehicle] of asNow) found.set(id, vehicle)
    const ofSameCar = [...asNow.values()].flatMap(({ absorbed, mergedInto }) =>
      mergedInto === undefined ? absorbed : [...absorbed, mergedInto],
    )
    open = new Set(ofSameCar.filter((id) => !found.has(id)))
  }
  return [...found.values()].filter((vehicle) => wasEverOwned(vehicle, customerIds))
}

/** The repair orders of these vehicles from the time in which they were the person's. */
export async function ordersInTheirTime(
  store: Pick<Store, 'orders'>,
  dealerId: string,
  vehicles: readonly Vehicle[],
  customerIds: readonly string[],
): Promise<RepairOrder[]> {
  const found = await Promise.all(
    vehicles.map(async (vehicle) => {
      const { vehicleId } = vehicle
      const orders = await everyPage((paging) => store.orders.ofVehicle(dealerId, vehicleId, paging))
      return orders.filter(({ receivedOn }) => isOwnedOn(vehicle, customerIds, receivedOn))
    }),
  )
  return found.flat()
}

/** The calls about these vehicles that were made to these customers, or are to be. */
export async function followUpsOf(
  ...[store, dealerId, vehicles, customerIds]: [...Parameters<typeof followUpsAbout>, readonly string[]]
): Promise<FollowUpCall[]> {
  const found = await followUpsAbout(store, dealerId, vehicles)
  return found.filter(({ customerId }) => customerIds.includes(customerId))
}

/** All calls about these vehicles, to whomever. */
export async function followUpsAbout(
  store: Pick<CareRecords, 'followUpCalls'>,
  dealerId: string,
  vehicles: readonly Vehicle[],
): Promise<FollowUpCall[]> {
  const found = await Promise.all(
    vehicles.map(({ vehicleId }) =>
      everyPage((paging) => store.followUpCalls.ofVehicle(dealerId, [vehicleId], paging)),
    ),
  )
  return found.flat()
}
