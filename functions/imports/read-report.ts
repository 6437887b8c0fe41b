import * as z from 'zod'
import type { ImportFile, ImportRun } from '../../shared/domain/import-run.ts'
import { Json } from '../../shared/runtime/hints.ts'
import { fileKeys, type Files } from '../../shared/store/files.ts'
import { ReportHeader, ReportLine } from './report-line.ts'

/** The page of the bucket in which the next answer begins, from 1, and how many of its lines were told already. */
export const ReportPlace = z.tuple([z.int().min(1).max(100_000), z.int().min(0).max(100_000)])
export type ReportPlace = z.infer<typeof ReportPlace>

export interface ReportQuestion {
  readonly run: ImportRun
  readonly file: ImportFile
  readonly limit: number
  readonly after: ReportPlace | undefined
}

/** Some of the lines of a file's report, in the order of the file. */
export async function reportLines(
  files: Pick<Files, 'read'>,
  { run, file, limit, after = [1, 0] }: ReportQuestion,
): Promise<{ lines: readonly ReportLine[]; next: ReportPlace | undefined }> {
  const lines: ReportLine[] = []
  const pages = run.results[file]?.refusedPages ?? 0
  let [page, told] = after
  while (page <= pages) {
    const found = await linesOf(files, run, file, page)
    const taken = found.slice(told, told + limit - lines.length)
    lines.push(...taken)
    told += taken.length
    if (told >= found.length) [page, told] = [page + 1, 0]
    if (lines.length >= limit) break
  }
  return { lines, next: page > pages ? undefined : [page, told] }
}

export async function linesOf(
  files: Pick<Files, 'read'>,
  { dealerId, importId }: ImportRun,
  file: ImportFile,
  page: number,
): Promise<ReportLine[]> {
  const text = (await files.read(fileKeys.refusedRows(dealerId, importId, file, page))) ?? ''
  return text.split('\n').flatMap((line) => (line === '' ? [] : [Json.pipe(ReportLine).parse(line)]))
}

export async function headerOf(
  files: Pick<Files, 'read'>,
  { dealerId, importId }: ImportRun,
  file: ImportFile,
): Promise<string[]> {
  const text = await files.read(fileKeys.refusedHeader(dealerId, importId, file))
  return text === undefined ? [] : Json.pipe(ReportHeader).parse(text)
}
