import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { runImport, type ImportDependencies } from '../../../functions/imports/run-import.ts'
import { importFiles, type ImportFile, type ImportRun } from '../../../shared/domain/import-run.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import type { Log } from '../../../shared/runtime/logger.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import { openStore } from '../../../shared/store/store.ts'
import { keyText, type Item, type TableClient, type Write } from '../../../shared/store/table-client.ts'
import { dealerOf, local } from '../../support/builders.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { memoryTable, type MemoryTable } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'
import { capturingLog } from '../messages/delivering.ts'

export const asOf = local('2026-11-22 23:59')
export type Export = Partial<Record<ImportFile, Uint8Array | string>>

/** The sample dealer's files; with `rows`, only so many of the first lines of each. */
export function sampleExport(rows = Infinity): Export {
  return Object.fromEntries(
    importFiles.map((file) => {
      const bytes = readFileSync(new URL(`../../../examples/dealer/${file}.csv`, import.meta.url))
      let end = 0
      for (let line = 0; line < rows && end < bytes.length; line += 1) {
        const at = bytes.indexOf(0x0a, end)
        end = at === -1 ? bytes.length : at + 1
      }
      return [file, bytes.subarray(0, end)]
    }),
  )
}

/** A dealer's table, bucket and clock; an import runs on them as the function does. */
export async function importingWorld(
  options: { log?: Log; table?: MemoryTable; client?: (table: MemoryTable) => TableClient } = {},
) {
  const table = options.table ?? memoryTable()
  const files = memoryFiles()
  const { stored } = files
  const captured = capturingLog()
  const world = {
    table,
    files,
    stored,
    store: openStore(table),
    log: captured,
    now: asOf,
    upload(importId: string, content: Export) {
      for (const [file, bytes] of Object.entries(content)) {
        stored.set(fileKeys.import('D001', importId, file), Buffer.from(bytes))
      }
    },
    async run(
      importId: string,
      more: {
        remaining?: () => number
        client?: TableClient
        log?: Log
        messageId?: string
      } = {},
    ): Promise<'done' | 'go-on'> {
      const dependencies: ImportDependencies = {
        table: more.client ?? table,
        files,
        clock: { now: () => world.now },
        log: more.log ?? captured,
        remaining: more.remaining ?? (() => 600_000),
      }
      const { messageId = 'message-1' } = more
      return runImport({ dealerId: 'D001', importId, messageId }, dependencies)
    },
    async import(importId: string, content: Export, at?: Instant) {
      if (at !== undefined) world.now = at
      world.upload(importId, content)
      const end = await world.run(importId)
      if (end !== 'done') throw new Error('the import did not come to its end')
      return world.record(importId)
    },
    async record(importId: string): Promise<ImportRun> {
      return (await world.store.imports.byId('D001', importId))!
    },
    entities: (entity: string): Item[] => table.all().filter((item) => item['entity'] === entity),
    /** Everything but what an import says of itself, by key. */
    dump: (): Dump =>
      new Map(
        table
          .all()
          .filter(({ entity }) => entity !== 'Import' && entity !== 'Dealer')
          .map((item) => [keyText({ pk: String(item['pk']), sk: String(item['sk']) }), item]),
      ),
    /** The pages of refused rows, in the order of their lines. */
    report: (importId: string) =>
      [...stored]
        .filter(([key]) => key.startsWith(`reports/D001/${importId}/`) && key.endsWith('.ndjson'))
        .flatMap(([key, bytes]) =>
          Buffer.from(bytes)
            .toString()
            .trim()
            .split('\n')
            .map((line) => `${key.split('/').at(-1)!.split('-')[0]!} ${line}`),
        )
        .sort(),
  }
  await save(world.store, ...puts(dealerRecord, dealerOf()))
  return world
}

export type ImportingWorld = Awaited<ReturnType<typeof importingWorld>>

export class Killed extends Error {}

/** A table that is gone at its n-th transaction, before or after it was written. */
export function dyingAt(table: TableClient, commit: number, when: 'before' | 'after'): TableClient {
  let count = 0
  return {
    get: (key) => table.get(key),
    getMany: (keys) => table.getMany(keys),
    query: (question) => table.query(question),
    async commit(writes: readonly Write[]) {
      count += 1
      if (count > commit || (count === commit && when === 'before')) throw new Killed('the function is gone')
      const result = await table.commit(writes)
      if (count === commit) throw new Killed('the function is gone')
      return result
    },
  }
}

export type Dump = ReadonlyMap<string, Item>

/** The keys of what is not the same in two tables; `version` may differ where the steps were others. */
export function differences(a: Dump, b: Dump, { versions }: { versions: boolean }): string[] {
  const keys = new Set([...a.keys(), ...b.keys()])
  const said = (item: Item | undefined) => (versions || item === undefined ? item : { ...item, version: 0 })
  return [...keys].filter((key) => !isDeepStrictEqual(said(a.get(key)), said(b.get(key))))
}

export const later = addMinutes(asOf, 60)

/** The same files again change nothing at all. */
export async function isSettled(world: ImportingWorld, content: Export): Promise<void> {
  const before = world.dump()
  const run = await world.import('again', content, later)
  for (const { changed } of Object.values(run.results)) expect(changed).toBe(0)
  expect(differences(world.dump(), before, { versions: true })).toEqual([])
}

/** What an import found, file by file; `changed` counts what this run brought. */
export function found(run: ImportRun) {
  return Object.fromEntries(
    Object.entries(run.results).map(([file, { accepted, rejected, present }]) => [
      file,
      { present, accepted, rejected },
    ]),
  )
}
