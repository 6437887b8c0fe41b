import { importFiles, movesFrom, type ImportFile, type ImportRun } from '../../shared/domain/import-run.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { ImportView } from '../../shared/http/routes/imports.ts'
import { sentenceOf } from './refusals.ts'

type FileView = ImportView['files'][number]

/** An import as its clerk sees it. */
export function importView(run: ImportRun): ImportView {
  const { importId, status, dryRun, note, progress } = run
  const { createdAt, createdBy, startedAt, startedBy, endedAt, updatedAt } = run
  return {
    importId,
    etag: etagOf(run.version),
    status,
    dryRun,
    note,
    allowed: movesFrom(status),
    files: importFiles.flatMap((file) => fileView(run, file) ?? []),
    progress: progress && { file: progress.file, percent: percentOf(progress) },
    createdAt,
    createdBy,
    startedAt,
    startedBy,
    endedAt,
    updatedAt,
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
