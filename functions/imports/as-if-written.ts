import * as z from 'zod'
import { keyText, type Item, type Key, type TableClient } from '../../shared/store/table-client.ts'
import { ImportFileError } from './file-error.ts'

/** Beside it a function of 1 GB still has room for its work; it is what some 300,000 rows plan. */
const MOST_BYTES = 400 * 1024 * 1024

/** What an entry of the map takes besides its key and its item. */
const BYTES_OF_ENTRY = 200

/**
 * The table as it would be: reads by key see what was planned before, and nothing is written. So the code that
 * imports judges rows by earlier rows and files, in a dry run as in a real one. What was planned stays in memory.
 * @throws ImportFileError `dry-run-too-large`, when it is too much for that
 */
export function asIfWritten(
  table: Pick<TableClient, 'get' | 'getMany'>,
  mostBytes = MOST_BYTES,
): TableClient {
  /** Items as bytes, outside the heap; undefined: deleted. */
  const planned = new Map<string, Buffer | undefined>()
  let bytes = 0

  return {
    async get(key) {
      const name = keyText(key)
      return planned.has(name) ? itemOf(planned.get(name)) : table.get(key)
    },
    async getMany(keys) {
      const unplanned = keys.filter((key) => !planned.has(keyText(key)))
      const found = new Map(unplanned.length === 0 ? [] : await table.getMany(unplanned))
      for (const name of keys.map(keyText)) {
        const item = itemOf(planned.get(name))
        if (item !== undefined) found.set(name, item)
      }
      return found
    },
    // A list would have to be merged with what is planned; nothing that imports asks for one.
    query: () => Promise.reject(new Error('a dry run reads by key alone')),
    commit(writes) {
      for (const write of writes) {
        if (write.kind === 'check') continue
        const name = keyText(write.key)
        const before = planned.get(name)
        const after = write.kind === 'put' ? bytesOf(write.item, write.key) : undefined
        bytes += (after?.length ?? 0) - (before?.length ?? 0)
        if (!planned.has(name)) bytes += name.length + BYTES_OF_ENTRY
        planned.set(name, after)
      }
      if (bytes > mostBytes) throw new ImportFileError('dry-run-too-large')
      return Promise.resolve({ kind: 'committed' })
    },
  }
}

const Stored = z.record(z.string(), z.unknown())

function bytesOf(item: object, { pk, sk }: Key): Buffer {
  return Buffer.from(JSON.stringify({ ...item, pk, sk }))
}

function itemOf(bytes: Buffer | undefined): Item | undefined {
  return bytes === undefined ? undefined : Stored.parse(JSON.parse(bytes.toString()))
}
