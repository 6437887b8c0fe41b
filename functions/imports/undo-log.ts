import * as z from 'zod'
import { Json } from '../../shared/runtime/hints.ts'
import { fileKeys, type Files } from '../../shared/store/files.ts'
import {
  keyText,
  type Item,
  type Key,
  type TableClient,
  type Write,
} from '../../shared/store/table-client.ts'

/** One write of an import: what it left behind, and what was there before. */
export const UndoEntry = z.object({
  pk: z.string(),
  sk: z.string(),
  /** The version that was written; absent: the item has none (a name, a pointer), or was deleted. */
  version: z.int().positive().optional(),
  deleted: z.boolean().default(false),
  /** Of a guard: whose name it keeps. */
  ownerId: z.string().optional(),
  /** As it was read; absent: there was nothing. */
  before: z.record(z.string(), z.unknown()).optional(),
})
export type UndoEntry = z.infer<typeof UndoEntry>

interface LogOf {
  readonly dealerId: string
  readonly importId: string
  /** A number of its own for each function that works on the import: no page is ever written twice. */
  readonly run: number
}

/**
 * What an import's writes found, in the files bucket: a page for each transaction, written before it. So whatever is
 * committed can be taken back; a page whose transaction never was is told by the versions. A bucket, since before-images
 * in the table would cost as many write units as the import itself.
 */
export class UndoLog {
  #pages = 0
  readonly #of: LogOf
  readonly #files: Pick<Files, 'write'>

  constructor(of: LogOf, files: Pick<Files, 'write'>) {
    this.#of = of
    this.#files = files
  }

  /** The table, for the planning and the transaction of one chunk: what is read there is what the log keeps of it. */
  watch(table: TableClient): TableClient {
    const seen = new Map<string, Item | undefined>()
    return {
      async get(key) {
        const item = await table.get(key)
        seen.set(keyText(key), item)
        return item
      },
      async getMany(keys) {
        const items = await table.getMany(keys)
        for (const name of keys.map(keyText)) seen.set(name, items.get(name))
        return items
      },
      query: (question) => table.query(question),
      commit: async (writes) => {
        const unseen = writes.filter(
          ({ key, condition }) => condition.clause !== 'absent' && !seen.has(keyText(key)),
        )
        for (const [name, item] of await table.getMany(unseen.map(({ key }) => key))) seen.set(name, item)
        await this.#write(writes.flatMap((write) => entryOf(write, seen.get(keyText(write.key)))))
        return table.commit(writes)
      },
    }
  }

  async #write(entries: readonly UndoEntry[]): Promise<void> {
    this.#pages += 1
    const { dealerId, importId, run } = this.#of
    const page = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
    await this.#files.write(fileKeys.undo(dealerId, importId, run, this.#pages), page, 'application/x-ndjson')
  }
}

const Written = z.object({
  version: z.int().positive().optional(),
  entity: z.string(),
  id: z.string().optional(),
})

function entryOf(write: Write, before: Item | undefined): UndoEntry[] {
  const { pk, sk }: Key = write.key
  const was = write.condition.clause === 'absent' || before === undefined ? {} : { before: { ...before } }
  switch (write.kind) {
    case 'check':
      return []
    case 'delete':
      return [{ pk, sk, deleted: true, ...was }]
    case 'put': {
      const { version, entity, id } = Written.parse(write.item)
      return [{ pk, sk, deleted: false, version, ...(entity === 'Guard' ? { ownerId: id } : {}), ...was }]
    }
  }
}

/** All pages of an import's log, in the order in which they were written, each with its place in that order. */
export async function* undoPages(
  { dealerId, importId, runs }: { dealerId: string; importId: string; runs: readonly number[] },
  files: Pick<Files, 'read'>,
): AsyncGenerator<{ name: UndoPageName; entries: readonly UndoEntry[] }> {
  for (const run of runs) {
    for (let page = 1; ; page += 1) {
      const entries = await undoPage({ dealerId, importId }, { run, page }, files)
      if (entries === undefined) break
      yield { name: { run, page }, entries }
    }
  }
}

export interface UndoPageName {
  readonly run: number
  readonly page: number
}

export async function undoPage(
  { dealerId, importId }: { dealerId: string; importId: string },
  { run, page }: UndoPageName,
  files: Pick<Files, 'read'>,
): Promise<UndoEntry[] | undefined> {
  const text = await files.read(fileKeys.undo(dealerId, importId, run, page))
  if (text === undefined) return undefined
  return text.split('\n').flatMap((line) => (line === '' ? [] : [Json.pipe(UndoEntry).parse(line)]))
}
