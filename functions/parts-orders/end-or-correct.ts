import type { Dealer } from '../../shared/domain/dealer.ts'
import { partsOrderMachine } from '../../shared/domain/parts-order-machine.ts'
import { MOST_EXPECTATIONS, type PartsOrder } from '../../shared/domain/parts-order.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { ChangedPartsOrder } from '../../shared/http/routes/parts-orders.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import type { Store } from '../../shared/store/store.ts'
import { classFaults, numbered, waitingFaults } from './place-order.ts'

/**
 * The order with other words, or other lines as long as nothing has come. `null` takes a word away.
 * @throws Refused, FieldsInvalid
 */
export async function withWords(
  store: Pick<Store, 'orders'>,
  dealer: Dealer,
  order: PartsOrder,
  told: ChangedPartsOrder,
): Promise<PartsOrder> {
  const status = stateAfter(partsOrderMachine, order.status, 'change')
  if (told.lines !== undefined) stateAfter(partsOrderMachine, order.status, 'change-lines')
  const faults = [
    ...classFaults(dealer, told.orderClass),
    ...(await waitingFaults(store, dealer.dealerId, told.orderId)),
  ]
  if (faults.length > 0) throw new FieldsInvalid(faults)
  return {
    ...order,
    status,
    orderClass: told.orderClass ?? order.orderClass,
    supplier: said(told.supplier, order.supplier),
    supplierNumber: said(told.supplierNumber, order.supplierNumber),
    orderId: said(told.orderId, order.orderId),
    lines: told.lines === undefined ? order.lines : numbered(told.lines),
  }
}

/** What a field says after a change: not given it stays, `null` takes it away. */
function said<Value>(told: Value | null | undefined, known: Value | undefined): Value | undefined {
  return told === undefined ? known : (told ?? undefined)
}

/**
 * The order with another expected day, and the reason among the others. A day that it has already changes nothing. Pure.
 * @throws Refused, FieldsInvalid
 */
export function withExpected(
  order: PartsOrder,
  { expectedOn, reason }: { readonly expectedOn: CalendarDate | null; readonly reason: string },
  { at, by }: Stamp,
): PartsOrder {
  const status = stateAfter(partsOrderMachine, order.status, 'expect')
  const { expectedOn: from, expectedChanges } = order
  const to = expectedOn ?? undefined
  if (from === to) return order
  if (to !== undefined && to < order.orderedOn)
    throw new FieldsInvalid([{ path: 'body.expectedOn', reason: 'too-small' }])
  if (expectedChanges.length >= MOST_EXPECTATIONS)
    throw new FieldsInvalid([{ path: 'body', reason: 'too-large' }])
  return {
    ...order,
    status,
    expectedOn: to,
    expectedChanges: [...expectedChanges, { at, by, from, to, reason }],
  }
}

/** @throws Refused */
export function closed(order: PartsOrder, { at }: Stamp): PartsOrder {
  return { ...order, status: stateAfter(partsOrderMachine, order.status, 'close'), closedAt: at }
}

/** @throws Refused */
export function cancelled(order: PartsOrder, reason: string, { at, by }: Stamp): PartsOrder {
  const status = stateAfter(partsOrderMachine, order.status, 'cancel')
  return { ...order, status, cancelled: { at, by, reason } }
}
