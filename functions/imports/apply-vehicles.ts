import { isErased } from '../../shared/domain/customer.ts'
import { idFor } from '../../shared/domain/ids.ts'
import { unwritten } from '../../shared/domain/record.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { replanCalls } from '../../shared/due/plans/replan-calls.ts'
import { MAINTENANCE, planMaintenance } from '../../shared/due/plans/maintenance-reminders.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import { takeName } from '../../shared/store/guards.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import type { ChunkPlan, TableApplier } from './apply-chunk.ts'
import type { VehicleRow } from './vehicles-table.ts'

export const applyVehicles: TableApplier<VehicleRow> = {
  chunkSize: 25,
  async plan(rows, context) {
    const { store, dealer, stamp } = context
    const { dealerId } = dealer
    const [ids, owners] = await Promise.all([
      store.guards.idsBehind(
        dealerId,
        'vin',
        rows.map(({ values }) => values.vin),
      ),
      store.guards.idsBehind(
        dealerId,
        'customer-number',
        rows.map(({ values }) => values.customerNumber),
      ),
    ])
    const [people, known, waiting] = await Promise.all([
      store.customers.recordsByIds(dealerId, owners.values()),
      store.vehicles.byIds(dealerId, ids.values()),
      store.dueItems.bySubjects(
        dealerId,
        MAINTENANCE,
        [...ids.values()].map((id) => `vehicle#${id}`),
      ),
    ])
    const writes: Write[] = []
    const refused: ChunkPlan<VehicleRow>['refused'][number][] = []
    const met: Vehicle[] = []
    let changed = 0
    let created = 0
    for (const { line, values } of rows) {
      const customerId = owners.get(values.customerNumber)
      if (customerId === undefined) {
        refused.push({ line, field: 'customerNumber', code: 'customer-unknown' })
        continue
      }
      if (isErased(people.get(customerId))) {
        refused.push({ line, field: 'customerNumber', code: 'customer-erased' })
        continue
      }
      const guarded = ids.get(values.vin)
      const vehicleId = guarded ?? idFor('vehicle', dealerId, values.vin)
      const before = known.get(vehicleId)
      const { customerNumber, odometerKm, lastVisitOn, ...fields } = values
      const told: Vehicle = {
        ...(before ?? {
          ...unwritten(stamp),
          serviceStatus: 'active',
          visits: [],
          cover: {},
        }),
        ...fields,
        dealerId,
        vehicleId,
        customerId,
        status: statusFor(before, customerId),
        exported: {
          ...before?.exported,
          ...('odometerKm' in values ? { odometerKm } : {}),
          ...('lastVisitOn' in values ? { visitOn: lastVisitOn } : {}),
        },
      }
      const planned = planMaintenance(told, dealer, waiting.get(`vehicle#${vehicleId}`), stamp)
      const after: Vehicle = { ...told, serviceStatus: planned.serviceStatus }
      // Planned even where the record says the same: an item that failed goes on from here.
      if (planned.item !== undefined) writes.push(dueItemRecord.put(planned.item, stamp))
      if (before !== undefined) met.push(after)
      if (before !== undefined && saysTheSame(before, after)) continue
      changed += 1
      if (before === undefined) created += 1
      writes.push(vehicleRecord.put(after, stamp))
      if (guarded === undefined) writes.push(takeName(dealerId, 'vin', values.vin, vehicleId, stamp))
    }
    writes.push(...(await replanCalls(met, context)))
    return { writes, changed, created, refused }
  },
}

/** A vehicle that was sold, or whose owner was erased, is a customer's again once the books name its new owner. */
function statusFor(before: Vehicle | undefined, customerId: string): Vehicle['status'] {
  if (before === undefined) return 'active'
  const left = before.status === 'sold' || before.status === 'owner_erased'
  return left && before.customerId !== customerId ? 'active' : before.status
}
