import {
  importFiles,
  type FileResult,
  type ImportFile,
  type ImportRun,
} from '../../shared/domain/import-run.ts'
import { importMachine } from '../../shared/domain/import-machine.ts'
import { verdictOn } from '../../shared/domain/machine.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { addMinutes } from '../../shared/domain/time.ts'
import { importRecord } from '../../shared/store/imports.ts'
import type { Store } from '../../shared/store/store.ts'

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
  store: Store,
  read: () => Promise<ImportRun>,
  by: string,
  stamp: Stamp,
): Promise<ImportRun | undefined> {
  for (;;) {
    const run = await read()
    if (!verdictOn(importMachine, run.status, 'claim').taken) return undefined
    if (run.claim !== undefined && run.claim.by !== by && run.claim.until > stamp.at) return undefined
    const claimed: ImportRun = {
      ...run,
      status: 'running',
      claim: { by, until: addMinutes(stamp.at, CLAIM_MINUTES) },
      startedAt: run.startedAt ?? run.createdAt,
      // Before the first checkpoint nothing of an earlier attempt counts.
      results: run.checkpoint === undefined ? {} : run.results,
    }
    const result = await store.commit([importRecord.put(claimed, stamp)])
    if (result.kind === 'committed') return { ...claimed, version: run.version + 1 }
  }
}

/** The import's record as this run goes on writing it. */
export class RunRecord {
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
  async save(
    change: Partial<Pick<ImportRun, 'status' | 'progress' | 'checkpoint' | 'claim' | 'endedAt'>>,
  ): Promise<void> {
    const run: ImportRun = { ...this.#run, ...change, results: this.results }
    const result = await this.#store.commit([importRecord.put(run, this.#stamp)])
    if (result.kind === 'conflict') throw new ImportElsewhere(`import ${run.importId} is run elsewhere`)
    this.#run = { ...run, version: run.version + 1 }
  }

  /** Lets another function go on. */
  async pause(): Promise<void> {
    await this.save({ claim: undefined })
  }

  async end(status: 'done' | 'checked' | 'failed', { at }: Pick<Stamp, 'at'>): Promise<void> {
    await this.save({ status, progress: undefined, checkpoint: undefined, claim: undefined, endedAt: at })
  }
}
