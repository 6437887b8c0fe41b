import { Replan } from '../domain/replan.ts'
import { readAll, readOne } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const key = (dealerId: string) => ({ pk: `${dealerId}#replan`, sk: 'replan' })
const pending = 'replans'

export const replanRecord = recordKind({
  entity: 'Replan',
  schema: Replan,
  key: ({ dealerId }) => key(dealerId),
  attributes: ({ dealerId, requestedAt, purpose }) =>
    purpose === undefined ? {} : { relatedPk: pending, relatedSk: `${requestedAt}#${dealerId}` },
})

export function replanStore(client: TableClient) {
  return {
    ofDealer: (dealerId: string) => readOne(client, replanRecord, key(dealerId)),
    /** Those of all dealers that are not over, the oldest first, for the job that makes them. */
    pending: () => readAll(client, replanRecord, { index: 'related', pk: pending }),
  }
}
