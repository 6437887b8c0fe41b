import { Policy } from '../domain/policy.ts'
import { readAll, readMany } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string) => (policyId: string) => ({
  pk: `${dealerId}#policy#${policyId}`,
  sk: 'policy',
})

export const policyRecord = recordKind({
  entity: 'Policy',
  schema: Policy,
  key: ({ dealerId, policyId }) => key(dealerId)(policyId),
  attributes: ({ dealerId, vehicleId, endsOn, policyId }) => ({
    relatedPk: `${dealerId}#vehicle#${vehicleId}`,
    relatedSk: `policy#${endsOn}#${policyId}`,
  }),
})

export function policyStore(client: TableClient) {
  return {
    byIds: (dealerId: string, policyIds: Iterable<string>) =>
      readMany(client, policyRecord, policyIds, key(dealerId)),
    ofVehicle: (dealerId: string, vehicleId: string) =>
      readAll(client, policyRecord, {
        index: 'related',
        pk: `${dealerId}#vehicle#${vehicleId}`,
        prefix: 'policy#',
      }),
  }
}
