import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { newOwnerWrites } from '../../shared/due/plans/new-owner-call.ts'
import { vehicleWrites, type VehicleChange } from '../../shared/due/plans/vehicle-writes.ts'
import { asSeen } from '../../shared/http/etag.ts'
import { FieldsInvalid, NotFound, Refused, type FieldFault } from '../../shared/runtime/errors.ts'
import { asWritten } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import type { VehicleRecords } from '../../shared/store/vehicle-records.ts'

/** In whose name a vehicle is saved, and what else belongs into the transaction. */
export interface VehicleRequest {
  readonly store: VehicleRecords
  readonly dealerId: string
  readonly stamp: Stamp
  readonly also: (saved: Vehicle) => readonly Write[]
}

/** Which vehicle, in the version that the caller has seen. */
export interface SeenVehicle {
  readonly vehicleId: string
  readonly version: number
}

/** What a change is worked out from, read anew at each attempt. */
export interface VehicleFacts {
  readonly vehicle: Vehicle
  readonly dealer: Dealer
  /** In the dealer's zone. */
  readonly today: CalendarDate
  readonly stamp: Stamp
}

/** A vehicle as a request leaves it. */
export interface ToldVehicle {
  readonly told: Vehicle
  readonly change: string | VehicleChange
  readonly faults?: readonly FieldFault[]
  /** Of other records that change with it. */
  readonly writes?: readonly Write[]
}

/**
 * The vehicle, in the version that the caller has seen, and its dealer.
 * @throws NotFound, Stale, Refused `vehicle-merged` with the record that counts
 */
export async function factsOf(
  { store, dealerId, stamp }: Pick<VehicleRequest, 'store' | 'dealerId' | 'stamp'>,
  { vehicleId, version }: SeenVehicle,
): Promise<VehicleFacts> {
  const [dealer, known] = await Promise.all([
    store.dealers.byId(dealerId),
    store.vehicles.byId(dealerId, vehicleId),
  ])
  if (dealer === undefined) throw new NotFound()
  const vehicle = asSeen(known, version)
  if (vehicle.mergedInto !== undefined) throw new Refused('vehicle-merged', { existing: vehicle.mergedInto })
  return { vehicle, dealer, today: dateIn(stamp.at, dealer.zone), stamp }
}

/**
 * Changes a vehicle, and all that falls due by its facts, in one transaction.
 * @throws NotFound, Stale, FieldsInvalid, Refused, Contested
 */
export async function changeKnown(
  request: VehicleRequest,
  which: SeenVehicle,
  change: (facts: VehicleFacts) => ToldVehicle | Promise<ToldVehicle>,
): Promise<Vehicle> {
  const { store, stamp, also } = request
  const { saved } = await untilCommitted(store, async () => {
    const facts = await factsOf(request, which)
    const { vehicle: before, dealer } = facts
    const { told, change: action, faults = [], writes: others = [] } = await change(facts)
    if (faults.length > 0) throw new FieldsInvalid(faults)
    const { vehicle, writes } = await vehicleWrites(before, told, action, { store, dealer, stamp })
    const written = asWritten(before, vehicle, stamp)
    const ofOwner = await newOwnerWrites(before, vehicle, { store, dealer, stamp })
    return { saved: written, writes: [...writes, ...ofOwner, ...others, ...also(written)] }
  })
  return saved
}
