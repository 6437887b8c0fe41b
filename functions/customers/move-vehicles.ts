import type { Vehicle } from '../../shared/domain/vehicle.ts'
import type { PlanContext } from '../../shared/due/plans/replan-calls.ts'
import { vehicleWrites } from '../../shared/due/plans/vehicle-writes.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { howManyFit } from '../../shared/store/transaction-size.ts'

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
  const count = howManyFit(
    planned.map(({ writes }) => writes),
    room,
  )
  const moved = planned.slice(0, count)
  return {
    vehicleIds: moved.map(({ vehicle }) => vehicle.vehicleId),
    writes: moved.flatMap(({ writes }) => writes),
  }
}
