import type { Complaint } from '../../shared/domain/complaint.ts'
import type { Customer } from '../../shared/domain/customer.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { isEmployed } from '../../shared/domain/staff.ts'
import { dateIn } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { complaintOf } from '../../shared/due/plans/complaint-filing.ts'
import { complaintWrites } from '../../shared/due/plans/complaint-writes.ts'
import type { FiledBody } from '../../shared/http/routes/complaints.ts'
import { FieldsInvalid, Refused, type FieldFault } from '../../shared/runtime/errors.ts'
import type { CareStore } from '../../shared/store/care-store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'

/**
 * Takes a complaint down, with who did it and what else belongs into the transaction.
 * @throws FieldsInvalid, Refused `vehicle-merged`, Contested
 */
export async function fileComplaint(
  store: CareStore,
  dealer: Dealer,
  told: FiledBody,
  stamp: Stamp,
  also: (complaint: Complaint) => readonly Write[],
): Promise<Complaint> {
  const { record } = await untilCommitted(store, async () => {
    const about = await whoAndWhat(store, dealer, told, stamp)
    const { filedAt = stamp.at, ...rest } = told
    const filed = await complaintOf({ ...rest, ...about, filedAt }, { store, dealer, stamp })
    const saved = await complaintWrites(
      { action: 'filed', before: undefined, after: filed.complaint },
      { store, dealer, stamp },
    )
    return { record: saved.record, writes: [...saved.writes, ...filed.writes, ...also(saved.record)] }
  })
  return record
}

/** Who complains and about which car: an order tells its car, a car its owner. */
async function whoAndWhat(
  store: CareStore,
  { dealerId, zone }: Dealer,
  { customerId, vehicleId, orderId, ownerId, filedAt }: FiledBody,
  stamp: Stamp,
): Promise<{ customer: Customer; vehicle: Vehicle | undefined }> {
  const [order, owner] = await Promise.all([
    orderId === undefined ? undefined : store.orders.byId(dealerId, orderId),
    ownerId === undefined ? undefined : store.staff.byId(dealerId, ownerId),
  ])
  const ofCar = vehicleId ?? order?.vehicleId
  const vehicle = ofCar === undefined ? undefined : await store.vehicles.byId(dealerId, ofCar)
  const who = customerId ?? vehicle?.customerId
  const customer = who === undefined ? undefined : await store.customers.byId(dealerId, who)

  const strange = (field: string, isStrange: boolean): FieldFault[] =>
    isStrange ? [{ path: `body.${field}`, reason: 'not-a-choice' }] : []
  const faults = [
    ...strange('orderId', orderId !== undefined && order === undefined),
    ...strange('vehicleId', vehicleId !== undefined && vehicle === undefined),
    ...strange('vehicleId', order !== undefined && ofCar !== order.vehicleId),
    ...strange('ownerId', ownerId !== undefined && !(owner && isEmployed(owner, dateIn(stamp.at, zone)))),
    ...strange('customerId', customerId !== undefined && customer === undefined),
    ...(filedAt !== undefined && filedAt > stamp.at
      ? [{ path: 'body.filedAt', reason: 'too-far-ahead' } as const]
      : []),
  ]
  if (faults.length > 0) throw new FieldsInvalid(faults)
  if (vehicle?.mergedInto !== undefined) throw new Refused('vehicle-merged', { existing: vehicle.mergedInto })
  if (customer === undefined) throw new FieldsInvalid([{ path: 'body.customerId', reason: 'required' }])
  return { customer, vehicle }
}
