import type { Dealer } from '../../shared/domain/dealer.ts'
import { ownNumber } from '../../shared/domain/own-number.ts'
import type { PartsOrder } from '../../shared/domain/parts-order.ts'
import { partsOrderMachine } from '../../shared/domain/parts-order-machine.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { partsTimerWrites } from '../../shared/due/plans/parts-timers.ts'
import type { TimerContext } from '../../shared/due/plans/running-timers.ts'
import type { PlacedPartsOrder } from '../../shared/http/routes/parts-orders.ts'
import { changed, type Changed } from '../../shared/http/change-record.ts'
import { FieldsInvalid, Refused, type FieldFault } from '../../shared/runtime/errors.ts'
import { partsOrderIdOf, partsOrderRecord } from '../../shared/store/parts-orders.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'

/** What a new order says of itself. */
export type NewOrder = Omit<PlacedPartsOrder, 'lines'> & Pick<PartsOrder, 'lines' | 'reorderOf'>

/** Lines as they are given, numbered from 1. */
export function numbered(lines: PlacedPartsOrder['lines']): PartsOrder['lines'] {
  return lines.map((line, index) => ({ line: index + 1, ...line }))
}

/**
 * Places an order, with who did it and what else belongs into the transaction.
 * @throws FieldsInvalid, Refused `already-exists`, Contested
 */
export async function placeOrder(
  store: Store,
  dealer: Dealer,
  told: PlacedPartsOrder,
  stamp: Stamp,
  also: (order: PartsOrder) => readonly Write[],
): Promise<PartsOrder> {
  const { order } = await untilCommitted(store, async () => {
    const placed = await newOrder(store, dealer, { ...told, lines: numbered(told.lines) }, stamp)
    const { record, writes } = await placing(placed, { store, dealer, stamp })
    return { order: record, writes: [...writes, ...also(record)] }
  })
  return order
}

/** A new order with the writes of it. */
export async function placing(order: PartsOrder, context: TimerContext): Promise<Changed<PartsOrder>> {
  const change = { id: order.partsOrderId, action: 'placed', before: undefined, after: order }
  const { record, writes } = changed(partsOrderRecord, change, context.stamp)
  return { record, writes: [...writes, ...(await partsTimerWrites(undefined, order, context))] }
}

/**
 * A new order, placed and not yet written, under its own number or one made here.
 * @throws FieldsInvalid, Refused `already-exists` with the id of the order that has the number
 */
export async function newOrder(
  store: Pick<Store, 'orders' | 'partsOrders'>,
  dealer: Dealer,
  told: NewOrder,
  stamp: Stamp,
): Promise<PartsOrder> {
  const { dealerId } = dealer
  const { number: given, orderedOn: day, lines, orderId, ...rest } = told
  const today = dateIn(stamp.at, dealer.zone)
  const orderedOn = day ?? today
  const number = given ?? ownNumber('PO', orderedOn)
  const partsOrderId = partsOrderIdOf(dealerId, number)
  const [taken, ofWaiting] = await Promise.all([
    store.partsOrders.byId(dealerId, partsOrderId),
    waitingFaults(store, dealerId, orderId),
  ])
  const faults = [
    ...classFaults(dealer, told.orderClass),
    ...dayFaults({ orderedOn, expectedOn: told.expectedOn }, today),
    ...ofWaiting,
  ]
  if (faults.length > 0) throw new FieldsInvalid(faults)
  // A number made here that is taken is drawn anew: the write is contested then.
  if (taken !== undefined && given !== undefined)
    throw new Refused('already-exists', { existing: partsOrderId })
  return {
    ...unwritten(stamp),
    ...rest,
    dealerId,
    partsOrderId,
    number,
    status: partsOrderMachine.starts[0],
    orderedOn,
    orderId,
    expectedChanges: [],
    lines,
    receipts: [],
  }
}

/** The class must be one of the dealer's. */
export function classFaults({ settings }: Dealer, orderClass: string | undefined): FieldFault[] {
  return orderClass === undefined || settings.partsOrderClasses.some(({ code }) => code === orderClass)
    ? []
    : [{ path: 'body.orderClass', reason: 'not-a-choice' }]
}

/** Nothing was ordered in the future, and nothing comes before it was ordered. */
function dayFaults(
  { orderedOn, expectedOn }: { orderedOn: CalendarDate; expectedOn: CalendarDate | undefined },
  today: CalendarDate,
): FieldFault[] {
  return [
    ...(orderedOn > today ? [{ path: 'body.orderedOn', reason: 'too-far-ahead' } as const] : []),
    ...(expectedOn !== undefined && expectedOn < orderedOn
      ? [{ path: 'body.expectedOn', reason: 'too-small' } as const]
      : []),
  ]
}

/** The repair order that is to wait must be the dealer's. */
export async function waitingFaults(
  store: Pick<Store, 'orders'>,
  dealerId: string,
  orderId: string | null | undefined,
): Promise<FieldFault[]> {
  if (orderId === undefined || orderId === null) return []
  const waiting = await store.orders.byIds(dealerId, [orderId])
  return waiting.size === 0 ? [{ path: 'body.orderId', reason: 'not-a-choice' }] : []
}
