import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { vehicleWrites } from '../../shared/due/plans/vehicle-writes.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'

interface ReplanContext {
  readonly store: Store
  readonly dealer: Dealer
  readonly stamp: Stamp
}

/**
 * Plans anew what waits for these vehicles, by the settings as they are: in one transaction, and where somebody changes
 * one of them meanwhile, one by one. Returns for how many something has moved.
 * @throws Contested when others are faster with one of them each time
 */
export async function replanVehicles(vehicleIds: readonly string[], context: ReplanContext): Promise<number> {
  const { store } = context
  const planned = await plan(vehicleIds, context)
  if (planned.length === 0) return 0
  const result = await store.commit(planned.flatMap(({ writes }) => writes))
  if (result.kind === 'committed') return planned.length
  let moved = 0
  for (const vehicleId of vehicleIds) {
    const { writes } = await untilCommitted(store, async () => {
      const [one] = await plan([vehicleId], context)
      return { writes: one?.writes ?? [] }
    })
    if (writes.length > 0) moved += 1
  }
  return moved
}

/** Those for whom something moves, with their writes. */
async function plan(
  vehicleIds: readonly string[],
  context: ReplanContext,
): Promise<{ vehicle: Vehicle; writes: readonly Write[] }[]> {
  const vehicles = await context.store.vehicles.byIds(context.dealer.dealerId, vehicleIds)
  const planned = await Promise.all(
    [...vehicles.values()].map(async (vehicle) => ({ vehicle, writes: await writesFor(vehicle, context) })),
  )
  return planned.filter(({ writes }) => writes.length > 0)
}

/**
 * The vehicle is written with what moves, also where it says the same: so nothing is planned over newer facts that
 * somebody has written meanwhile.
 */
async function writesFor(vehicle: Vehicle, context: ReplanContext): Promise<readonly Write[]> {
  const { vehicle: after, writes } = await vehicleWrites(vehicle, vehicle, 'planned-anew', context)
  if (writes.length === 0 || after.serviceStatus !== vehicle.serviceStatus) return writes
  return [vehicleRecord.put(vehicle, context.stamp), ...writes]
}
