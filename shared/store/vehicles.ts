import { Vehicle } from '../domain/vehicle.ts'
import { readAll, readMany, readOne } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string) => (vehicleId: string) => ({
  pk: `${dealerId}#vehicle#${vehicleId}`,
  sk: 'vehicle',
})

export const vehicleRecord = recordKind({
  entity: 'Vehicle',
  schema: Vehicle,
  key: ({ dealerId, vehicleId }) => key(dealerId)(vehicleId),
  attributes: ({ dealerId, vehicleId, customerId }) => ({
    relatedPk: `${dealerId}#customer#${customerId}`,
    relatedSk: `vehicle#${vehicleId}`,
  }),
})

export function vehicleStore(client: TableClient) {
  return {
    byId: (dealerId: string, vehicleId: string) => readOne(client, vehicleRecord, key(dealerId)(vehicleId)),
    byIds: (dealerId: string, vehicleIds: Iterable<string>) =>
      readMany(client, vehicleRecord, vehicleIds, key(dealerId)),
    ofCustomer: (dealerId: string, customerId: string) =>
      readAll(client, vehicleRecord, {
        index: 'related',
        pk: `${dealerId}#customer#${customerId}`,
        prefix: 'vehicle#',
      }),
  }
}
