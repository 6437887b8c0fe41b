import { CallEntry } from '../domain/call-list.ts'
import { readAll, readMany } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const partition = (dealerId: string, staffId: string) => `${dealerId}#call-list#${staffId}`

export const callEntryRecord = recordKind({
  entity: 'CallEntry',
  schema: CallEntry,
  key: ({ dealerId, staffId, vehicleId }) => ({ pk: partition(dealerId, staffId), sk: vehicleId }),
})

export function callListStore(client: TableClient) {
  return {
    /** Everything on a specialist's list. */
    of: (dealerId: string, staffId: string) =>
      readAll(client, callEntryRecord, { pk: partition(dealerId, staffId) }),
    /** Entries by (specialist, vehicle), named `staffId/vehicleId`. */
    entries: (dealerId: string, names: Iterable<`${string}/${string}`>) =>
      readMany(client, callEntryRecord, names, (name) => ({
        pk: partition(dealerId, name.slice(0, name.indexOf('/'))),
        sk: name.slice(name.indexOf('/') + 1),
      })),
  }
}
