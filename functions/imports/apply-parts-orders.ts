import type { PartsOrder } from '../../shared/domain/order.ts'
import { unwritten } from '../../shared/domain/record.ts'
import { partsOrderRecord } from '../../shared/store/orders.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { ChunkPlan, TableApplier } from './apply-chunk.ts'
import type { PartsOrderRow } from './parts-orders-table.ts'

/** A parts order's number is its key, so it needs no guard. */
export const applyPartsOrders: TableApplier<PartsOrderRow> = {
  chunkSize: 50,
  async plan(rows, { store, dealer: { dealerId }, stamp }) {
    const [orderIds, known] = await Promise.all([
      store.guards.idsBehind(
        dealerId,
        'order-number',
        rows.map(({ values }) => values.orderNumber),
      ),
      store.orders.partsByNumbers(
        dealerId,
        rows.map(({ values }) => values.number),
      ),
    ])
    const writes: Write[] = []
    const refused: ChunkPlan<PartsOrderRow>['refused'][number][] = []
    let changed = 0
    let created = 0
    for (const { line, values } of rows) {
      const { orderNumber, ...fields } = values
      const orderId = orderIds.get(orderNumber)
      if (orderId === undefined) {
        refused.push({ line, field: 'orderNumber', code: 'order-unknown' })
        continue
      }
      const before = known.get(values.number)
      const after: PartsOrder = { ...(before ?? unwritten(stamp)), ...fields, dealerId, orderId }
      if (before !== undefined && saysTheSame(before, after)) continue
      changed += 1
      if (before === undefined) created += 1
      writes.push(partsOrderRecord.put(after, stamp))
    }
    return { writes, changed, created, refused }
  },
}
