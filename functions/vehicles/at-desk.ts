import type { Customer } from '../../shared/domain/customer.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { isWaiting, type DueItem, type WaitingDueItem } from '../../shared/domain/due-item.ts'
import { odometerReadings } from '../../shared/domain/odometer.ts'
import { VehiclePurpose } from '../../shared/domain/purpose.ts'
import { dateIn, daysBetween, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import type { Cover, Vehicle } from '../../shared/domain/vehicle.ts'
import { lastMaintenance, lastVisitOn, openVisit } from '../../shared/domain/visits.ts'
import { countedService } from '../../shared/due/plans/maintenance-reminders.ts'
import type { VehicleAtDeskView } from '../../shared/http/routes/vehicle-views.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import { serviceWords, stepWords } from './desk-words.ts'
import { vehicleView } from './vehicle-view.ts'

/**
 * A vehicle as it stands before a service advisor: three rounds of reads by key.
 * @throws NotFound
 */
export async function readAtDesk(
  store: Pick<Store, 'customers' | 'dealers' | 'dueItems' | 'vehicles'>,
  { dealerId, vehicleId }: { readonly dealerId: string; readonly vehicleId: string },
  now: Instant,
): Promise<{ readonly body: VehicleAtDeskView; readonly version: number }> {
  const [dealer, vehicle, ...items] = await Promise.all([
    store.dealers.byId(dealerId),
    store.vehicles.byId(dealerId, vehicleId),
    ...VehiclePurpose.options.map((purpose) =>
      store.dueItems.bySubject(dealerId, purpose, `vehicle#${vehicleId}`),
    ),
  ])
  if (dealer === undefined || vehicle === undefined) throw new NotFound()
  const owner = await store.customers.byId(dealerId, vehicle.customerId)
  return { body: atDesk({ dealer, vehicle, owner, items }, now), version: vehicle.version }
}

export interface DeskFacts {
  readonly dealer: Dealer
  readonly vehicle: Vehicle
  readonly owner: Customer | undefined
  readonly items: readonly (DueItem | undefined)[]
}

/** Pure. */
export function atDesk({ dealer, vehicle, owner, items }: DeskFacts, now: Instant): VehicleAtDeskView {
  const today = dateIn(now, dealer.zone)
  const { readings, setAside } = odometerReadings(vehicle)
  const last = readings.at(-1)
  const { compulsory, commercial } = vehicle.cover
  return {
    ...vehicleView(vehicle),
    owner: owner && { customerId: owner.customerId, name: owner.name },
    nextService: vehicle.status === 'active' ? serviceOf(vehicle, dealer, today) : undefined,
    workshop: workshopOf(vehicle, today),
    odometer: { last: last && { on: last.on, km: last.km }, setAside, recorded: vehicle.readings },
    cover: {
      compulsory: compulsory && coverOf(compulsory, today),
      commercial: commercial && coverOf(commercial, today),
    },
    waiting: items
      .flatMap((item) => (item !== undefined && isWaiting(item) ? [item] : []))
      .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
      .map(waitingOf),
  }
}

function serviceOf(vehicle: Vehicle, dealer: Dealer, today: CalendarDate): VehicleAtDeskView['nextService'] {
  const counted = countedService(vehicle, dealer)
  if (counted === undefined) return undefined
  const { cycle, on, base, interval, because, kmPerDay } = counted
  return {
    on,
    daysLeft: daysBetween(today, on),
    base: cycle === 'sale' ? { kind: 'sale', on: base } : { kind: 'visit', on: base, orderId: cycle },
    interval,
    because,
    kmPerDay: kmPerDay === undefined ? undefined : Math.round(kmPerDay * 10) / 10,
    ...serviceWords(counted),
  }
}

function workshopOf(vehicle: Vehicle, today: CalendarDate): VehicleAtDeskView['workshop'] {
  const visitOn = lastVisitOn(vehicle)
  const maintenance = lastMaintenance(vehicle)
  return {
    openOrderId: openVisit(vehicle)?.orderId,
    lastVisitOn: visitOn,
    daysSinceVisit: visitOn && daysBetween(visitOn, today),
    lastMaintenance: maintenance && { orderId: maintenance.orderId, on: maintenance.deliveredOn },
  }
}

function coverOf(cover: Cover, today: CalendarDate) {
  return { ...cover, daysLeft: daysBetween(today, cover.endsOn) }
}

function waitingOf(item: WaitingDueItem): VehicleAtDeskView['waiting'][number] {
  const { purpose, step, dueAt, assignedTo } = item
  return { purpose, step, dueAt, assignedTo, ...stepWords(item) }
}
