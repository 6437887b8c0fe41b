import type { Dealer } from '../../shared/domain/dealer.ts'
import {
  importFiles,
  type FileResult,
  type ImportFile,
  type ImportRun,
} from '../../shared/domain/import-run.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { addMinutes, dateIn } from '../../shared/domain/time.ts'
import { DealerMissing } from '../../shared/due/purpose.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import { FileReplaced, fileKeys, type Files } from '../../shared/store/files.ts'
import { openImportStore, type ImportStore } from './import-store.ts'
import type { TableClient } from '../../shared/store/table-client.ts'
import { applyFile, type FileProgress } from './apply-file.ts'
import { asIfWritten } from './as-if-written.ts'
import { ImportFileError } from './file-error.ts'
import { holdMessages, releaseMessages } from './hold-messages.ts'
import { readRows } from './read-rows.ts'
import { claimImport, RunRecord } from './run-record.ts'
import { undoImport } from './undo-import.ts'
import { UndoLog } from './undo-log.ts'

export interface ImportDependencies {
  readonly table: TableClient
  readonly files: Pick<Files, 'look' | 'open' | 'read' | 'write'>
  readonly clock: Clock
  readonly log: Log
  /** Milliseconds that the function may still run. */
  readonly remaining: () => number
}

const lines = {
  started: { code: 'IMPORT_STARTED', sentence: 'an import begins or goes on' },
  notNeeded: {
    code: 'IMPORT_NOT_NEEDED',
    sentence: 'the import waits for nobody: it has ended, or another function works on it',
  },
  paused: {
    code: 'IMPORT_PAUSED',
    sentence: 'the function’s time is nearly over: the import goes on in a new one',
  },
  refused: { code: 'IMPORT_REFUSED', sentence: 'a file is no such table: the import ends here' },
  completed: { code: 'IMPORT_COMPLETED', sentence: 'the import is done' },
} as const satisfies Record<string, LogLine>

export interface ImportHint {
  readonly dealerId: string
  readonly importId: string
  /** The queue message that spoke of it. */
  readonly messageId: string
}

/**
 * Imports a dealer's files, in their order, from where an earlier run was cut off. Nothing is written before
 * every file has shown that it is the table it should be; in a dry run nothing at all. Tells whether it is done or
 * wants to go on in a new function.
 */
export async function runImport(
  { dealerId, importId, messageId }: ImportHint,
  dependencies: ImportDependencies,
): Promise<'done' | 'go-on'> {
  const { table, clock, log } = dependencies
  const store = openImportStore(table)
  const stamp: Stamp = { at: clock.now(), by: `import ${importId}` }
  const known = await store.dealers.byId(dealerId)
  if (known === undefined) throw new DealerMissing(`no dealer ${dealerId}`)
  const straightFromBucket = { ...unwritten(stamp), dealerId, importId, dryRun: false, results: {} }
  const run = await claimImport(
    store,
    async () =>
      (await store.imports.byId(dealerId, importId)) ?? { ...straightFromBucket, status: 'started' },
    messageId,
    stamp,
  )
  if (run === undefined) {
    log.info(lines.notNeeded, { dealerId, importId })
    return 'done'
  }
  if (run.status === 'undoing') return undoImport(run, dependencies)
  // A run that goes on after midnight still judges its rows by the day on which the import began.
  const asOf: Stamp = { ...stamp, at: run.startedAt ?? run.createdAt }
  const { dryRun } = run
  log.info(lines.started, { dealerId, importId, dryRun, file: run.checkpoint?.file ?? importFiles[0] })
  const dealer = dryRun ? known : await holdMessages(store, dealerId, importId, stamp)
  const record = new RunRecord(store, run, stamp)
  const uploads = uploadsOf(run, dependencies)

  const end = async (status: 'done' | 'checked' | 'failed') => {
    // Once the record says that it has ended nobody runs it again, so the messages are let go before.
    if (!dryRun) await releaseMessages(store, dealerId, importId, stamp)
    const at = clock.now()
    const undoUntil = dryRun ? undefined : addMinutes(at, dealer.settings.imports.undoDays * MINUTES_OF_DAY)
    await record.end(status, { at, undoUntil })
    return 'done' as const
  }
  const fail = async (problems: ReadonlyMap<ImportFile, Problem>) => {
    for (const [file, problem] of problems) {
      record.results[file] = { ...(record.results[file] ?? emptyResult), present: true, problem }
    }
    log.warn(lines.refused, { dealerId, importId, files: [...problems.keys()] })
    return end('failed')
  }
  const problems = await findProblems(dealer, uploads, asOf)
  if (problems.size > 0) return fail(problems)

  const storeForChunk = dryRun ? planning(table) : logging(table, run, dependencies)
  const sizes = await sizesOf(uploads)
  const bytesTotal = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  let bytesBefore = 0
  for (const file of importFiles) {
    const from = record.startOf(file)
    const opened = from === undefined ? undefined : await uploads.open(file)
    if (from !== undefined && opened === undefined) record.results[file] = emptyResult
    if (from !== undefined && opened !== undefined) {
      const before = record.results[file] ?? { ...emptyResult, present: true }
      const save = async ({ line, result, bytesRead, safe }: FileProgress) => {
        const progress = { file, bytesRead: bytesBefore + bytesRead, bytesTotal }
        if (safe) record.results[file] = result
        // What a dry run has planned is in the memory of this function alone: another begins anew.
        await record.save(safe && !dryRun ? { progress, checkpoint: { file, line } } : { progress })
        if (safe && !dryRun) await holdMessages(store, dealerId, importId, { ...stamp, at: clock.now() })
      }
      const open = () => uploads.open(file)
      const job = { storeForChunk, dealer, importId, open, from, before, save, stamp: asOf }
      const outcome = await applyFile[file](opened.bytes, job, dependencies).catch(problemOf)
      // Only its later rows tell that it has too many: it is refused from there on, and not tried again.
      if (typeof outcome === 'object') return fail(new Map([[file, outcome]]))
      if (outcome === 'out-of-time') {
        if (dryRun) return fail(new Map([[file, problemOf(new ImportFileError('dry-run-too-large'))]]))
        await record.pause()
        log.info(lines.paused, { dealerId, importId, file })
        return 'go-on'
      }
      bytesBefore += opened.length
    } else {
      bytesBefore += sizes.get(file) ?? 0
    }
  }
  log.info(lines.completed, { dealerId, importId, dryRun, results: record.results })
  return end(dryRun ? 'checked' : 'done')
}

