import { standOf, type PartsOrder } from '../../shared/domain/parts-order.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { PartsOrderSummary, PartsOrderView } from '../../shared/http/routes/parts-orders.ts'
import { daysLate } from './days-late.ts'

/** An order as it stands in a list. */
export function orderSummary(order: PartsOrder, today: CalendarDate): PartsOrderSummary {
  const lines = order.lines.map((line) => {
    const { line: place, partNumber, partName, quantity, reordered = [] } = line
    return { line: place, partNumber, partName, quantity, ...standOf(order, line), reordered }
  })
  return {
    partsOrderId: order.partsOrderId,
    etag: etagOf(order.version),
    number: order.number,
    orderClass: order.orderClass,
    status: order.status,
    supplier: order.supplier,
    supplierNumber: order.supplierNumber,
    orderedOn: order.orderedOn,
    expectedOn: order.expectedOn,
    daysLate: daysLate(order, today),
    orderId: order.orderId,
    reorderOf: order.reorderOf,
    missing: lines.reduce((total, { missing }) => total + missing, 0),
    lines,
  }
}

/** An order with everything that happened to it. */
export function orderView(order: PartsOrder, today: CalendarDate): PartsOrderView {
  const { expectedChanges, receipts, closedAt, cancelled, createdAt, createdBy, updatedAt, updatedBy } = order
  return {
    ...orderSummary(order, today),
    expectedChanges,
    receipts,
    closedAt,
    cancelled,
    createdAt,
    createdBy,
    updatedAt,
    updatedBy,
  }
}
