import { PartsOrder, RepairOrder } from '../domain/order.ts'
import { readMany } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const repairKey = (dealerId: string) => (orderId: string) => ({
  pk: `${dealerId}#order#${orderId}`,
  sk: 'order',
})
const partsKey = (dealerId: string) => (number: string) => ({
  pk: `${dealerId}#parts-order#${number}`,
  sk: 'parts-order',
})

export const repairOrderRecord = recordKind({
  entity: 'RepairOrder',
  schema: RepairOrder,
  key: ({ dealerId, orderId }) => repairKey(dealerId)(orderId),
})

export const partsOrderRecord = recordKind({
  entity: 'PartsOrder',
  schema: PartsOrder,
  key: ({ dealerId, number }) => partsKey(dealerId)(number),
})

export function orderStore(client: TableClient) {
  return {
    byIds: (dealerId: string, orderIds: Iterable<string>) =>
      readMany(client, repairOrderRecord, orderIds, repairKey(dealerId)),
    partsByNumbers: (dealerId: string, numbers: Iterable<string>) =>
      readMany(client, partsOrderRecord, numbers, partsKey(dealerId)),
  }
}
