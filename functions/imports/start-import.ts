import { importFiles, type ImportRun } from '../../shared/domain/import-run.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { NotFound, Refused } from '../../shared/runtime/errors.ts'
import type { Queue } from '../../shared/runtime/queue.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { dealerRecord } from '../../shared/store/dealers.ts'
import { fileKeys, type Files } from '../../shared/store/files.ts'
import { importRecord } from '../../shared/store/imports.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { movable, type SeenImport } from './change-import.ts'
import { holding, otherHolds } from './hold-messages.ts'

/** Longer than a function of the API may run: when it passes, the start is recorded or never will be. */
const HINT_DELAY_SECONDS = 60

export interface StartDependencies {
  readonly store: Store
  readonly files: Pick<Files, 'look'>
  readonly queue: Queue
}

/**
 * Has an import read. A hint is queued before the start is recorded, with a delay, and another one after it: so none is
 * lost between the two, and the importer takes the first that finds the import started. Only one import of a dealer
 * changes records at a time: its hold on the dealer's messages is written together with its start.
 * @param also what else belongs into the transaction
 * @throws NotFound, Stale, Refused (`transition-refused`, `files-missing`, `import-under-way`), Contested
 */
export async function startImport(
  { store, files, queue }: StartDependencies,
  seen: SeenImport,
  stamp: Stamp,
  also: (started: ImportRun) => readonly Write[],
): Promise<ImportRun> {
  const body = { dealerId: seen.dealerId, importId: seen.importId }
  let hinted = false
  const { started } = await untilCommitted(store, async () => {
    const run = await movable(store, seen, 'start')
    // A dry run that is over is followed by the real one.
    const dryRun = run.dryRun && run.status === 'open'
    const next: ImportRun = {
      ...run,
      status: 'started',
      dryRun,
      arrived: await arrivedOf(run, files),
      results: {},
      startedAt: stamp.at,
      startedBy: stamp.by,
      endedAt: undefined,
    }
    const hold = dryRun ? [] : [await holdFor(store, seen, stamp)]
    if (!hinted) await hint(queue, body, HINT_DELAY_SECONDS)
    hinted = true
    const change = { id: next.importId, action: 'started', before: run, after: next }
    return { started: next, writes: [...changeWrites(importRecord, change, stamp), ...hold, ...also(next)] }
  })
  // It only saves the wait for the one that is delayed.
  await hint(queue, body).catch(() => undefined)
  return started
}

/** A start that could not be queued: nothing was recorded, and the same request may work later. */
class NotQueued extends Error {
  override readonly name = 'NotQueued'
}

async function hint(queue: Queue, body: object, delaySeconds?: number): Promise<void> {
  const refused = await queue.send([{ body, ...(delaySeconds === undefined ? {} : { delaySeconds }) }])
  if (refused.length > 0) throw new NotQueued('the queue of imports did not take a message')
}

async function arrivedOf(
  { dealerId, importId, announced = [] }: ImportRun,
  files: Pick<Files, 'look'>,
): Promise<NonNullable<ImportRun['arrived']>> {
  const looks = await Promise.all(
    announced.map(
      async (file) => [file, await files.look(fileKeys.import(dealerId, importId, file))] as const,
    ),
  )
  const seen = new Map(looks)
  const missing = announced.filter((file) => seen.get(file) === undefined)
  if (missing.length > 0) throw new Refused('files-missing', { missing })
  const arrived: NonNullable<ImportRun['arrived']> = {}
  for (const file of importFiles) {
    const look = seen.get(file)
    if (look !== undefined) arrived[file] = { bytes: look.bytes, etag: look.etag }
  }
  return arrived
}

async function holdFor(store: Store, { dealerId, importId }: SeenImport, stamp: Stamp): Promise<Write> {
  const dealer = await store.dealers.byId(dealerId)
  if (dealer === undefined) throw new NotFound()
  const [other] = otherHolds(dealer, importId, stamp)
  if (other !== undefined) throw new Refused('import-under-way', { existing: other.importId })
  return dealerRecord.put(holding(dealer, importId, stamp), stamp)
}
