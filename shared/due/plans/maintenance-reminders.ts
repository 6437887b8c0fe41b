import type { Dealer } from '../../domain/dealer.ts'
import type { DueItem } from '../../domain/due-item.ts'
import { planFor, type MaintenancePlan } from '../../domain/maintenance-plan.ts'
import type { Stamp } from '../../domain/record.ts'
import {
  addDays,
  addMonths,
  dateIn,
  daysBetween,
  instantAt,
  type CalendarDate,
  type Instant,
} from '../../domain/time.ts'
import type { ServiceStatus, Vehicle } from '../../domain/vehicle.ts'
import { odometerReadings } from '../../domain/odometer.ts'
import { lastMaintenance, lastVisitOn } from '../../domain/visits.ts'
import { reschedule, type Cycle, type PlannedStep } from '../reschedule.ts'

export const MAINTENANCE = 'maintenance-reminders'

/** The step without an SMS: the vehicle enters the lapsed pool. */
export const LAPSED = 'lapsed'

/** Visits closer together than this say too little of how far the vehicle goes a day. */
const DAYS_BETWEEN_READINGS = 20

/**
 * Mean kilometres a day: between the last two readings at least 20 days apart, else since the sale. A replaced odometer
 * tells nothing before its own two readings; until then the one before it counts. Undefined when there is no reading.
 */
export function kmPerDay(vehicle: Vehicle): number | undefined {
  const { readings } = odometerReadings(vehicle)
  for (let odometer = readings.at(-1)?.odometer ?? -1; odometer >= 0; odometer -= 1) {
    const own = readings.filter((each) => each.odometer === odometer)
    const last = own.at(-1)
    if (last === undefined) continue
    const before = own.findLast(({ on }) => daysBetween(on, last.on) >= DAYS_BETWEEN_READINGS)
    const from = before ?? (odometer === 0 ? { on: vehicle.soldOn, km: 0 } : undefined)
    const days = from === undefined ? 0 : daysBetween(from.on, last.on)
    if (from !== undefined && days > 0) return (last.km - from.km) / days
  }
  return undefined
}

export interface NextService {
  /** The visit it is counted from: an order's id, or `sale`. */
  readonly cycle: string
  readonly on: CalendarDate
}

/** The next service, and what it was counted from. */
export interface CountedService extends NextService {
  /** The day of that visit, or of the sale. */
  readonly base: CalendarDate
  readonly interval: MaintenancePlan['first']
  /** Which of the two came first. */
  readonly because: 'months' | 'km'
  readonly kmPerDay: number | undefined
}

/**
 * When the next service falls due: the last maintenance visit's delivery (else the sale) plus the plan's
 * months or kilometres, whichever comes first. Undefined when the dealer has no plan for the vehicle.
 */
export function countedService(vehicle: Vehicle, dealer: Dealer): CountedService | undefined {
  const plan = planFor(dealer.settings.maintenancePlans, vehicle)
  if (plan === undefined) return undefined
  const visit = lastMaintenance(vehicle)
  const base = visit?.deliveredOn ?? vehicle.soldOn
  const interval = visit === undefined ? plan.first : plan.following
  const byMonths = addMonths(base, interval.months)
  const mean = kmPerDay(vehicle)
  const days = mean === undefined || mean <= 0 ? Infinity : Math.floor(interval.km / mean)
  const counted = { cycle: visit?.orderId ?? 'sale', base, interval, kmPerDay: mean }
  return days < daysBetween(base, byMonths)
    ? { ...counted, on: addDays(base, days), because: 'km' }
    : { ...counted, on: byMonths, because: 'months' }
}

/** The same without its reasons. */
export function nextService(vehicle: Vehicle, dealer: Dealer): NextService | undefined {
  const counted = countedService(vehicle, dealer)
  return counted && { cycle: counted.cycle, on: counted.on }
}

/**
 * The reminders of the next service and, behind them, the day on which the vehicle enters the lapsed pool:
 * twelve months without a visit, but never before its last reminder has had its turn (with a yearly interval
 * both would fall on the same days).
 */
export function maintenanceCycle(vehicle: Vehicle, dealer: Dealer): (Cycle & NextService) | undefined {
  if (vehicle.status !== 'active') return undefined
  const next = nextService(vehicle, dealer)
  if (next === undefined) return undefined
  const { sweepAt, daysBefore, daysAfter, lapsedAfterMonths } = dealer.settings.maintenance
  const after = addDays(next.on, daysAfter)
  const withoutVisit = addMonths(lastVisitOn(vehicle) ?? vehicle.soldOn, lapsedAfterMonths)
  const lapsed = withoutVisit > after ? withoutVisit : addDays(after, 1)
  const at = (date: CalendarDate): Instant => instantAt(date, sweepAt, dealer.zone)
  return {
    ...next,
    steps: [
      { step: 'before', dueAt: at(addDays(next.on, -daysBefore)) },
      { step: 'after', dueAt: at(after) },
      { step: LAPSED, dueAt: at(lapsed) },
    ],
  }
}

/** A reminder of this step would come too late: so many of the dealer's days after its own day. */
export function isStale({ dueAt }: PlannedStep, { zone, settings }: Dealer, now: Instant): boolean {
  return addDays(dateIn(dueAt, zone), settings.maintenance.staleAfterDays) < dateIn(now, zone)
}

/** Whether the turn of a later reminder has come: then it alone is told, as where both fell due together. */
export function isOvertaken({ steps }: Cycle, { step }: PlannedStep, now: Instant): boolean {
  const position = steps.findIndex((each) => each.step === step)
  return steps.slice(position + 1).some((later) => later.step !== LAPSED && later.dueAt <= now)
}

/**
 * A repair visit brings a lapsed vehicle back without a new cycle: its lapse is a state, and comes again when the
 * new day of it lies behind the moment at which it was told.
 */
function mayLapseAgain(existing: DueItem | undefined, lapsesAt: Instant | undefined): DueItem | undefined {
  if (existing === undefined || lapsesAt === undefined) return existing
  const decided = existing.decided.filter(({ step, at }) => step !== LAPSED || at >= lapsesAt)
  return { ...existing, decided }
}

export interface MaintenancePlanning {
  /** The due item to write, undefined when the one that stands is right. */
  readonly item: DueItem | undefined
  readonly serviceStatus: ServiceStatus
}

/** Plans a vehicle's next reminder from its facts, for the transaction that changes them. */
export function planMaintenance(
  vehicle: Vehicle,
  dealer: Dealer,
  existing: DueItem | undefined,
  stamp: Stamp,
): MaintenancePlanning {
  const cycle = maintenanceCycle(vehicle, dealer)
  const lapsesAt = cycle?.steps.find(({ step }) => step === LAPSED)?.dueAt
  const lapsed = lapsesAt !== undefined && lapsesAt <= stamp.at
  return {
    item: reschedule(
      mayLapseAgain(existing, lapsesAt),
      cycle,
      { dealerId: dealer.dealerId, purpose: MAINTENANCE, subject: `vehicle#${vehicle.vehicleId}` },
      { kind: 'skip' },
      stamp,
    ),
    serviceStatus: lapsed ? 'lapsed' : 'active',
  }
}
