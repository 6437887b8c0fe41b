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

/** The vehicles under these ids: of a record that was merged since, the one that counts. */
export async function countingVehicles(
  { vehicles }: Pick<Store, 'vehicles'>,
  dealerId: string,
  ids: readonly string[],
): Promise<Map<string, Vehicle>> {
  const found = new Map<string, Vehicle>()
  let open = new Map(ids.map((id) => [id, id]))
  // Each round follows a merge by one step; there is no ring, since only who is not merged takes another in.
  while (open.size > 0) {
    const records = await vehicles.byIds(dealerId, open.values())
    const further = new Map<string, string>()
    for (const [id, at] of open) {
      const vehicle = records.get(at)
      if (vehicle?.mergedInto !== undefined) further.set(id, vehicle.mergedInto)
      else if (vehicle !== undefined) found.set(id, vehicle)
    }
    open = further
  }
  return found
}
