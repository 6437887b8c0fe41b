import { RepairOrder } from '../domain/order.ts'
import { readMany, readPage, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const repairKey = (dealerId: string) => (orderId: string) => ({
  pk: `${dealerId}#order#${orderId}`,
  sk: 'order',
})

/** Among what belongs to a vehicle: its orders, by the day on which it was received. */
const ofVehicle = 'order#'

export const repairOrderRecord = recordKind({
  entity: 'RepairOrder',
  schema: RepairOrder,
  key: ({ dealerId, orderId }) => repairKey(dealerId)(orderId),
  attributes: ({ dealerId, vehicleId, receivedOn, orderId }) => ({
    relatedPk: `${dealerId}#vehicle#${vehicleId}`,
    relatedSk: `${ofVehicle}${receivedOn}#${orderId}`,
  }),
})

export function orderStore(client: TableClient) {
  return {
    byIds: (dealerId: string, orderIds: Iterable<string>) =>
      readMany(client, repairOrderRecord, orderIds, repairKey(dealerId)),
    /** A page of a vehicle's orders, the one received last first, as the index shows them. */
    ofVehicle: (dealerId: string, vehicleId: string, paging: Paging) =>
      readPage(client, repairOrderRecord, 'related', {
        dealerId,
        of: `vehicle#${vehicleId}`,
        prefix: ofVehicle,
        newestFirst: true,
        ...paging,
      }),
  }
}
