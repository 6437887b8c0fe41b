import {
  importFiles,
  movesFrom,
  type ImportFile,
  type ImportRun,
  type ImportUndo,
} from '../../shared/domain/import-run.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { ImportView } from '../../shared/http/routes/imports.ts'
import { sentenceOf } from './refusals.ts'

type FileView = ImportView['files'][number]

/** An import as its clerk sees it. */
export function importView(run: ImportRun, now: Instant): ImportView {
  const { importId, status, dryRun, note, progress, undo, undoUntil } = run
  const { createdAt, createdBy, startedAt, startedBy, endedAt, updatedAt } = run
  return {
    importId,
    etag: etagOf(run.version),
    status,
    dryRun,
    note,
    allowed: movesFrom(status).filter((move) => move !== 'undo' || mayBeUndone(run, now)),
    files: importFiles.flatMap((file) => fileView(run, file) ?? []),
    progress: progress && { file: progress.file, percent: percentOf(progress) },
    createdAt,
    createdBy,
    startedAt,
    startedBy,
    endedAt,
    undoUntil,
    undo: undo && undoView(undo),
    updatedAt,
  }
}

/** Whether what is needed to take it back is there still. */
export function mayBeUndone({ undoUntil }: ImportRun, now: Instant): boolean {
  return undoUntil !== undefined && undoUntil > now
}

const refusals = {
  'changed-since': {
    zh: '导入之后有记录已被改动，为避免丢失改动，整次导入不予撤销；改动见 changed',
    en: 'Records were changed after the import: to lose nothing of that, none of it was taken back',
  },
  'too-large': {
    zh: '该导入改动的记录太多，无法一次核对，不能撤销',
    en: 'The import has changed more records than can be weighed, so it cannot be taken back',
  },
} as const

function undoView({ reason, changed, ...undo }: ImportUndo): NonNullable<ImportView['undo']> {
  const { phase, askedAt, askedBy, total, restored } = undo
  return {
    phase,
    askedAt,
    askedBy,
    reason: reason && { code: reason, ...refusals[reason] },
    changed,
    total,
    restored,
  }
}

/** One more than was told would look like an end that has not come. */
function percentOf({ bytesRead, bytesTotal }: NonNullable<ImportRun['progress']>): number {
  return bytesTotal === 0 ? 0 : Math.min(99, Math.floor((100 * bytesRead) / bytesTotal))
}

/** Undefined for a file that nobody has announced, and that did not come. */
function fileView({ announced, arrived, results }: ImportRun, file: ImportFile): FileView | undefined {
  const result = results[file]
  const known = announced?.includes(file) === true
  if (!known && result?.present !== true) return undefined
  const {
    accepted = 0,
    changed = 0,
    created = 0,
    warned = 0,
    rejected = {},
    encoding,
    problem,
  } = result ?? {}
  const reasons = Object.entries(rejected).map(([code, rows]) => ({ code, rows, ...sentenceOf(code) }))
  return {
    file,
    state: stateOf(result, arrived?.[file] !== undefined),
    bytes: arrived?.[file]?.bytes,
    encoding,
    accepted,
    created,
    changed: changed - created,
    unchanged: accepted - changed,
    refused: reasons.reduce((sum, { rows }) => sum + rows, 0),
    warned,
    reasons,
    problem,
  }
}

function stateOf(result: ImportRun['results'][ImportFile], arrived: boolean): FileView['state'] {
  if (result?.problem !== undefined) return 'unreadable'
  if (result !== undefined) return result.present ? 'read' : 'absent'
  return arrived ? 'arrived' : 'announced'
}
