import { importFiles, type ImportRun } from '../../shared/domain/import-run.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { Refused } from '../../shared/runtime/errors.ts'
import type { Queue } from '../../shared/runtime/queue.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { fileKeys, type Files } from '../../shared/store/files.ts'
import { importRecord } from '../../shared/store/imports.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { movable, type SeenImport } from './change-import.ts'
import { importerHints } from './hint-importer.ts'
import { holdWrite } from './hold-messages.ts'

export interface StartDependencies {
  readonly store: Store
  readonly files: Pick<Files, 'look'>
  readonly queue: Queue
}

/**
 * Has an import read. Only one import of a dealer changes records at a time: its hold on the dealer's messages is
 * written together with its start. A dry run changes none.
 * @param also what else belongs into the transaction
 * @throws NotFound, Stale, Refused (`transition-refused`, `files-missing`, `import-under-way`), Contested
 */
export async function startImport(
  { store, files, queue }: StartDependencies,
  seen: SeenImport,
  stamp: Stamp,
  also: (started: ImportRun) => readonly Write[],
): Promise<ImportRun> {
  const hints = importerHints(queue, seen)
  const { started } = await untilCommitted(store, async () => {
    const run = await movable(store, seen, 'start')
    const next: ImportRun = {
      ...run,
      status: 'started',
      // A dry run that is over is followed by the real one.
      dryRun: run.dryRun && run.status === 'open',
      arrived: await arrivedOf(run, files),
      results: {},
      startedAt: stamp.at,
      startedBy: stamp.by,
      endedAt: undefined,
    }
    const hold = next.dryRun ? [] : [await holdWrite(store, seen, stamp)]
    await hints.before()
    const change = { id: next.importId, action: 'started', before: run, after: next }
    return { started: next, writes: [...changeWrites(importRecord, change, stamp), ...hold, ...also(next)] }
  })
  await hints.after()
  return started
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
