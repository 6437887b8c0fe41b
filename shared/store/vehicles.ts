import { Vehicle } from '../domain/vehicle.ts'
import { readMany, readOne } from './read.ts'
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
})

export function vehicleStore(client: TableClient) {
  return {
    byId: (dealerId: string, vehicleId: string) => readOne(client, vehicleRecord, key(dealerId)(vehicleId)),
    byIds: (dealerId: string, vehicleIds: Iterable<string>) =>
      readMany(client, vehicleRecord, vehicleIds, key(dealerId)),
  }
}
