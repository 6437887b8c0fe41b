import type { Plate } from '../../shared/domain/plate.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import type { Vin } from '../../shared/domain/vin.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import type { Store } from '../../shared/store/store.ts'

/** What people have of a car that they look for. */
export interface Clues {
  readonly vin?: Vin | undefined
  readonly plate?: Plate | undefined
}

export interface Found {
  readonly vehicle: Vehicle
  /** Whether it has this VIN or plate now, or had it once. */
  readonly by: 'current' | 'former'
}

/** A plate goes from car to car, but not to so many. */
const MOST_FOUND = 20

/**
 * The vehicles that the one clue finds, those that have it now before those that had it.
 * @throws FieldsInvalid when there is no clue, or both: they are not combined
 */
export async function lookUp(
  store: Pick<Store, 'guards' | 'vehicles'>,
  dealerId: string,
  { vin, plate }: Clues,
): Promise<Found[]> {
  if ((vin === undefined) === (plate === undefined)) {
    throw new FieldsInvalid(
      (['vin', 'plate'] as const).map((each) => ({ path: `query.${each}`, reason: 'one-of-several' })),
    )
  }
  if (plate !== undefined) return foundByPlate(store, dealerId, plate)
  return vin === undefined ? [] : foundByVin(store, dealerId, vin)
}

async function foundByVin(
  store: Pick<Store, 'guards' | 'vehicles'>,
  dealerId: string,
  vin: Vin,
): Promise<Found[]> {
  const vehicleId = (await store.guards.idsBehind(dealerId, 'vin', [vin])).get(vin)
  const vehicle = vehicleId === undefined ? undefined : await store.vehicles.byId(dealerId, vehicleId)
  return vehicle === undefined ? [] : [{ vehicle, by: vehicle.vin === vin ? 'current' : 'former' }]
}

async function foundByPlate(
  store: Pick<Store, 'vehicles'>,
  dealerId: string,
  plate: Plate,
): Promise<Found[]> {
  const [page, once] = await Promise.all([
    store.vehicles.byPlate(dealerId, plate, { limit: MOST_FOUND }),
    store.vehicles.oncePlated(dealerId, plate, MOST_FOUND),
  ])
  // Each is as it is now: the index may be late, and a vehicle may have its former plate again.
  const vehicles = new Map([...page.items, ...once].map((vehicle) => [vehicle.vehicleId, vehicle]))
  const found = [...vehicles.values()].filter(({ status }) => status !== 'merged')
  return [
    ...found
      .filter((vehicle) => vehicle.plate === plate)
      .map((vehicle) => ({ vehicle, by: 'current' }) as const),
    ...found
      .filter(
        (vehicle) => vehicle.plate !== plate && vehicle.formerPlates.some((each) => each.plate === plate),
      )
      .map((vehicle) => ({ vehicle, by: 'former' }) as const),
  ]
}
