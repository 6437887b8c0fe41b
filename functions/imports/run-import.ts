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
import { dealerRecord } from '../../shared/store/dealers.ts'
import { fileKeys, type Files } from '../../shared/store/files.ts'
import { importRecord } from '../../shared/store/imports.ts'
import type { Store } from '../../shared/store/store.ts'
import { applyFile, type FileProgress } from './apply-file.ts'
import { ImportFileError } from './file-error.ts'
import { readRows } from './read-rows.ts'

export interface ImportDependencies {
  readonly store: Store
  readonly files: Files
  readonly clock: Clock
  readonly log: Log
  /** Milliseconds that the function may still run. */
  readonly remaining: () => number
}

const lines = {
  started: { code: 'IMPORT_STARTED', sentence: 'an import begins or goes on' },
  paused: {
    code: 'IMPORT_PAUSED',
    sentence: 'the function’s time is nearly over: the import goes on in a new one',
  },
  refused: { code: 'IMPORT_REFUSED', sentence: 'a file is no such table: nothing was imported' },
  completed: { code: 'IMPORT_COMPLETED', sentence: 'the import is done' },
} as const satisfies Record<string, LogLine>

/** While an import runs no customer message is decided; a run that died holds them no longer than this. */
const HOLD_MINUTES = 30

/**
 * Imports a dealer's files, in their order, from where an earlier run was cut off. Nothing is written before
 * every file has shown that it is the table it should be. Tells whether it is done or wants to go on in a new
 * function.
 */
export async function runImport(
  { dealerId, importId }: { dealerId: string; importId: string },
  dependencies: ImportDependencies,
): Promise<'done' | 'go-on'> {
  const { store, files, clock, log } = dependencies
  const stamp: Stamp = { at: clock.now(), by: `import ${importId}` }
  const started: ImportRun = (await store.imports.byId(dealerId, importId)) ?? {
    ...unwritten(stamp),
    dealerId,
    importId,
    status: 'running',
    results: {},
  }
  if (started.status !== 'running') return 'done'
  // A run that goes on after midnight still judges its rows by the day on which the import began.
  const asOf: Stamp = { ...stamp, at: started.createdAt }
  log.info(lines.started, { dealerId, importId, file: started.checkpoint?.file ?? importFiles[0] })
  const dealer = await holdMessages(store, dealerId, importId, stamp)
  const record = new RunRecord(store, started, stamp)

  const fail = async (problems: ReadonlyMap<ImportFile, Problem>) => {
    for (const [file, problem] of problems) {
      record.results[file] = { ...(record.results[file] ?? emptyResult), present: true, problem }
    }
    // Once the record says that it has ended nobody runs it again, so the messages are let go before.
    await releaseMessages(store, dealerId, importId, stamp)
    await record.save({ status: 'failed', progress: undefined, checkpoint: undefined })
    log.warn(lines.refused, { dealerId, importId, files: [...problems.keys()] })
    return 'done' as const
  }
  const problems = await findProblems(dealer, importId, dependencies, asOf)
  if (problems.size > 0) return fail(problems)

  const sizes = await sizesOf(files, dealerId, importId)
  const bytesTotal = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  let bytesBefore = 0
  for (const file of importFiles) {
    const from = record.startOf(file)
    const opened =
      from === undefined ? undefined : await files.open(fileKeys.import(dealerId, importId, file))
    if (from !== undefined && opened === undefined) record.results[file] = emptyResult
    if (from !== undefined && opened !== undefined) {
      const before = record.results[file] ?? { ...emptyResult, present: true }
      const save = async ({ line, result, bytesRead, safe }: FileProgress) => {
        const progress = { file, bytesRead: bytesBefore + bytesRead, bytesTotal }
        if (safe) record.results[file] = result
        await record.save(safe ? { progress, checkpoint: { file, line } } : { progress })
        if (safe) await holdMessages(store, dealerId, importId, { ...stamp, at: clock.now() })
      }
      const run = { dealer, importId, from, before, save, stamp: asOf }
      const end = await applyFile[file](opened.bytes, run, dependencies).catch(problemOf)
      // Only its later rows tell that it has too many: it is refused from there on, and not tried again.
      if (typeof end === 'object') return fail(new Map([[file, end]]))
      if (end === 'out-of-time') {
        log.info(lines.paused, { dealerId, importId, file })
        return 'go-on'
      }
      bytesBefore += opened.length
    } else {
      bytesBefore += sizes.get(file) ?? 0
    }
  }
  await releaseMessages(store, dealerId, importId, stamp)
  await record.save({ status: 'done', progress: undefined, checkpoint: undefined })
  log.info(lines.completed, { dealerId, importId, results: record.results })
  return 'done'
}

