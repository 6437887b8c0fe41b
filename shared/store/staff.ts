import { Staff } from '../domain/staff.ts'
import { readAll, readMany, readOne } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const partition = (dealerId: string) => `${dealerId}#staff`

export const staffRecord = recordKind({
  entity: 'Staff',
  schema: Staff,
  key: ({ dealerId, staffId }) => ({ pk: partition(dealerId), sk: staffId }),
})

export function staffStore(client: TableClient) {
  const key = (dealerId: string) => (staffId: string) => ({ pk: partition(dealerId), sk: staffId })
  return {
    byId: (dealerId: string, staffId: string) => readOne(client, staffRecord, key(dealerId)(staffId)),
    byIds: (dealerId: string, staffIds: Iterable<string>) =>
      readMany(client, staffRecord, staffIds, key(dealerId)),
    ofDealer: (dealerId: string) => readAll(client, staffRecord, { pk: partition(dealerId) }),
  }
}
