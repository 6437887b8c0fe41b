import type { Vehicle } from '../../domain/vehicle.ts'
import { changeWrites } from '../../store/audit.ts'
import { dueItemRecord } from '../../store/due-items.ts'
import type { Write } from '../../store/table-client.ts'
import { vehicleRecord } from '../../store/vehicles.ts'
import { MAINTENANCE, planMaintenance } from './maintenance-reminders.ts'
import { replanCalls, type PlanContext } from './replan-calls.ts'

/**
 * A vehicle as a person's request leaves it, with everything that falls due by its facts: its next reminder, its next
 * call, the entry that leaves a list, and who changed what. All of it belongs into one transaction, at most five writes.
 * @param action what was done, as a verb in the past
 */
export async function vehicleWrites(
  before: Vehicle | undefined,
  told: Vehicle,
  action: string,
  context: PlanContext,
): Promise<{ readonly vehicle: Vehicle; readonly writes: readonly Write[] }> {
  const { store, dealer, stamp } = context
  const { vehicleId: id } = told
  const waiting = await store.dueItems.bySubject(dealer.dealerId, MAINTENANCE, `vehicle#${id}`)
  const { item, serviceStatus } = planMaintenance(told, dealer, waiting, stamp)
  const after: Vehicle = { ...told, serviceStatus }
  return {
    vehicle: after,
    writes: [
      ...changeWrites(vehicleRecord, { id, action, before, after }, stamp),
      ...(item === undefined ? [] : [dueItemRecord.put(item, stamp)]),
      ...(await replanCalls([after], context)),
    ],
  }
}
