import { dateIn, type CalendarDate, type Instant, type Zone } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'

/** From the one day to the other, both included; a day that nobody recorded bounds nothing. */
interface Ownership {
  readonly from: CalendarDate | undefined
  readonly until: CalendarDate | undefined
}

/**
 * When a vehicle was these customers', by its record. A time that the record has forgotten (it remembers the last
 * twenty owners) counts as theirs if it names them nowhere: who asks was its owner once.
 */
function ownershipsOf(vehicle: Vehicle, customerIds: readonly string[]): Ownership[] {
  const { customerId, ownedSince, formerOwners } = vehicle
  const all = [...formerOwners, { customerId, from: ownedSince, until: undefined }]
  const theirs = all.flatMap((each, index) => {
    const from = each.from ?? all[index - 1]?.until
    return customerIds.includes(each.customerId) ? [{ from, until: each.until }] : []
  })
  return theirs.length > 0 ? theirs : [{ from: undefined, until: formerOwners[0]?.from }]
}

/** Whether a vehicle was these customers' on that day. */
export function isOwnedOn(vehicle: Vehicle, customerIds: readonly string[], on: CalendarDate): boolean {
  return ownershipsOf(vehicle, customerIds).some(
    ({ from, until }) => (from === undefined || from <= on) && (until === undefined || on <= until),
  )
}

/** Whether a vehicle was these customers' at that time. */
export function isOwnedAt(
  vehicle: Vehicle,
  customerIds: readonly string[],
  at: Instant,
  zone: Zone,
): boolean {
  return isOwnedOn(vehicle, customerIds, dateIn(at, zone))
}
