import type * as z from 'zod'
import { idFor } from '../../shared/domain/ids.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { newVehicle, type Vehicle } from '../../shared/domain/vehicle.ts'
import { newOwnerWrites } from '../../shared/due/plans/new-owner-call.ts'
import { vehicleWrites } from '../../shared/due/plans/vehicle-writes.ts'
import type { createVehicle } from '../../shared/http/routes/vehicles.ts'
import { FieldsInvalid, NotFound, Refused } from '../../shared/runtime/errors.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { asWritten } from '../../shared/store/record-kind.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { dateFaults } from './change-vehicle.ts'
import type { VehicleRequest } from './save-vehicle.ts'
import { ownerKnown } from './transfer.ts'
import { vinWrites } from './vin-writes.ts'

/**
 * Takes a vehicle in, with its first reminder and, where it was sold just now, the call to its owner, in one transaction.
 * @throws FieldsInvalid, Refused `already-exists`, Contested
 */
export async function createNew(
  { store, dealerId, stamp, also }: VehicleRequest,
  { customerId: given, vinWasOf, ...fields }: z.output<(typeof createVehicle)['body']>,
): Promise<Vehicle> {
  const { saved } = await untilCommitted(store, async () => {
    const dealer = await store.dealers.byId(dealerId)
    if (dealer === undefined) throw new NotFound()
    const faults = dateFaults(fields, dateIn(stamp.at, dealer.zone))
    if (faults.length > 0) throw new FieldsInvalid(faults)
    const owner = await ownerKnown(store, dealerId, given)
    const { customerId } = owner
    // The vehicle that the VIN was written down for has the id that the VIN gives.
    const name = vinWasOf === undefined ? [fields.vin] : [fields.vin, vinWasOf]
    const vehicleId = idFor('vehicle', dealerId, ...name)
    // Its own VIN is no other vehicle's, so a record that has the id already is asked for itself.
    if ((await store.vehicles.byId(dealerId, vehicleId)) !== undefined)
      throw new Refused('already-exists', { existing: vehicleId })
    const told = newVehicle({ ...fields, dealerId, vehicleId, customerId }, stamp)
    const ofVin = await vinWrites(store, told, vinWasOf, stamp)
    const { vehicle, writes } = await vehicleWrites(undefined, told, 'created', { store, dealer, stamp })
    const written = asWritten(undefined, vehicle, stamp)
    const ofOwner = await newOwnerWrites(undefined, vehicle, { store, dealer, stamp })
    const asOwned = [customerRecord.check(owner)]
    return { saved: written, writes: [...writes, ...ofVin, ...ofOwner, ...asOwned, ...also(written)] }
  })
  return saved
}
