import type { Dealer } from '../../shared/domain/dealer.ts'
import { odometerReadings } from '../../shared/domain/odometer.ts'
import { visitOfOrder, withAmounts, type RepairOrder } from '../../shared/domain/order.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { LedgerWarning } from '../../shared/domain/warranty/ledger-warnings.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { withoutVisit, withVisit } from '../../shared/domain/visits.ts'
import { appointmentWrites } from '../../shared/due/plans/appointment-writes.ts'
import { campaignOfOrder } from '../../shared/due/plans/campaign-of-order.ts'
import { followUpOf, type PlannedFollowUp } from '../../shared/due/plans/follow-up-of-order.ts'
import { claimOf, type PlannedClaim } from '../../shared/due/plans/claim-of-order.ts'
import { orderTimerWrites } from '../../shared/due/plans/order-timers.ts'
import { ledgerOfVehicle } from '../../shared/due/ledger-of-vehicle.ts'
import { vehicleWrites } from '../../shared/due/plans/vehicle-writes.ts'
import { changed } from '../../shared/http/change-record.ts'
import type { ChangedOrderView } from '../../shared/http/routes/order-views.ts'
import type { OrderRecords } from '../../shared/store/order-records.ts'
import { repairOrderRecord } from '../../shared/store/orders.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { writesForPromise } from './tell-promise.ts'

/** What an order's change is worked out on, read anew for each attempt. */
export interface OrderContext {
  readonly store: OrderRecords
  readonly dealer: Dealer
  readonly vehicle: Vehicle | undefined
  readonly stamp: Stamp
  /** In the dealer's zone. */
  readonly today: CalendarDate
}

export type WarningCode = ChangedOrderView['warnings'][number]['code']

/** An order as a request wants it, and what else that request writes. */
export interface PlannedOrder {
  readonly order: RepairOrder
  readonly writes?: readonly Write[]
}

/** An order as it is stored once the transaction is. */
export interface SavedOrder {
  readonly order: RepairOrder
  readonly warnings: readonly WarningCode[]
  readonly told: ChangedOrderView['told']
  readonly followUp: PlannedFollowUp | undefined
  readonly claim: PlannedClaim | undefined
  /** Of a car that comes in: what its statutory ledger warns of. */
  readonly ledgerWarnings: readonly LedgerWarning[] | undefined
}

/**
 * Everything that one change of an order writes: the order and who changed it, the vehicle's visit with its next
 * service, the SMS that tells a new promise, the reminder of an appointment, the call that follows the delivery, the claim on
 * what the manufacturer pays of it, the campaign that it was done under, and the order's timers. All of it belongs into one transaction.
 * @param before undefined: the order is new
 * @param action what was done, as a verb in the past
 * @param also what else belongs into the transaction, given what is saved
 */
export async function saveOrder(
  before: RepairOrder | undefined,
  planned: PlannedOrder,
  action: string,
  context: OrderContext,
  also: (saved: SavedOrder) => readonly Write[],
): Promise<{ readonly saved: SavedOrder; readonly writes: readonly Write[] }> {
  const { stamp } = context
  const after = takenOver(before, planned.order)
  const visited = await writesForVisit(before, after, action, context)
  const promised =
    after.promise !== undefined && after.promise.number !== before?.promise?.number
      ? await writesForPromise(after, context, stamp)
      : { told: undefined, writes: [] }
  const reminder = await appointmentWrites(before, after, context)
  const followUp = await followUpOf(before, after, context)
  const claim = await claimOf(before, after, context)
  const campaign = await campaignOfOrder(before, after, context)
  const timers = await orderTimerWrites(before, after, context)
  const written = changed(repairOrderRecord, { id: after.orderId, action, before, after }, stamp)
  const saved: SavedOrder = {
    order: written.record,
    warnings: [...visited.warnings, ...warningsOf(before, after)],
    told: promised.told,
    followUp: followUp.planned,
    claim: claim.planned,
    ledgerWarnings: await warnedAtReception(before, after, context),
  }
  return {
    saved,
    writes: [
      ...written.writes,
      ...(planned.writes ?? []),
      ...visited.writes,
      ...promised.writes,
      ...reminder,
      ...followUp.writes,
      ...claim.writes,
      ...campaign,
      ...timers,
      ...also(saved),
    ],
  }
}

/** The desk hears as the car comes in what the law gives its customer, or is about to. */
async function warnedAtReception(
  before: RepairOrder | undefined,
  after: RepairOrder,
  { store, dealer, vehicle, stamp }: OrderContext,
): Promise<readonly LedgerWarning[] | undefined> {
  if (after.status !== 'received' || before?.status === 'received' || vehicle === undefined) return undefined
  return (await ledgerOfVehicle(store, dealer, vehicle, stamp.at)).warnings
}

/** From here on it is people's, and keeps what the old system had charged for it. */
function takenOver(before: RepairOrder | undefined, order: RepairOrder): RepairOrder {
  if (before === undefined || before.livesHere) return withAmounts({ ...order, livesHere: true })
  const { laborFen: labor, partsFen: parts, totalFen: total } = before
  return withAmounts({ ...order, livesHere: true, broughtFen: { labor, parts, total } })
}

async function writesForVisit(
  before: RepairOrder | undefined,
  after: RepairOrder,
  action: string,
  { store, dealer, vehicle, stamp }: OrderContext,
): Promise<{ readonly writes: readonly Write[]; readonly warnings: readonly WarningCode[] }> {
  const visit = visitOfOrder(after)
  const same = JSON.stringify(visit) === JSON.stringify(before && visitOfOrder(before))
  if (vehicle === undefined || same) return { writes: [], warnings: [] }
  const visits =
    visit === undefined ? withoutVisit(vehicle.visits, after.orderId) : withVisit(vehicle.visits, visit)
  const told: Vehicle = { ...vehicle, visits }
  const { writes } = await vehicleWrites(vehicle, told, `order-${action}`, { store, dealer, stamp })
  const on = visit?.deliveredOn ?? visit?.receivedOn
  const odd = odometerReadings(told).setAside.some((each) => each.on === on && each.km === visit?.odometerKm)
  return { writes, warnings: odd ? ['odometer-set-aside'] : [] }
}

/** What this change has brought that somebody should look at. */
function warningsOf(before: RepairOrder | undefined, after: RepairOrder): WarningCode[] {
  const unconfirmed = [
    ...(after.parts ?? []),
    ...(after.extraWork ?? []).flatMap(({ parts }) => parts),
  ].filter(({ limit }) => !limit.confirmed)
  const known = [...(before?.parts ?? []), ...(before?.extraWork ?? []).flatMap(({ parts }) => parts)]
  const named = unconfirmed.some((part) => known.every((each) => each.partNumber !== part.partNumber))
  const { rework } = after
  const suggested =
    rework?.orderId !== undefined && rework.because !== 'said' && rework.orderId !== before?.rework?.orderId
  return [
    ...(named ? (['limit-unconfirmed'] as const) : []),
    ...(suggested ? (['rework-suggested'] as const) : []),
  ]
}
