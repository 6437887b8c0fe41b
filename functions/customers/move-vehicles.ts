import type { Vehicle } from '../../shared/domain/vehicle.ts'
import type { PlanContext } from '../../shared/due/plans/replan-calls.ts'
import { vehicleWrites } from '../../shared/due/plans/vehicle-writes.ts'
import type { Write } from '../../shared/store/table-client.ts'

export interface Moved {
  readonly vehicleIds: readonly string[]
  readonly writes: readonly Write[]
}

/**
 * Vehicles under another record of the same person, with all that follows from it: as many as there is room for.
 * @param room writes that the transaction has left
 */
export async function moveVehicles(
  vehicles: readonly Vehicle[],
  customerId: string,
  { action, room }: { readonly action: string; readonly room: number },
  context: PlanContext,
): Promise<Moved> {
  const planned = await Promise.all(
    vehicles.map((before) => vehicleWrites(before, { ...before, customerId }, action, context)),
  )
  const vehicleIds: string[] = []
  const writes: Write[] = []
  for (const { vehicle, writes: own } of planned) {
    if (writes.length + own.length > room) break
    vehicleIds.push(vehicle.vehicleId)
    writes.push(...own)
  }
  return { vehicleIds, writes }
}
