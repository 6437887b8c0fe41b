import { withOwner, withPlate } from '../../shared/domain/change-vehicle.ts'
import { isErased, type Customer, type CustomerRecord } from '../../shared/domain/customer.ts'
import { newsOf } from '../../shared/domain/export-said.ts'
import { idFor } from '../../shared/domain/ids.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { newVehicle, type Vehicle } from '../../shared/domain/vehicle.ts'
import { replanCalls } from '../../shared/due/plans/replan-calls.ts'
import { MAINTENANCE, planMaintenance } from '../../shared/due/plans/maintenance-reminders.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import { takeName } from '../../shared/store/guards.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { formerOwnerWrites, formerPlateWrites, vehicleRecord } from '../../shared/store/vehicles.ts'
import type { ApplyContext, ChunkPlan, NumberedRow, TableApplier } from './apply-chunk.ts'
import { rowOutcome } from './row-outcome.ts'
import type { VehicleRow } from './vehicles-table.ts'

interface Known {
  /** Ids behind the rows' VINs and customer numbers. */
  readonly ids: ReadonlyMap<string, string>
  readonly owners: ReadonlyMap<string, string>
  readonly people: ReadonlyMap<string, CustomerRecord>
  readonly vehicles: ReadonlyMap<string, Vehicle>
  /** Owners of before that are no row's: behind one whose record was merged stands another. */
  readonly formerOwners: ReadonlyMap<string, Customer>
}

export const applyVehicles: TableApplier<VehicleRow> = {
  chunkSize: 16,
  async plan(rows, context) {
    const known = await readKnown(rows, context)
    const { told, newlyOwned, ...reported } = tellRows(rows, known, context)
    return { ...(await writesFor(told, newlyOwned, known, context)), ...reported }
  },
}

async function readKnown(
  rows: readonly NumberedRow<VehicleRow>[],
  { store, dealer: { dealerId } }: ApplyContext,
): Promise<Known> {
  const vins = rows.map(({ values }) => values.vin)
  const numbers = rows.map(({ values }) => values.customerNumber)
  const [ids, owners] = await Promise.all([
    store.guards.idsBehind(dealerId, 'vin', vins),
    store.guards.idsBehind(dealerId, 'customer-number', numbers),
  ])
  const [people, vehicles] = await Promise.all([
    store.customers.recordsByIds(dealerId, owners.values()),
    store.vehicles.byIds(dealerId, ids.values()),
  ])
  const before = [...vehicles.values()].map(({ customerId }) => customerId)
  const formerOwners = await store.customers.byIds(
    dealerId,
    before.filter((customerId) => !people.has(customerId)),
  )
  return { ids, owners, people, vehicles, formerOwners }
}

/** The vehicles as the rows leave them; two rows may mean one vehicle, under its VIN and a former one. */
function tellRows(
  rows: readonly NumberedRow<VehicleRow>[],
  { ids, owners, people, vehicles, formerOwners }: Known,
  context: ApplyContext,
) {
  const { dealerId } = context.dealer
  const refused: ChunkPlan<VehicleRow>['refused'][number][] = []
  const warned: NonNullable<ChunkPlan<VehicleRow>['warned']>[number][] = []
  const told = new Map<string, Vehicle>()
  const newlyOwned = new Set<string>()
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
    const vehicleId = ids.get(values.vin) ?? idFor('vehicle', dealerId, values.vin)
    const known = told.get(vehicleId) ?? vehicles.get(vehicleId)
    if (known !== undefined && isOfMerged(known, values.vin)) {
      warned.push({ line, field: 'vin', code: 'vehicle-merged' })
      continue
    }
    const samePerson = formerOwners.get(known?.customerId ?? '')?.customerId === customerId
    const before = known && samePerson ? { ...known, customerId } : known
    const after = afterRow(before, values, { dealerId, vehicleId, customerId }, context)
    if (before !== undefined && before.customerId !== after.customerId) newlyOwned.add(vehicleId)
    told.set(vehicleId, after)
  }
  return { told, newlyOwned, refused, warned }
}

async function writesFor(
  told: ReadonlyMap<string, Vehicle>,
  newlyOwned: ReadonlySet<string>,
  known: Known,
  context: ApplyContext,
): Promise<Pick<ChunkPlan<VehicleRow>, 'writes' | 'changed' | 'created'>> {
  const { store, dealer, stamp } = context
  const { dealerId } = dealer
  const subjects = [...told.keys()].map((vehicleId) => `vehicle#${vehicleId}`)
  const waiting = await store.dueItems.bySubjects(dealerId, MAINTENANCE, subjects)
  const writes: Write[] = []
  const met: Vehicle[] = []
  let changed = 0
  let created = 0
  for (const [vehicleId, vehicle] of told) {
    const planned = planMaintenance(vehicle, dealer, waiting.get(`vehicle#${vehicleId}`), stamp)
    const before = known.vehicles.get(vehicleId)
    const after: Vehicle = { ...vehicle, serviceStatus: planned.serviceStatus }
    // Planned even where the record says the same: an item that failed goes on from here.
    if (planned.item !== undefined) writes.push(dueItemRecord.put(planned.item, stamp))
    if (before === undefined) writes.push(takeName(dealerId, 'vin', after.vin, vehicleId, stamp))
    else met.push(after)
    const outcome = rowOutcome(before, after)
    if (outcome === 'same') continue
    if (outcome !== 'heard') changed += 1
    if (outcome === 'created') created += 1
    writes.push(
      vehicleRecord.put(after, stamp),
      ...formerOwnerWrites(before, after, stamp),
      ...formerPlateWrites(before, after, stamp),
    )
  }
  writes.push(...(await replanCalls(met, context, newlyOwned)))
  return { writes, changed, created }
}

/** The VIN of a second record of the car, which was merged: the car's own row says what is so, not this one. */
function isOfMerged({ formerVins }: Vehicle, vin: string): boolean {
  return formerVins.some((former) => former.vin === vin && former.because === 'merged')
}

/** The vehicle with what is new in its row; a VIN that people have corrected since stays corrected. */
function afterRow(
  before: Vehicle | undefined,
  row: VehicleRow,
  ids: Pick<Vehicle, 'dealerId' | 'vehicleId' | 'customerId'>,
  { dealer, stamp }: ApplyContext,
): Vehicle {
  // What the old system itself read off odometers is its own word, and nobody here writes it.
  const { vin, odometerKm, lastVisitOn, ...cells } = row
  const { customerNumber: _, ...fields } = cells
  const told = before ?? newVehicle({ ...fields, ...ids, vin }, stamp)
  const { news, exportSaid } = newsOf(cells, { recordId: ids.vehicleId, rowName: vin }, told.exportSaid)
  const { customerNumber, plate, ...changed } = news
  const recorded = { on: dateIn(stamp.at, dealer.zone), by: stamp.by }
  const owned = customerNumber === undefined ? told : withOwner(told, ids.customerId, recorded)
  return {
    ...('plate' in news ? withPlate(owned, plate, recorded) : owned),
    ...changed,
    exportSaid,
    exported: {
      ...told.exported,
      ...('odometerKm' in row ? { odometerKm } : {}),
      ...('lastVisitOn' in row ? { visitOn: lastVisitOn } : {}),
    },
  }
}
