import { randomUUID } from 'node:crypto'
import { idFor } from '../../shared/domain/ids.ts'
import type { ImportRun } from '../../shared/domain/import-run.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import type { Caller } from '../../shared/http/caller.ts'
import { changeView } from '../../shared/http/changes.ts'
import { cursorFor, placeOf } from '../../shared/http/cursor.ts'
import { paged } from '../../shared/http/paged.ts'
import * as routes from '../../shared/http/routes/imports.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound, Refused } from '../../shared/runtime/errors.ts'
import type { Queue } from '../../shared/runtime/queue.ts'
import type { Files } from '../../shared/store/files.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { importRecord } from '../../shared/store/imports.ts'
import { Place, type Paging } from '../../shared/store/read.ts'
import type { Store } from '../../shared/store/store.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import type { Uploads } from '../../shared/store/uploads.ts'
import { askUndo } from './ask-undo.ts'
import { movable } from './change-import.ts'
import { correctionFile, CorrectionPlace } from './correction-file.ts'
import { importView } from './import-view.ts'
import { reportLines, ReportPlace } from './read-report.ts'
import { startImport } from './start-import.ts'
import { uploadPlaces } from './upload-forms.ts'

export interface ImportsApiDependencies {
  readonly store: Store
  readonly files: Pick<Files, 'look' | 'read'>
  readonly uploads: Uploads
  readonly queue: Queue
  readonly clock: Clock
}

/** What answers the routes of imports. */
export function importsApi({
  store,
  files,
  uploads,
  queue,
  clock,
}: ImportsApiDependencies): Implementation[] {
  const stampOf = ({ userId, staffId }: Caller): Stamp => ({ at: clock.now(), by: staffId ?? userId })
  const known = async (dealerId: string, importId: string): Promise<ImportRun> => {
    const run = await store.imports.byId(dealerId, importId)
    if (run === undefined) throw new NotFound()
    return run
  }
  const view = (run: ImportRun) => importView(run, clock.now())
  const shown = (run: ImportRun) => ({ body: view(run), version: run.version })
  /** As it will be, once it is written. */
  const written = (run: ImportRun, { at, by }: Stamp): ImportRun => ({
    ...run,
    version: run.version + 1,
    updatedAt: at,
    updatedBy: by,
  })

  return [
    implement(routes.createImport, async ({ caller, body: { files: announced, dryRun, note }, remember }) => {
      const stamp = stampOf(caller)
      const { dealerId } = caller
      if ((await store.dealers.byId(dealerId)) === undefined) throw new NotFound()
      const importId = idFor('import', dealerId, randomUUID())
      const run: ImportRun = {
        ...unwritten(stamp),
        dealerId,
        importId,
        status: 'open',
        dryRun,
        note,
        announced,
        results: {},
      }
      const places = await uploadPlaces(run, uploads, stamp.at)
      const after = written(run, stamp)
      const answer = { body: { import: view(after), uploads: places }, version: after.version }
      const change = { id: importId, action: 'created', before: undefined, after: run }
      await untilCommitted(store, () =>
        Promise.resolve({ writes: [...changeWrites(importRecord, change, stamp), ...remember(answer)] }),
      )
      return answer
    }),
    implement(routes.listUploads, async ({ caller: { dealerId }, params: { importId } }) => {
      const run = await known(dealerId, importId)
      if (run.status !== 'open') throw new Refused('transition-refused', { allowed: view(run).allowed })
      return { body: { uploads: await uploadPlaces(run, uploads, clock.now()) } }
    }),
    implement(routes.listImports, async ({ caller: { dealerId }, query: { limit, cursor } }) => {
      const scope = { dealerId, list: routes.listImports.path, filter: {} }
      const after = cursor === undefined ? undefined : placeOf(scope, cursor, Place)
      const { items, next } = await store.imports.newest(dealerId, { limit, after })
      return { body: { items: items.map(view), next: next && cursorFor(scope, next) } }
    }),
    implement(routes.readImport, async ({ caller: { dealerId }, params: { importId } }) =>
      shown(await known(dealerId, importId)),
    ),
    implement(routes.startImport, async ({ caller, params: { importId }, version, remember }) => {
      const stamp = stampOf(caller)
      const seen = { dealerId: caller.dealerId, importId, version }
      const started = await startImport({ store, files, queue }, seen, stamp, (run) =>
        remember(shown(written(run, stamp))),
      )
      return shown(written(started, stamp))
    }),
    implement(routes.cancelImport, async ({ caller, params: { importId }, version, remember }) => {
      const stamp = stampOf(caller)
      const seen = { dealerId: caller.dealerId, importId, version }
      const { cancelled } = await untilCommitted(store, async () => {
        const run = await movable(store, seen, 'cancel')
        const after: ImportRun = { ...run, status: 'cancelled', endedAt: stamp.at }
        const change = { id: importId, action: 'cancelled', before: run, after }
        return {
          cancelled: after,
          writes: [...changeWrites(importRecord, change, stamp), ...remember(shown(written(after, stamp)))],
        }
      })
      return shown(written(cancelled, stamp))
    }),
    implement(routes.undoImport, async ({ caller, params: { importId }, version, remember }) => {
      const stamp = stampOf(caller)
      const seen = { dealerId: caller.dealerId, importId, version }
      const asked = await askUndo({ store, queue }, seen, stamp, (run) =>
        remember(shown(written(run, stamp))),
      )
      return shown(written(asked, stamp))
    }),
    implement(
      routes.readImportReport,
      async ({ caller: { dealerId }, params: { importId }, query: { file, limit, cursor } }) => {
        const scope = { dealerId, list: routes.readImportReport.path, filter: { importId, file } }
        const after = cursor === undefined ? undefined : placeOf(scope, cursor, ReportPlace)
        const run = await known(dealerId, importId)
        const { lines, next } = await reportLines(files, { run, file, limit, after })
        return { body: { items: [...lines], next: next && cursorFor(scope, next) } }
      },
    ),
    implement(
      routes.downloadImportReport,
      async ({ caller: { dealerId }, params: { importId }, query: { file, cursor } }) => {
        const scope = { dealerId, list: routes.downloadImportReport.path, filter: { importId, file } }
        const from = cursor === undefined ? undefined : placeOf(scope, cursor, CorrectionPlace)
        const run = await known(dealerId, importId)
        const { csv, next } = await correctionFile(files, run, file, from)
        const link = `</imports/${importId}/report.csv?file=${file}&cursor=${cursorFor(scope, next ?? 1)}>; rel="next"`
        return {
          body: csv,
          headers: {
            'content-disposition': `attachment; filename="${importId}-${file}.csv"`,
            ...(next === undefined ? {} : { link }),
          },
        }
      },
    ),
    implement(routes.listImportChanges, async ({ caller: { dealerId }, params: { importId }, query }) => {
      await known(dealerId, importId)
      const scope = { dealerId, list: routes.listImportChanges.path, filter: { importId } }
      const ask = (paging: Paging) => store.audit.newestOf(dealerId, importRecord.entity, importId, paging)
      return { body: await paged(scope, query, ask, changeView) }
    }),
  ]
}
