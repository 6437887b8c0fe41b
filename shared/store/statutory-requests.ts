import { idFor } from '../domain/ids.ts'
import { StatutoryRequest } from '../domain/statutory-request.ts'
import { readOne, readTogether, type Listed, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** A customer asks once on a day for a car: the key is made from it. */
export function requestIdOf(dealerId: string, vehicleId: string, askedOn: string): string {
  return idFor('statutoryRequest', dealerId, vehicleId, askedOn)
}

const key = (dealerId: string) => (requestId: string) => ({
  pk: `${dealerId}#statutory-request#${requestId}`,
  sk: 'statutory-request',
})

/** Among what belongs to a vehicle: what its customers asked for. */
const ofVehicle = 'statutory-request#'

export const statutoryRequestRecord = recordKind({
  entity: 'StatutoryRequest',
  schema: StatutoryRequest,
  key: ({ dealerId, requestId }) => key(dealerId)(requestId),
  attributes: ({ dealerId, requestId, vehicleId, askedOn }) => ({
    relatedPk: `${dealerId}#vehicle#${vehicleId}`,
    relatedSk: `${ofVehicle}${askedOn}#${requestId}`,
  }),
})

export function statutoryRequestStore(client: TableClient) {
  return {
    byId: (dealerId: string, requestId: string) =>
      readOne(client, statutoryRequestRecord, key(dealerId)(requestId)),
    /** A page of what was asked for a vehicle, under any of the car's records, the newest first, as the index shows it. */
    ofVehicle: (
      dealerId: string,
      vehicleIds: readonly string[],
      paging: Paging,
    ): Promise<Listed<StatutoryRequest>> =>
      readTogether(
        client,
        statutoryRequestRecord,
        { dealerId, owners: vehicleIds.map((id) => `vehicle#${id}`), prefix: ofVehicle },
        paging,
      ),
  }
}
