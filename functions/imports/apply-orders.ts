import { idFor } from '../../shared/domain/ids.ts'
import { visitOfOrder, type RepairOrder } from '../../shared/domain/order.ts'
import { unwritten } from '../../shared/domain/record.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { odometerReadings } from '../../shared/domain/odometer.ts'
import { withoutVisit, withVisit } from '../../shared/domain/visits.ts'
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
  chunkSize: 20,
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
    const moved = rows.flatMap(({ values }) => {
      const before = known.get(ids.get(values.number) ?? '')
      const vehicleId = vehicleIds.get(values.vin)
      return before && !before.livesHere && vehicleId && before.vehicleId !== vehicleId ? [before] : []
    })
    const left = await store.vehicles.byIds(
      dealerId,
      moved.map(({ vehicleId }) => vehicleId),
    )
    for (const [vehicleId, vehicle] of left) vehicles.set(vehicleId, vehicle)
    const writes: Write[] = []
    const refused: ChunkPlan<OrderRow>['refused'][number][] = []
    const warned: NonNullable<ChunkPlan<OrderRow>['warned']>[number][] = []
    const visited = new Map<string, Vehicle>()
    for (const { vehicleId, orderId } of moved) {
      const vehicle = visited.get(vehicleId) ?? vehicles.get(vehicleId)
      if (vehicle) visited.set(vehicleId, { ...vehicle, visits: withoutVisit(vehicle.visits, orderId) })
    }
    let changed = 0
    let created = 0
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
      if (before?.livesHere) {
        const contradicted = contradiction(before, values, vehicle)
        if (contradicted !== undefined) refused.push({ line, ...contradicted })
        continue
      }
      const { vehicleId: owner } = vehicle
      const status = values.status ?? before?.status ?? 'in_work'
      const after: RepairOrder = {
        ...(before ?? unwritten(stamp)),
        ...fields,
        dealerId,
        orderId,
        vehicleId: owner,
        status,
        ...(status === 'in_work' ? { deliveredOn: undefined } : {}),
      }
      if (status === 'in_work' && values.deliveredOn !== undefined) {
        warned.push({ line, field: 'deliveredOn', code: 'delivered-date-ignored' })
      }
      const visit = visitOfOrder(after)
      const visits = visit === undefined ? vehicle.visits : withVisit(vehicle.visits, visit)
      const visitedNow = { ...vehicle, visits }
      if (before !== undefined && saysTheSame(before, after)) {
        // An older visit comes to count again where a newer one turned out to be another vehicle's.
        if (!hasVisit(vehicle, orderId) && hasVisit(visitedNow, orderId)) visited.set(owner, visitedNow)
        continue
      }
      changed += 1
      if (before === undefined) created += 1
      writes.push(repairOrderRecord.put(after, stamp))
      if (guarded === undefined)
        writes.push(takeName(dealerId, 'order-number', values.number, orderId, stamp))
      const reading = { on: after.deliveredOn ?? after.receivedOn, km: after.odometerKm }
      const { setAside } = odometerReadings(visitedNow)
      if (setAside.some(({ on, km }) => on === reading.on && km === reading.km)) {
        warned.push({ line, field: 'odometerKm', code: 'mileage-set-aside' })
      }
      visited.set(owner, visitedNow)
    }
    writes.push(...(await writesForVisits(vehicles, visited, context)))
    return { writes, changed, created, refused, warned }
  },
}

/**
 * An order that people work on here is not the old system's any more: no export moves it, back or forth, or writes over
 * what was done. A row that lags behind is left alone; one that says what cannot be true of it is for a person to see.
 */
function contradiction(
  order: RepairOrder,
  { status }: OrderRow,
  { vehicleId }: Vehicle,
): { field: 'status' | 'vin'; code: 'order-lives-here' } | undefined {
  if (order.vehicleId !== vehicleId) return { field: 'vin', code: 'order-lives-here' }
  const ahead = status === 'delivered' && order.status !== 'delivered'
  return ahead ? { field: 'status', code: 'order-lives-here' } : undefined
}

function hasVisit({ visits }: Vehicle, orderId: string): boolean {
  return visits.some((visit) => visit.orderId === orderId)
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
