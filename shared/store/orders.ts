import { PartsOrder, RepairOrder } from '../domain/order.ts'
import { readAll, readMany } from './read.ts'
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
  attributes: ({ dealerId, vehicleId, receivedOn, orderId }) => ({
    relatedPk: `${dealerId}#vehicle#${vehicleId}`,
    relatedSk: `order#${receivedOn}#${orderId}`,
  }),
})

export const partsOrderRecord = recordKind({
  entity: 'PartsOrder',
  schema: PartsOrder,
  key: ({ dealerId, number }) => partsKey(dealerId)(number),
  attributes: ({ dealerId, orderId, number }) => ({
    relatedPk: `${dealerId}#order#${orderId}`,
    relatedSk: `parts-order#${number}`,
  }),
})

export function orderStore(client: TableClient) {
  return {
    byIds: (dealerId: string, orderIds: Iterable<string>) =>
      readMany(client, repairOrderRecord, orderIds, repairKey(dealerId)),
    ofVehicle: (dealerId: string, vehicleId: string) =>
      readAll(client, repairOrderRecord, {
        index: 'related',
        pk: `${dealerId}#vehicle#${vehicleId}`,
        prefix: 'order#',
      }),
    partsByNumbers: (dealerId: string, numbers: Iterable<string>) =>
      readMany(client, partsOrderRecord, numbers, partsKey(dealerId)),
    partsFor: (dealerId: string, orderId: string) =>
      readAll(client, partsOrderRecord, {
        index: 'related',
        pk: `${dealerId}#order#${orderId}`,
        prefix: 'parts-order#',
      }),
  }
}
