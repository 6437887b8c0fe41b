import type { CalendarDate } from '../../shared/domain/time.ts'
import { MOST_REMEMBERED } from '../../shared/domain/vehicle-past.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'

/** From the one day to the other, both included; a day that nobody recorded bounds nothing. */
interface Ownership {
  readonly from: CalendarDate | undefined
  readonly until: CalendarDate | undefined
}

/**
 * When a vehicle was these customers', by its record. A record that remembers as many owners as it can has forgotten
 * others: where it names them nowhere, the time before all whom it remembers counts as theirs, since who asks was its
 * owner once.
 */
function ownershipsOf(vehicle: Vehicle, customerIds: readonly string[]): Ownership[] {
  const { customerId, ownedSince, formerOwners } = vehicle
  const now = { customerId, from: ownedSince, until: undefined, underRecord: undefined }
  const all = [...formerOwners, now]
  const theirs = all.flatMap((each, index) => {
    // Two records of one car each had owners of their own, at the same time.
    const before = all.slice(0, index).findLast(({ underRecord }) => underRecord === each.underRecord)
    const from = each.from ?? before?.until
    return customerIds.includes(each.customerId) ? [{ from, until: each.until }] : []
  })
  if (theirs.length > 0 || formerOwners.length < MOST_REMEMBERED) return theirs
  const [first] = formerOwners
  return [{ from: undefined, until: first?.from ?? first?.until }]
}

/** Whether a vehicle was ever these customers'. */
export function wasEverOwned(vehicle: Vehicle, customerIds: readonly string[]): boolean {
  return ownershipsOf(vehicle, customerIds).length > 0
}

/** Whether a vehicle was these customers' on that day. */
export function isOwnedOn(vehicle: Vehicle, customerIds: readonly string[], on: CalendarDate): boolean {
  return ownershipsOf(vehicle, customerIds).some(
    ({ from, until }) => (from === undefined || from <= on) && (until === undefined || on <= until),
  )
}