type Problem = NonNullable<FileResult['problem']>

/** Why a file as a whole cannot be read; every other error is thrown on. */
function problemOf(error: unknown): Problem {
  if (!(error instanceof ImportFileError)) throw error
  const { code, zh, en } = error
  return { code, zh, en }
}

const emptyResult: FileResult = { present: false, accepted: 0, rejected: {}, changed: 0, refusedPages: 0 }

/** The import's record as this run goes on writing it. */
class RunRecord {
  readonly results: Partial<Record<ImportFile, FileResult>>
  readonly #store: Store
  readonly #stamp: Stamp
  readonly #from: ImportRun['checkpoint']
  #run: ImportRun

  constructor(store: Store, run: ImportRun, stamp: Stamp) {
    this.#store = store
    this.#stamp = stamp
    this.#run = run
    this.#from = run.checkpoint
    this.results = { ...run.results }
  }

  /** The line after which a file goes on, 0 for its beginning, undefined when it was done in an earlier run. */
  startOf(file: ImportFile): number | undefined {
    if (this.#from === undefined) return 0
    const done = importFiles.indexOf(file) - importFiles.indexOf(this.#from.file)
    if (done < 0) return undefined
    return done === 0 ? this.#from.line : 0
  }

  /** @throws ImportElsewhere when another function works on the same import */
  async save(change: Partial<Pick<ImportRun, 'status' | 'progress' | 'checkpoint'>>): Promise<void> {
    const run: ImportRun = { ...this.#run, ...change, results: this.results }
    const result = await this.#store.commit([importRecord.put(run, this.#stamp)])
    if (result.kind === 'conflict') throw new ImportElsewhere(`import ${run.importId} is run elsewhere`)
    this.#run = { ...run, version: run.version + 1 }
  }
}

/** Another function has the same import in hand: this one leaves it to that. */
export class ImportElsewhere extends Error {
  override readonly name = 'ImportElsewhere'
}

/** Reads the beginning of every file: whether it is the table that it should be. */
async function findProblems(
  dealer: Dealer,
  importId: string,
  { files }: ImportDependencies,
  stamp: Stamp,
): Promise<Map<ImportFile, Problem>> {
  const problems = new Map<ImportFile, Problem>()
  for (const file of importFiles) {
    const opened = await files.open(fileKeys.import(dealer.dealerId, importId, file))
    if (opened === undefined) continue
    const rows = readRows(file, opened.bytes, dateIn(stamp.at, dealer.zone))
    try {
      await rows.next()
    } catch (error) {
      problems.set(file, problemOf(error))
    } finally {
      await rows.return()
    }
  }
  return problems
}

async function sizesOf(files: Files, dealerId: string, importId: string): Promise<Map<ImportFile, number>> {
  const sizes = new Map<ImportFile, number>()
  for (const file of importFiles) {
    const size = await files.size(fileKeys.import(dealerId, importId, file))
    if (size !== undefined) sizes.set(file, size)
  }
  return sizes
}

/** Holds the dealer's messages from `stamp.at` on, or goes on holding them. */
async function holdMessages(store: Store, dealerId: string, importId: string, stamp: Stamp): Promise<Dealer> {
  const own = { importId, until: addMinutes(stamp.at, HOLD_MINUTES) }
  return changeDealer(store, dealerId, stamp, (dealer) => ({
    ...dealer,
    importing: [...otherHolds(dealer, importId, stamp), own],
  }))
}

/** Lets go of what this import holds: another that runs goes on holding. */
async function releaseMessages(
  store: Store,
  dealerId: string,
  importId: string,
  stamp: Stamp,
): Promise<void> {
  await changeDealer(store, dealerId, stamp, (dealer) => {
    const others = otherHolds(dealer, importId, stamp)
    return { ...dealer, importing: others.length > 0 ? others : undefined }
  })
}

/** What other imports hold; one that died is left out once its time is over. */
function otherHolds(dealer: Dealer, importId: string, { at }: Stamp): NonNullable<Dealer['importing']> {
  return (dealer.importing ?? []).filter((hold) => hold.importId !== importId && hold.until > at)
}

async function changeDealer(
  store: Store,
  dealerId: string,
  stamp: Stamp,
  change: (dealer: Dealer) => Dealer,
): Promise<Dealer> {
  for (;;) {
    const dealer = await store.dealers.byId(dealerId)
    if (dealer === undefined) throw new DealerMissing(`no dealer ${dealerId}`)
    const changed = change(dealer)
    const result = await store.commit([dealerRecord.put(changed, stamp)])
    if (result.kind === 'committed') return changed
  }
}
