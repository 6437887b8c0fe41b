import * as z from 'zod'
import type { ImportFile, ImportRun } from '../../shared/domain/import-run.ts'
import type { Files } from '../../shared/store/files.ts'
import { headerOf, linesOf } from './read-report.ts'
import type { ReportLine } from './report-line.ts'
import { csvRow } from '../../shared/domain/spreadsheet-cell.ts'

/** Behind the file's own columns; whoever reads the file again does not know them, and leaves them alone. */
const added = ['拒收行号', '拒收列', '拒收原因']

/** Excel takes a file without it for GB18030. */
const BYTE_ORDER_MARK = '\uFEFF'

/** Lambda gives back six megabytes; a page of the report has one at most, and each row's reason comes on top. */
const ENOUGH_BYTES = 3 * 1024 * 1024

/** The page of the report with which a part of the file begins, from 1. */
export const CorrectionPlace = z.int().min(1).max(100_000)

/**
 * The refused rows of a file as a CSV of its own, in its own columns, each with what is wrong with it: to be corrected
 * in Excel and imported again as it is. What is too much for one answer comes in parts, each a whole file.
 * @param from the first page of the report to be told of
 */
export async function correctionFile(
  files: Pick<Files, 'read'>,
  run: ImportRun,
  file: ImportFile,
  from = 1,
): Promise<{ csv: string; next: number | undefined }> {
  const written = await headerOf(files, run, file)
  const columns = written.map((name, at) => ({ name, at })).filter(({ name }) => !added.includes(name))
  const rows = [csvRow([...columns.map(({ name }) => name), ...added])]
  const pages = run.results[file]?.refusedPages ?? 0
  let bytes = 0
  let page = from
  for (; page <= pages && bytes < ENOUGH_BYTES; page += 1) {
    for (const line of await linesOf(files, run, file, page)) {
      if (line.kind !== 'refused') continue
      const row = rowOf(line, columns)
      bytes += Buffer.byteLength(row)
      rows.push(row)
    }
  }
  return { csv: BYTE_ORDER_MARK + rows.join(''), next: page > pages ? undefined : page }
}

function rowOf(
  { line, field, zh, cells = [] }: ReportLine,
  columns: readonly { readonly at: number }[],
): string {
  return csvRow([...columns.map(({ at }) => cells[at] ?? ''), String(line), field ?? '', zh])
}
