import { idFor } from '../domain/ids.ts'
import { awaitedOn, isOpenPartsOrder, PartsOrder } from '../domain/parts-order.ts'
import type { CalendarDate } from '../domain/time.ts'
import { readFound, readMany, readOne, readPage, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** A number is one order's: the key is made from it. */
export function partsOrderIdOf(dealerId: string, number: string): string {
  return idFor('partsOrder', dealerId, number)
}

const key = (dealerId: string) => (partsOrderId: string) => ({
  pk: `${dealerId}#parts-order#${partsOrderId}`,
  sk: 'parts-order',
})

const OPEN = 'open-parts-orders'
const DONE = 'done-parts-orders'
/** Sorts after every day that anybody expects parts on: where no day is known, or everything is here. */
const SOME_DAY = '9999-12-31'

/** Among what belongs to a repair order: the parts orders that it waits for. */
const ofRepairOrder = 'parts-order#'

/** It stands under the repair order that waits, and among the open orders by the day on which it is expected. */
export const partsOrderRecord = recordKind({
  entity: 'PartsOrder',
  schema: PartsOrder,
  key: ({ dealerId, partsOrderId }) => key(dealerId)(partsOrderId),
  attributes: (order) => ({ ...waitingKeys(order), ...listKeys(order) }),
})

function waitingKeys({ dealerId, orderId, orderedOn, partsOrderId }: PartsOrder) {
  if (orderId === undefined) return {}
  return {
    relatedPk: `${dealerId}#order#${orderId}`,
    relatedSk: `${ofRepairOrder}${orderedOn}#${partsOrderId}`,
  }
}

function listKeys(order: PartsOrder) {
  const { dealerId, partsOrderId, orderedOn } = order
  return isOpenPartsOrder(order)
    ? { lookupPk: `${dealerId}#${OPEN}`, lookupSk: `${awaitedOn(order) ?? SOME_DAY}#${partsOrderId}` }
    : { lookupPk: `${dealerId}#${DONE}`, lookupSk: `${orderedOn}#${partsOrderId}` }
}

export function partsOrderStore(client: TableClient) {
  return {
    byId: (dealerId: string, partsOrderId: string) =>
      readOne(client, partsOrderRecord, key(dealerId)(partsOrderId)),
    byNumbers: (dealerId: string, numbers: Iterable<string>) =>
      readMany(client, partsOrderRecord, numbers, (number) =>
        key(dealerId)(partsOrderIdOf(dealerId, number)),
      ),
    /** A page of the parts orders that a repair order waits for, or waited for, oldest first. */
    ofRepairOrder: (dealerId: string, orderId: string, page: Paging): Promise<Listed<PartsOrder>> =>
      readPage(client, partsOrderRecord, 'related', {
        dealerId,
        of: `order#${orderId}`,
        prefix: ofRepairOrder,
        ...page,
      }),
    /** A page of what is open, what is expected first in front; what nobody knows a day of comes last. */
    open: (
      dealerId: string,
      { expectedBefore, ...page }: Paging & { readonly expectedBefore?: CalendarDate | undefined },
    ): Promise<Listed<PartsOrder>> =>
      readFound(client, partsOrderRecord, {
        dealerId,
        of: OPEN,
        ...page,
        // Behind each day stands `#`: up to the bare day is before it.
        ...(expectedBefore === undefined ? {} : { upTo: expectedBefore }),
      }),
    /** A page of what is closed or cancelled, ordered last first. */
    done: (dealerId: string, page: Paging): Promise<Listed<PartsOrder>> =>
      readFound(client, partsOrderRecord, { dealerId, of: DONE, newestFirst: true, ...page }),
  }
}
