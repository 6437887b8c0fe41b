import { ImportRun } from '../domain/import-run.ts'
import { readOne, readPage, type Listed, type Place } from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

const partition = (dealerId: string) => `${dealerId}#import`
const list = 'imports'

export const importRecord = recordKind({
  entity: 'Import',
  schema: ImportRun,
  key: ({ dealerId, importId }) => ({ pk: partition(dealerId), sk: importId }),
  attributes: ({ dealerId, importId, createdAt }) => ({
    relatedPk: `${dealerId}#${list}`,
    relatedSk: `${createdAt}#${importId}`,
  }),
})

export function importStore(client: TableClient) {
  return {
    byId: (dealerId: string, importId: string) =>
      readOne(client, importRecord, { pk: partition(dealerId), sk: importId }),
    /** A page of a dealer's imports, the newest first. */
    newest: (
      dealerId: string,
      page: { limit: number; after?: Place | undefined },
    ): Promise<Listed<ImportRun>> =>
      readPage(client, importRecord, 'related', { dealerId, of: list, newestFirst: true, ...page }),
  }
}