const MINUTES_OF_DAY = 24 * 60

/** What a dry run would have written is kept for the rows that come after. */
function planning(table: TableClient): () => ImportStore {
  const store = openImportStore(asIfWritten(table))
  return () => store
}

/** What a chunk finds is kept, so that it can be taken back. */
function logging(
  table: TableClient,
  { dealerId, importId, version }: ImportRun,
  { files }: Pick<ImportDependencies, 'files'>,
): () => ImportStore {
  const log = new UndoLog({ dealerId, importId, run: version }, files)
  return () => openImportStore(log.watch(table))
}

type Problem = NonNullable<FileResult['problem']>

/** Why a file as a whole cannot be read; every other error is thrown on. */
function problemOf(error: unknown): Problem {
  if (!(error instanceof ImportFileError)) throw error
  const { code, zh, en } = error
  return { code, zh, en }
}

const emptyResult: FileResult = {
  present: false,
  accepted: 0,
  rejected: {},
  changed: 0,
  created: 0,
  warned: 0,
  refusedPages: 0,
}

interface Uploaded {
  open(file: ImportFile): ReturnType<Files['open']>
  size(file: ImportFile): Promise<number | undefined>
}

/** The import's files, as they were when it was started. */
function uploadsOf(
  { dealerId, importId, arrived }: ImportRun,
  { files }: Pick<ImportDependencies, 'files'>,
): Uploaded {
  const keyOf = (file: ImportFile) => fileKeys.import(dealerId, importId, file)
  return {
    open: (file) =>
      files.open(keyOf(file), arrived?.[file]?.etag).catch((cause: unknown) => {
        if (cause instanceof FileReplaced) throw new ImportFileError('replaced')
        throw cause
      }),
    size: async (file) => arrived?.[file]?.bytes ?? (await files.look(keyOf(file)))?.bytes,
  }
}

/** Reads the beginning of every file: whether it is the table that it should be. */
async function findProblems(
  dealer: Dealer,
  uploads: Uploaded,
  stamp: Stamp,
): Promise<Map<ImportFile, Problem>> {
  const problems = new Map<ImportFile, Problem>()
  for (const file of importFiles) {
    try {
      const opened = await uploads.open(file)
      if (opened === undefined) continue
      const rows = readRows(file, opened.bytes, dateIn(stamp.at, dealer.zone))
      try {
        await rows.next()
      } finally {
        await rows.return()
      }
    } catch (error) {
      problems.set(file, problemOf(error))
    }
  }
  return problems
}

async function sizesOf(uploads: Uploaded): Promise<Map<ImportFile, number>> {
  const sizes = new Map<ImportFile, number>()
  for (const file of importFiles) {
    const size = await uploads.size(file)
    if (size !== undefined) sizes.set(file, size)
  }
  return sizes
}
