import { Policy } from '../domain/policy.ts'
import { readMany } from './read.ts'
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
})

export function policyStore(client: TableClient) {
  return {
    byIds: (dealerId: string, policyIds: Iterable<string>) =>
      readMany(client, policyRecord, policyIds, key(dealerId)),
  }
}
