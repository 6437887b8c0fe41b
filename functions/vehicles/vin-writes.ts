import type { Stamp } from '../../shared/domain/record.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { Refused } from '../../shared/runtime/errors.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { pointName, takeName } from '../../shared/store/guards.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'

/**
 * The writes by which a VIN means this vehicle from now on. One that is another vehicle's is refused; one that was
 * another's, written down for it by mistake, goes over when the caller names that one.
 * @throws Refused `already-exists` with the vehicle that the VIN means
 */
export async function vinWrites(
  store: Pick<Store, 'guards' | 'vehicles'>,
  { dealerId, vehicleId, vin }: Pick<Vehicle, 'dealerId' | 'vehicleId' | 'vin'>,
  wasOf: string | undefined,
  stamp: Stamp,
): Promise<Write[]> {
  const existing = (await store.guards.idsBehind(dealerId, 'vin', [vin])).get(vin)
  if (existing === undefined) return [takeName(dealerId, 'vin', vin, vehicleId, stamp)]
  if (existing === vehicleId) return []
  const before = await store.vehicles.byId(dealerId, existing)
  if (before === undefined || before.vin === vin || existing !== wasOf) {
    throw new Refused('already-exists', { existing })
  }
  const after = { ...before, formerVins: before.formerVins.filter((former) => former.vin !== vin) }
  return [
    pointName(dealerId, 'vin', vin, vehicleId, stamp),
    ...changeWrites(vehicleRecord, { id: existing, action: 'vin-freed', before, after }, stamp),
  ]
}
