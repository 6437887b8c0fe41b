import { idFor } from '../../shared/domain/ids.ts'
import { isMaintenance, type RepairOrder } from '../../shared/domain/order.ts'
import { unwritten } from '../../shared/domain/record.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { odometerReadings, withVisit } from '../../shared/domain/visits.ts'
import { MAINTENANCE, planMaintenance } from '../../shared/due/plans/maintenance-reminders.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import { takeName } from '../../shared/store/guards.ts'
import { repairOrderRecord } from '../../shared/store/orders.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import type { ApplyContext, ChunkPlan, TableApplier } from './apply-chunk.ts'
import type { OrderRow } from './orders-table.ts'

/** An order and its vehicle's visits and next service change together. */
export const applyOrders: TableApplier<OrderRow> = {
  chunkSize: 25,
  async plan(rows, context) {
    const { store, dealer, stamp } = context
    const { dealerId } = dealer
    const [ids, vehicleIds] = await Promise.all([
      store.guards.idsBehind(
        dealerId,
        'order-number',
        rows.map(({ values }) => values.number),
      ),
      store.guards.idsBehind(
        dealerId,
        'vin',
        rows.map(({ values }) => values.vin),
      ),
    ])
    const [known, vehicles] = await Promise.all([
      store.orders.byIds(dealerId, ids.values()),
      store.vehicles.byIds(dealerId, vehicleIds.values()),
    ])
    const writes: Write[] = []
    const refused: ChunkPlan<OrderRow>['refused'][number][] = []
    const warned: NonNullable<ChunkPlan<OrderRow>['warned']>[number][] = []
    const visited = new Map<string, Vehicle>()
    let changed = 0
    for (const { line, values } of rows) {
      const { vin, plate, ...fields } = values
      const vehicleId = vehicleIds.get(vin)
      const vehicle = vehicleId && (visited.get(vehicleId) ?? vehicles.get(vehicleId))
      if (!vehicle) {
        refused.push({ line, field: 'vin', code: 'vehicle-unknown' })
        continue
      }
      const guarded = ids.get(values.number)
      const orderId = guarded ?? idFor('order', dealerId, values.number)
      const before = known.get(orderId)
      const { vehicleId: owner } = vehicle
      const after: RepairOrder = {
        ...(before ?? unwritten(stamp)),
        ...fields,
        dealerId,
        orderId,
        vehicleId: owner,
      }
      if (before !== undefined && saysTheSame(before, after)) continue
      changed += 1
      writes.push(repairOrderRecord.put(after, stamp))
      if (guarded === undefined)
        writes.push(takeName(dealerId, 'order-number', values.number, orderId, stamp))
      const reading = { on: after.deliveredOn ?? after.receivedOn, km: after.odometerKm }
      const visitedNow = { ...vehicle, visits: withVisit(vehicle.visits, visitOf(after)) }
      const { setAside } = odometerReadings(visitedNow)
      if (setAside.some(({ on, km }) => on === reading.on && km === reading.km)) {
        warned.push({ line, field: 'odometerKm', code: 'mileage-set-aside' })
      }
      visited.set(owner, visitedNow)
    }
    writes.push(...(await writesForVisits(vehicles, visited, context)))
    return { writes, changed, refused, warned }
  },
}

function visitOf({
  orderId,
  kind,
  receivedOn,
  deliveredOn,
  odometerKm,
}: RepairOrder): Vehicle['visits'][number] {
  return { orderId, maintenance: isMaintenance(kind), receivedOn, deliveredOn, odometerKm }
}

async function writesForVisits(
  before: ReadonlyMap<string, Vehicle>,
  visited: ReadonlyMap<string, Vehicle>,
  { store, dealer, stamp }: ApplyContext,
): Promise<Write[]> {
  const subjects = [...visited.keys()].map((vehicleId) => `vehicle#${vehicleId}`)
  const waiting = await store.dueItems.bySubjects(dealer.dealerId, MAINTENANCE, subjects)
  return [...visited].flatMap(([vehicleId, vehicle]) => {
    const { item, serviceStatus } = planMaintenance(
      vehicle,
      dealer,
      waiting.get(`vehicle#${vehicleId}`),
      stamp,
    )
    const after: Vehicle = { ...vehicle, serviceStatus }
    const known = before.get(vehicleId)
    const same = known !== undefined && saysTheSame(known, after)
    return [
      ...(same ? [] : [vehicleRecord.put(after, stamp)]),
      ...(item === undefined ? [] : [dueItemRecord.put(item, stamp)]),
    ]
  })
}
