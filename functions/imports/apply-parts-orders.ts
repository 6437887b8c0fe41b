import type { RepairOrder } from '../../shared/domain/order.ts'
import { MOST_EXPECTATIONS, type PartsOrder } from '../../shared/domain/parts-order.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { partsOrderIdOf, partsOrderRecord } from '../../shared/store/parts-orders.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import type { ChunkPlan, TableApplier } from './apply-chunk.ts'
import type { PartsOrderRow } from './parts-orders-table.ts'

/** A parts order's key is made from its number, so it needs no guard. */
export const applyPartsOrders: TableApplier<PartsOrderRow> = {
  chunkSize: 50,
  async plan(rows, { store, dealer, stamp }) {
    const { dealerId, settings } = dealer
    const [orderIds, known] = await Promise.all([
      store.guards.idsBehind(
        dealerId,
        'order-number',
        rows.map(({ values }) => values.orderNumber),
      ),
      store.partsOrders.byNumbers(
        dealerId,
        rows.map(({ values }) => values.number),
      ),
    ])
    const waiting = await store.orders.byIds(dealerId, orderIds.values())
    const classes = new Set(settings.partsOrderClasses.map(({ code }) => code))
    const writes: Write[] = []
    const refused: ChunkPlan<PartsOrderRow>['refused'][number][] = []
    const warned: NonNullable<ChunkPlan<PartsOrderRow>['warned']>[number][] = []
    let changed = 0
    let created = 0
    for (const { line, values } of rows) {
      const orderId = orderIds.get(values.orderNumber)
      if (orderId === undefined) {
        refused.push({ line, field: 'orderNumber', code: 'order-unknown' })
        continue
      }
      if (!classes.has(values.orderClass)) {
        refused.push({ line, field: 'orderClass', code: 'class-unknown' })
        continue
      }
      const before = known.get(values.number)
      if (before !== undefined && !isAsImported(before)) {
        warned.push({ line, field: 'number', code: 'parts-order-worked-on' })
        continue
      }
      const after = partsOrderOf(values, { dealerId, orderId, before, waits: waiting.get(orderId) }, stamp)
      if (before !== undefined && saysTheSame(before, after)) continue
      changed += 1
      if (before === undefined) created += 1
      writes.push(partsOrderRecord.put(after, stamp))
    }
    return { writes, changed, created, refused, warned }
  },
}

/** Nobody but imports has written it: an export has no receipts, so it would take away what people recorded here. */
function isAsImported({ updatedBy }: PartsOrder): boolean {
  return updatedBy.startsWith('import ')
}

interface RowFacts {
  readonly dealerId: string
  readonly orderId: string
  readonly before: PartsOrder | undefined
  /** The repair order that waits. */
  readonly waits: RepairOrder | undefined
}

/**
 * A row has one part. Exports do not say what has arrived: when the repair order was delivered nothing waits any more,
 * and the parts order is over; else it counts as placed, and is late when its day has passed.
 */
function partsOrderOf(
  values: PartsOrderRow,
  { dealerId, orderId, before, waits }: RowFacts,
  stamp: Stamp,
): PartsOrder {
  const { number, orderClass, partNumber, partName, quantity, orderedOn, expectedOn } = values
  const moved = before !== undefined && before.expectedOn !== expectedOn
  const change = {
    at: stamp.at,
    by: stamp.by,
    from: before?.expectedOn,
    to: expectedOn,
    reason: '导入 import',
  }
  return {
    ...(before ?? unwritten(stamp)),
    dealerId,
    partsOrderId: partsOrderIdOf(dealerId, number),
    number,
    orderClass,
    status: waits?.status === 'delivered' ? 'closed' : 'placed',
    orderedOn,
    expectedOn,
    expectedChanges: [...(before?.expectedChanges ?? []), ...(moved ? [change] : [])].slice(
      -MOST_EXPECTATIONS,
    ),
    orderId,
    lines: [{ line: 1, partNumber, partName, quantity }],
    receipts: [],
  }
}
