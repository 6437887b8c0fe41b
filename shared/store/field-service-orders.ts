import { FieldServiceOrder, isOpenFieldService } from '../domain/field-service-order.ts'
import { idFor } from '../domain/ids.ts'
import { readFound, readOne, readTogether, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** A number is one order's: the key is made from it. */
export function fieldServiceOrderIdOf(dealerId: string, number: string): string {
  return idFor('fieldServiceOrder', dealerId, number)
}

const key = (dealerId: string, fieldServiceOrderId: string) => ({
  pk: `${dealerId}#field-service#${fieldServiceOrderId}`,
  sk: 'field-service',
})

const OPEN = 'open-field-service'
/** In the list's order, before every member of staff: what nobody is responsible for is seen first. */
const NOBODY = '-'

/** Among what belongs to a customer: the visits that were asked for. */
const ofCustomer = 'field-service#'

/** It stands under its customer, and while something is to be done about it on the list of whoever does it. */
export const fieldServiceRecord = recordKind({
  entity: 'FieldServiceOrder',
  schema: FieldServiceOrder,
  key: ({ dealerId, fieldServiceOrderId }) => key(dealerId, fieldServiceOrderId),
  attributes: (order) => {
    const { dealerId, customerId, requestedAt, fieldServiceOrderId, assignedTo } = order
    const byTime = `${requestedAt}#${fieldServiceOrderId}`
    return {
      relatedPk: `${dealerId}#customer#${customerId}`,
      relatedSk: `${ofCustomer}${byTime}`,
      ...(isOpenFieldService(order)
        ? { lookupPk: `${dealerId}#${OPEN}`, lookupSk: `${assignedTo ?? NOBODY}#${byTime}` }
        : {}),
    }
  },
})

export function fieldServiceStore(client: TableClient) {
  return {
    byId: (dealerId: string, fieldServiceOrderId: string) =>
      readOne(client, fieldServiceRecord, key(dealerId, fieldServiceOrderId)),
    /**
     * A page of a customer's field-service orders, asked for last first, as the index shows them. Somebody who stood in
     * the books more than once has several ids; all of their lists are read from one place on and laid together.
     */
    ofCustomer: (
      dealerId: string,
      customerIds: readonly [string, ...string[]],
      paging: Paging,
    ): Promise<Listed<FieldServiceOrder>> =>
      readTogether(
        client,
        fieldServiceRecord,
        { dealerId, owners: customerIds.map((id) => `customer#${id}`), prefix: ofCustomer },
        paging,
      ),
    /** A page of what is open, by who is responsible and then by how long the customer waits; or of one person's. */
    open: (
      dealerId: string,
      { assignedTo, ...page }: Paging & { readonly assignedTo?: string | undefined },
    ): Promise<Listed<FieldServiceOrder>> =>
      readFound(client, fieldServiceRecord, {
        dealerId,
        of: OPEN,
        ...(assignedTo === undefined ? {} : { prefix: `${assignedTo}#` }),
        ...page,
      }),
  }
}
