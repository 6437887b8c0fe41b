import type { Vehicle } from '../domain/vehicle.ts'
import type { Store } from './store.ts'

/** A record may have gone into another one of the same car, and that one again: nobody merges more often. */
const MOST_MERGES = 10

/** The vehicle of an order: of a record that was merged, the one that counts. */
export async function vehicleOfOrder(
  { vehicles }: Pick<Store, 'vehicles'>,
  dealerId: string,
  vehicleId: string,
): Promise<Vehicle | undefined> {
  let vehicle = await vehicles.byId(dealerId, vehicleId)
  for (let merges = 0; vehicle?.mergedInto !== undefined && merges < MOST_MERGES; merges += 1) {
    vehicle = await vehicles.byId(dealerId, vehicle.mergedInto)
  }
  return vehicle
}
