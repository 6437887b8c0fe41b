import type { FieldServiceOrder } from '../../shared/domain/field-service-order.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { FieldServiceSummary, FieldServiceView } from '../../shared/http/routes/field-service.ts'

/** An order as it stands in a list. */
export function visitSummary(order: FieldServiceOrder): FieldServiceSummary {
  return { ...order, etag: etagOf(order.version), lineCount: order.lines.length }
}

/** An order with everything that happened to it. */
export function visitView(order: FieldServiceOrder): FieldServiceView {
  return { ...order, ...visitSummary(order) }
}
