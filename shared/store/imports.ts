import { ImportRun } from '../domain/import-run.ts'
import { readOne } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const partition = (dealerId: string) => `${dealerId}#import`

export const importRecord = recordKind({
  entity: 'Import',
  schema: ImportRun,
  key: ({ dealerId, importId }) => ({ pk: partition(dealerId), sk: importId }),
})

export function importStore(client: TableClient) {
  return {
    byId: (dealerId: string, importId: string) =>
      readOne(client, importRecord, { pk: partition(dealerId), sk: importId }),
  }
}
