import type { PartsOrder } from '../../shared/domain/parts-order.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import { partsOrderIdOf } from '../../shared/store/parts-orders.ts'
import type { Listed, Paging } from '../../shared/store/read.ts'
import type { Store } from '../../shared/store/store.ts'

export interface ListFilter {
  readonly open: 'true' | 'false'
  readonly expectedBefore?: CalendarDate | undefined
  readonly orderClass?: string | undefined
  readonly number?: string | undefined
}

/**
 * A page of the orders that are asked for. A class narrows a page down after it was read: a dealer's open orders are
 * few, and an index for it would cost a write with each of them.
 * @throws FieldsInvalid where a day is asked of orders of which nothing is expected any more
 */
export async function listOrders(
  store: Pick<Store, 'partsOrders'>,
  dealerId: string,
  { open, expectedBefore, orderClass, number }: ListFilter,
  paging: Paging,
): Promise<Listed<PartsOrder>> {
  if (open === 'false' && expectedBefore !== undefined)
    throw new FieldsInvalid([{ path: 'query.expectedBefore', reason: 'invalid' }])
  const ofClass = ({ items, next }: Listed<PartsOrder>): Listed<PartsOrder> => ({
    items: items.filter((order) => orderClass === undefined || order.orderClass === orderClass),
    next,
  })
  if (number !== undefined) {
    const found = await store.partsOrders.byId(dealerId, partsOrderIdOf(dealerId, number))
    return ofClass({ items: found === undefined ? [] : [found], next: undefined })
  }
  return ofClass(
    open === 'true'
      ? await store.partsOrders.open(dealerId, { expectedBefore, ...paging })
      : await store.partsOrders.done(dealerId, paging),
  )
}
