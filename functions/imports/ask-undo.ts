import type { ImportRun } from '../../shared/domain/import-run.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { Refused } from '../../shared/runtime/errors.ts'
import type { Queue } from '../../shared/runtime/queue.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { importRecord } from '../../shared/store/imports.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { movable, type SeenImport } from './change-import.ts'
import { importerHints } from './hint-importer.ts'
import { holdWrite } from './hold-messages.ts'
import { mayBeUndone } from './import-view.ts'

/**
 * Has an import taken back. Whether that is possible takes as long to find out as the import has written, so the
 * importer looks, and the import's record tells.
 * @param also what else belongs into the transaction
 * @throws NotFound, Stale, Refused (`transition-refused`, `undo-too-late`, `import-under-way`), Contested
 */
export async function askUndo(
  { store, queue }: { readonly store: Store; readonly queue: Queue },
  seen: SeenImport,
  stamp: Stamp,
  also: (asked: ImportRun) => readonly Write[],
): Promise<ImportRun> {
  const hints = importerHints(queue, seen)
  const { asked } = await untilCommitted(store, async () => {
    const run = await movable(store, seen, 'undo')
    if (!mayBeUndone(run, stamp.at)) throw new Refused('undo-too-late')
    const next: ImportRun = {
      ...run,
      status: 'undoing',
      undo: {
        askedAt: stamp.at,
        askedBy: stamp.by,
        from: run.status === 'failed' ? 'failed' : 'done',
        phase: 'checking',
        total: 0,
        restored: 0,
      },
    }
    const hold = await holdWrite(store, seen, stamp)
    await hints.before()
    const change = { id: next.importId, action: 'undo-asked', before: run, after: next }
    return { asked: next, writes: [...changeWrites(importRecord, change, stamp), hold, ...also(next)] }
  })
  await hints.after()
  return asked
}
