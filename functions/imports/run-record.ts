import {
  importFiles,
  type FileResult,
  type ImportFile,
  type ImportRun,
} from '../../shared/domain/import-run.ts'
import { importMachine } from '../../shared/domain/import-machine.ts'
import { verdictOn } from '../../shared/domain/machine.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import { importRecord } from '../../shared/store/imports.ts'
import type { ImportStore } from './import-store.ts'

/** Another function has the same import in hand: this one leaves it to that. */
export class ImportElsewhere extends Error {
  override readonly name = 'ImportElsewhere'
}

/** A function runs for fifteen minutes at most. */
const CLAIM_MINUTES = 16

/**
 * Takes the import for this queue message, unless another message's function works on it: of several messages that
 * speak of one import only one does the work. The same message again takes its own claim over.
 * @returns the claimed run, undefined when there is nothing to do here
 */
export async function claimImport(
  store: ImportStore,
  read: () => Promise<ImportRun>,
  by: string,
  stamp: Stamp,
): Promise<ImportRun | undefined> {
  for (;;) {
    const run = await read()
    const undoing = run.status === 'undoing'
    if (!undoing && !verdictOn(importMachine, run.status, 'claim').taken) return undefined
    if (run.claim !== undefined && run.claim.by !== by && run.claim.until > stamp.at) return undefined
    const claim = { by, until: addMinutes(stamp.at, CLAIM_MINUTES) }
    const claimed: ImportRun = undoing ? { ...run, claim } : { ...begun(run), claim }
    const result = await store.commit([importRecord.put(claimed, stamp)])
    if (result.kind === 'committed') return { ...claimed, version: run.version + 1 }
  }
}

function begun(run: ImportRun): ImportRun {
  return {
    ...run,
    status: 'running',
    startedAt: run.startedAt ?? run.createdAt,
    // Before the first checkpoint nothing of an earlier attempt counts.
    results: run.checkpoint === undefined ? {} : run.results,
    ...(run.dryRun ? {} : { undoRuns: [...(run.undoRuns ?? []), run.version + 1] }),
  }
}

type RunChange = Partial<
  Pick<ImportRun, 'status' | 'progress' | 'checkpoint' | 'claim' | 'endedAt' | 'undo' | 'undoUntil'>
>

/** The import's record as this run goes on writing it. */
export class RunRecord {
  readonly results: Partial<Record<ImportFile, FileResult>>
  readonly #store: ImportStore
  readonly #stamp: Stamp
  readonly #from: ImportRun['checkpoint']
  #run: ImportRun

  constructor(store: ImportStore, run: ImportRun, stamp: Stamp) {
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
  async save(change: RunChange): Promise<void> {
    const run: ImportRun = { ...this.#run, ...change, results: this.results }
    const result = await this.#store.commit([importRecord.put(run, this.#stamp)])
    if (result.kind === 'conflict') throw new ImportElsewhere(`import ${run.importId} is run elsewhere`)
    this.#run = { ...run, version: run.version + 1 }
  }

  /** Lets another function go on. */
  async pause(): Promise<void> {
    await this.save({ claim: undefined })
  }

  async end(
    status: 'done' | 'checked' | 'failed',
    { at, undoUntil }: { at: Instant; undoUntil: Instant | undefined },
  ): Promise<void> {
    const over = { progress: undefined, checkpoint: undefined, claim: undefined }
    await this.save({ status, ...over, endedAt: at, undoUntil })
  }
}
