import type { Vehicle } from '../../domain/vehicle.ts'
import { changeWrites } from '../../store/audit.ts'
import { dueItemRecord } from '../../store/due-items.ts'
import type { Write } from '../../store/table-client.ts'
import { formerOwnerWrites, formerPlateWrites, vehicleRecord } from '../../store/vehicles.ts'
import { MAINTENANCE, planMaintenance } from './maintenance-reminders.ts'
import { replanCalls, type PlanContext } from './replan-calls.ts'

/** What a vehicle's change means for those who are told of it. */
export interface VehicleChange {
  /** What was done, as a verb in the past. */
  readonly action: string
  /** It is another person's now, not the same under another id: what the one before has said of it counts no more. */
  readonly newOwner?: boolean
}

/**
 * A vehicle as a person's request leaves it, with everything that falls due by its facts: its next reminder, its next
 * call, the entry that leaves a list, the owner and the plate that go on finding it, and who changed what. All of it
 * belongs into one transaction, at most seven writes.
 * @param change what was done, as a verb in the past, or more of it
 */
export async function vehicleWrites(
  before: Vehicle | undefined,
  told: Vehicle,
  change: string | VehicleChange,
  context: PlanContext,
): Promise<{ readonly vehicle: Vehicle; readonly writes: readonly Write[] }> {
  const { store, dealer, stamp } = context
  const { vehicleId: id } = told
  const { action, newOwner = false } = typeof change === 'string' ? { action: change } : change
  const waiting = await store.dueItems.bySubject(dealer.dealerId, MAINTENANCE, `vehicle#${id}`)
  const { item, serviceStatus } = planMaintenance(told, dealer, waiting, stamp)
  const after: Vehicle = { ...told, serviceStatus }
  return {
    vehicle: after,
    writes: [
      ...changeWrites(vehicleRecord, { id, action, before, after }, stamp),
      ...formerOwnerWrites(before, after, stamp),
      ...formerPlateWrites(before, after, stamp),
      ...(item === undefined ? [] : [dueItemRecord.put(item, stamp)]),
      ...(await replanCalls([after], context, new Set(newOwner ? [id] : []))),
    ],
  }
}
