import { Vehicle } from '../domain/vehicle.ts'
import { readMany, readOne, readPage, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string) => (vehicleId: string) => ({
  pk: `${dealerId}#vehicle#${vehicleId}`,
  sk: 'vehicle',
})

const ofCustomer = 'vehicle#'

export const vehicleRecord = recordKind({
  entity: 'Vehicle',
  schema: Vehicle,
  key: ({ dealerId, vehicleId }) => key(dealerId)(vehicleId),
  attributes: ({ dealerId, customerId, vehicleId }) => ({
    relatedPk: `${dealerId}#customer#${customerId}`,
    relatedSk: `${ofCustomer}${vehicleId}`,
  }),
})

export function vehicleStore(client: TableClient) {
  return {
    byId: (dealerId: string, vehicleId: string) => readOne(client, vehicleRecord, key(dealerId)(vehicleId)),
    byIds: (dealerId: string, vehicleIds: Iterable<string>) =>
      readMany(client, vehicleRecord, vehicleIds, key(dealerId)),
    /** A page of a customer's vehicles, as the index shows them: it may be a little late. */
    ofCustomer: (dealerId: string, customerId: string, paging: Paging) =>
      readPage(client, vehicleRecord, 'related', {
        dealerId,
        of: `customer#${customerId}`,
        prefix: ofCustomer,
        ...paging,
      }),
  }
}
