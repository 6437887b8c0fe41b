import type { ImportRun, ImportUndo } from '../../shared/domain/import-run.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { LogLine } from '../../shared/runtime/logger.ts'
import { openImportStore } from './import-store.ts'
import type { TableClient } from '../../shared/store/table-client.ts'
import { belongingElsewhere } from './belonging-elsewhere.ts'
import { changedSince } from './changed-since.ts'
import { holdMessages, releaseMessages } from './hold-messages.ts'
import { UndoPlanner, type UndoPlan } from './plan-undo.ts'
import { restorePage } from './restore-page.ts'
import type { ImportDependencies } from './run-import.ts'
import { RunRecord } from './run-record.ts'
import { ImportChangesTooMany } from './undo-faults.ts'
import { undoPage, undoPages, type UndoPageName } from './undo-log.ts'

const lines = {
  started: { code: 'UNDO_STARTED', sentence: 'an import is being taken back, or goes on being so' },
  refused: {
    code: 'UNDO_REFUSED',
    sentence: 'the import cannot be taken back: nothing was changed',
  },
  paused: {
    code: 'UNDO_PAUSED',
    sentence: 'the function’s time is nearly over: the undo goes on in a new one',
  },
  completed: { code: 'UNDO_COMPLETED', sentence: 'the import is taken back' },
} as const satisfies Record<string, LogLine>

/** A page takes far less; then the function ends on its own. */
const TIME_TO_STOP_MS = 60_000
/** Pages between two saves of the progress that people watch. */
const PAGES_TO_PROGRESS = 50

/**
 * Takes an import back: everything is weighed first, and when anything was changed since, nothing is touched. Then page
 * by page, the last one first, so that what refers to a record goes before it. What is changed by others while it goes on
 * stays as they left it, and is told.
 */
export async function undoImport(
  run: ImportRun,
  dependencies: ImportDependencies,
): Promise<'done' | 'go-on'> {
  const { table, files, clock, log, remaining } = dependencies
  const { dealerId, importId, undo } = run
  if (undo === undefined) throw new Error(`import ${importId} is undone without having been asked to`)
  const store = openImportStore(table)
  const stamp: Stamp = { at: clock.now(), by: `undo of import ${importId}` }
  log.info(lines.started, { dealerId, importId, phase: undo.phase })
  await holdMessages(store, dealerId, importId, stamp)
  const record = new RunRecord(store, run, stamp)
  const end = async (status: ImportRun['status'], ended: ImportUndo) => {
    await releaseMessages(store, dealerId, importId, stamp)
    await record.save({ status, claim: undefined, undo: ended })
    return 'done' as const
  }
  const refuse = (why: Pick<ImportUndo, 'reason' | 'changed'>) => {
    log.warn(lines.refused, {
      dealerId,
      importId,
      reason: why.reason ?? '',
      changed: why.changed?.count ?? 0,
    })
    return end(undo.from, { ...undo, ...why, phase: 'refused' })
  }

  const weighed = await weigh(run, dependencies).catch((error: unknown) => {
    if (error instanceof ImportChangesTooMany && undo.phase === 'checking') return undefined
    throw error
  })
  if (weighed === undefined) return refuse({ reason: 'too-large' })
  const { plan, pages } = weighed
  if (undo.phase === 'checking') {
    const changed = [...plan.changed, ...(await belongingElsewhere(plan, table))]
    if (changed.length > 0) return refuse({ reason: 'changed-since', changed: changedSince(changed) })
  }
  const total = plan.steps.size + plan.restored
  const left = [...plan.changed]
  let restored = plan.restored
  const soFar = (): ImportUndo => ({
    ...undo,
    phase: 'restoring',
    total,
    restored,
    ...(left.length === 0 ? {} : { changed: changedSince(left) }),
  })
  await record.save({ undo: soFar() })
  // What an earlier function has put back needs no reading.
  const open = new Set([...plan.steps.values()].map(({ page }) => page))
  for (const [index, name] of [...pages.entries()].reverse()) {
    if (!open.delete(index)) continue
    const entries = (await undoPage(run, name, files)) ?? []
    const page = { index, entries }
    const done = await restorePage(page, plan, { table, stamp: { ...stamp, at: clock.now() } })
    restored += done.restored
    left.push(...done.left)
    if (open.size % PAGES_TO_PROGRESS === 0) {
      await record.save({ undo: soFar() })
      await holdMessages(store, dealerId, importId, { ...stamp, at: clock.now() })
    }
    if (remaining() < TIME_TO_STOP_MS && open.size > 0) {
      await record.save({ undo: soFar(), claim: undefined })
      log.info(lines.paused, { dealerId, importId, restored, total })
      return 'go-on'
    }
  }
  log.info(lines.completed, { dealerId, importId, restored, total, left: left.length })
  return end('undone', { ...soFar(), phase: 'done' })
}

/** What every item that the import has written goes back to, and the pages of its log. */
async function weigh(
  run: ImportRun,
  {
    table,
    files,
    remaining,
  }: Pick<ImportDependencies, 'files' | 'remaining'> & { readonly table: TableClient },
): Promise<{ plan: UndoPlan; pages: readonly UndoPageName[] }> {
  const { dealerId, importId, undoRuns = [] } = run
  const planner = new UndoPlanner({
    importedBy: `import ${importId}`,
    undoneBy: `undo of import ${importId}`,
  })
  const pages: UndoPageName[] = []
  for await (const { name, entries } of undoPages({ dealerId, importId, runs: undoRuns }, files)) {
    planner.add(pages.length, entries)
    pages.push(name)
    if (remaining() < TIME_TO_STOP_MS) throw new ImportChangesTooMany('too many pages to read')
  }
  return { plan: await planner.plan(table), pages }
}
