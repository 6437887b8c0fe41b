import { Policy } from '../domain/policy.ts'
import { readMany, readPage, type Paging } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string) => (policyId: string) => ({
  pk: `${dealerId}#policy#${policyId}`,
  sk: 'policy',
})

/** Among what belongs to a vehicle: its policies, by the day on which they end. */
const ofVehicle = 'policy#'

export const policyRecord = recordKind({
  entity: 'Policy',
  schema: Policy,
  key: ({ dealerId, policyId }) => key(dealerId)(policyId),
  attributes: ({ dealerId, vehicleId, endsOn, policyId }) => ({
    relatedPk: `${dealerId}#vehicle#${vehicleId}`,
    relatedSk: `${ofVehicle}${endsOn}#${policyId}`,
  }),
})

export function policyStore(client: TableClient) {
  return {
    byIds: (dealerId: string, policyIds: Iterable<string>) =>
      readMany(client, policyRecord, policyIds, key(dealerId)),
    /** A page of a vehicle's policies of both kinds, the one that ends last first, as the index shows them. */
    ofVehicle: (dealerId: string, vehicleId: string, paging: Paging) =>
      readPage(client, policyRecord, 'related', {
        dealerId,
        of: `vehicle#${vehicleId}`,
        prefix: ofVehicle,
        newestFirst: true,
        ...paging,
      }),
  }
}
