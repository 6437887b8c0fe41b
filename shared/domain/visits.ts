import type { Vehicle, Visit } from './vehicle.ts'
import type { CalendarDate } from './time.ts'

/** The rules look at the last few visits and, however long ago, the last two maintenance visits. */
const KEPT = 5
const KEPT_MAINTENANCE = 2

/** The visits with this one put in or replaced, oldest first, older ones dropped. */
export function withVisit(visits: readonly Visit[], visit: Visit): Visit[] {
  const all = [...visits.filter((other) => other.orderId !== visit.orderId), visit].sort(byDay)
  const maintenance = all.filter((each) => each.maintenance).slice(-KEPT_MAINTENANCE)
  const last = all.slice(-KEPT)
  return all.filter((each) => last.includes(each) || maintenance.includes(each) || !each.deliveredOn)
}

/** The visits without this order's, which turned out to be another vehicle's. */
export function withoutVisit(visits: readonly Visit[], orderId: Visit['orderId']): Visit[] {
  return visits.filter((visit) => visit.orderId !== orderId)
}

function byDay(a: Visit, b: Visit): number {
  return (
    compare(a.deliveredOn ?? a.receivedOn, b.deliveredOn ?? b.receivedOn) || compare(a.orderId, b.orderId)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The last maintenance visit that was delivered: the base of the next service. */
export function lastMaintenance(
  vehicle: Pick<Vehicle, 'visits'>,
): (Visit & { deliveredOn: CalendarDate }) | undefined {
  return vehicle.visits
    .flatMap((visit) =>
      visit.maintenance && visit.deliveredOn !== undefined
        ? [{ ...visit, deliveredOn: visit.deliveredOn }]
        : [],
    )
    .at(-1)
}

/** The day the vehicle was last in the workshop, by orders or by the old system's word. */
export function lastVisitOn(vehicle: Pick<Vehicle, 'visits' | 'exported'>): CalendarDate | undefined {
  const days = vehicle.visits.map((visit) => visit.deliveredOn ?? visit.receivedOn)
  if (vehicle.exported?.visitOn !== undefined) days.push(vehicle.exported.visitOn)
  return days.sort().at(-1)
}

/** The order under which the vehicle stands in the workshop now. */
export function openVisit(vehicle: Pick<Vehicle, 'visits'>): Visit | undefined {
  return vehicle.visits.find((visit) => visit.deliveredOn === undefined)
}
