import { Customer } from '../domain/customer.ts'
import { readMany } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string) => (customerId: string) => ({
  pk: `${dealerId}#customer#${customerId}`,
  sk: 'customer',
})

export const customerRecord = recordKind({
  entity: 'Customer',
  schema: Customer,
  key: ({ dealerId, customerId }) => key(dealerId)(customerId),
})

export function customerStore(client: TableClient) {
  return {
    byIds: (dealerId: string, customerIds: Iterable<string>) =>
      readMany(client, customerRecord, customerIds, key(dealerId)),
  }
}
