import type { Dealer } from '../../shared/domain/dealer.ts'
import { partsOrderMachine } from '../../shared/domain/parts-order-machine.ts'
import type { PartsOrder } from '../../shared/domain/parts-order.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { changed } from '../../shared/http/change-record.ts'
import { asSeen } from '../../shared/http/etag.ts'
import type { ReorderedParts } from '../../shared/http/routes/parts-orders.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid, Refused } from '../../shared/runtime/errors.ts'
import { partsOrderRecord } from '../../shared/store/parts-orders.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { newOrder, placing } from './place-order.ts'
import { linesAgain, missingLines, reorderFaults, withReordered } from './reorder-lines.ts'

/**
 * Orders missing pieces again: the new order, and in the first one where they come from now, in one transaction.
 * @returns the new order
 * @throws NotFound, Stale, Refused, FieldsInvalid, Contested
 */
export async function reorder(
  store: Store,
  dealer: Dealer,
  { partsOrderId, version }: { readonly partsOrderId: string; readonly version: number },
  told: ReorderedParts,
  stamp: Stamp,
  also: (order: PartsOrder) => readonly Write[],
): Promise<PartsOrder> {
  const { order } = await untilCommitted(store, async () => {
    const first = asSeen(await store.partsOrders.byId(dealer.dealerId, partsOrderId), version)
    const status = stateAfter(partsOrderMachine, first.status, 'reorder')
    const asked = askedOf(first, told)
    const { number, orderClass, supplier, supplierNumber, expectedOn } = told
    const again = await newOrder(
      store,
      dealer,
      {
        number,
        supplierNumber,
        expectedOn,
        orderClass: orderClass ?? first.orderClass,
        supplier: supplier ?? first.supplier,
        orderId: first.orderId,
        reorderOf: partsOrderId,
        lines: linesAgain(first, asked),
      },
      stamp,
    )
    const placed = await placing(again, { store, dealer, stamp })
    const after = { ...withReordered(first, asked, again.partsOrderId), status }
    const change = { id: partsOrderId, action: 'reordered', before: first, after }
    const { writes } = changed(partsOrderRecord, change, stamp)
    return { order: placed.record, writes: [...placed.writes, ...writes, ...also(placed.record)] }
  })
  return order
}

function askedOf(order: PartsOrder, { lines }: ReorderedParts) {
  const missing = missingLines(order)
  if (missing.length === 0) throw new Refused('nothing-missing')
  const asked = lines ?? missing
  const faults = reorderFaults(order, asked)
  if (faults.length > 0) throw new FieldsInvalid(faults)
  return asked
}
