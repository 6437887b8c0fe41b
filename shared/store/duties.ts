import { Duty } from '../domain/duty.ts'
import { readAll, readMany, readOne } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const partition = (dealerId: string) => `${dealerId}#duty`

export const dutyRecord = recordKind({
  entity: 'Duty',
  schema: Duty,
  key: ({ dealerId, code }) => ({ pk: partition(dealerId), sk: code }),
})

export function dutyStore(client: TableClient) {
  return {
    byCode: (dealerId: string, code: string) =>
      readOne(client, dutyRecord, { pk: partition(dealerId), sk: code }),
    byCodes: (dealerId: string, codes: Iterable<string>) =>
      readMany(client, dutyRecord, codes, (code) => ({ pk: partition(dealerId), sk: code })),
    /** All of them, by code. */
    ofDealer: (dealerId: string) => readAll(client, dutyRecord, { pk: partition(dealerId) }),
  }
}
