import { idFor } from '../../shared/domain/ids.ts'
import { unwritten } from '../../shared/domain/record.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { MAINTENANCE, planMaintenance } from '../../shared/due/plans/maintenance-reminders.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import { takeName } from '../../shared/store/guards.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import type { ChunkPlan, TableApplier } from './apply-chunk.ts'
import type { VehicleRow } from './vehicles-table.ts'

export const applyVehicles: TableApplier<VehicleRow> = {
  chunkSize: 33,
  async plan(rows, { store, dealer, stamp }) {
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
    const [known, waiting] = await Promise.all([
      store.vehicles.byIds(dealerId, ids.values()),
      store.dueItems.bySubjects(
        dealerId,
        MAINTENANCE,
        [...ids.values()].map((id) => `vehicle#${id}`),
      ),
    ])
    const writes: Write[] = []
    const refused: ChunkPlan<VehicleRow>['refused'][number][] = []
    let changed = 0
    for (const { line, values } of rows) {
      const customerId = owners.get(values.customerNumber)
      if (customerId === undefined) {
        refused.push({ line, field: 'customerNumber', code: 'customer-unknown' })
        continue
      }
      const guarded = ids.get(values.vin)
      const vehicleId = guarded ?? idFor('vehicle', dealerId, values.vin)
      const before = known.get(vehicleId)
      const { customerNumber, odometerKm, lastVisitOn, ...fields } = values
      const told: Vehicle = {
        ...(before ?? {
          ...unwritten(stamp),
          status: 'active',
          serviceStatus: 'active',
          visits: [],
          cover: {},
        }),
        ...fields,
        dealerId,
        vehicleId,
        customerId,
        exported: { odometerKm, visitOn: lastVisitOn },
      }
      const planned = planMaintenance(told, dealer, waiting.get(`vehicle#${vehicleId}`), stamp)
      const after: Vehicle = { ...told, serviceStatus: planned.serviceStatus }
      if (before !== undefined && saysTheSame(before, after)) continue
      changed += 1
      writes.push(vehicleRecord.put(after, stamp))
      if (guarded === undefined) writes.push(takeName(dealerId, 'vin', values.vin, vehicleId, stamp))
      if (planned.item !== undefined) writes.push(dueItemRecord.put(planned.item, stamp))
    }
    return { writes, changed, refused }
  },
}
