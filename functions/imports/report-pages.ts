import { fileKeys, type Files } from '../../shared/store/files.ts'
import type { ReportLine } from './report-line.ts'

/** One answer of the API holds at least one page, and Lambda gives back six megabytes at most. */
const MOST_BYTES_IN_PAGE = 1024 * 1024
const MOST_LINES_IN_PAGE = 1_000

interface ReportOf {
  readonly dealerId: string
  readonly importId: string
  readonly file: string
}

/** The report of one file on its way into the bucket, page by page. */
export class ReportPages {
  #lines: { readonly line: number; readonly text: string }[] = []
  #bytes = 0
  #header: readonly string[] = []
  readonly #of: ReportOf
  readonly #files: Pick<Files, 'write'>

  constructor(of: ReportOf, files: Pick<Files, 'write'>) {
    this.#of = of
    this.#files = files
  }

  /** The header under which the rows stand, before the first line. */
  under(header: readonly string[]): void {
    this.#header = header
  }

  add(line: ReportLine): void {
    const text = `${JSON.stringify(line)}\n`
    this.#lines.push({ line: line.line, text })
    this.#bytes += Buffer.byteLength(text)
  }

  /** Whether as much waits as one page may hold. */
  get isFull(): boolean {
    return this.#lines.length >= MOST_LINES_IN_PAGE || this.#bytes >= MOST_BYTES_IN_PAGE
  }

  /**
   * Writes what waits behind the pages that are there already; the same lines again come under the same names.
   * @returns how many pages there are now
   */
  async write(pages: number): Promise<number> {
    if (this.#lines.length === 0) return pages
    const { dealerId, importId, file } = this.#of
    if (pages === 0) {
      const header = JSON.stringify(this.#header)
      await this.#files.write(fileKeys.refusedHeader(dealerId, importId, file), header, 'application/json')
    }
    let written = pages
    // What refers to nothing is found a chunk later than what cannot be read.
    const inOrder = this.#lines.toSorted((a, b) => a.line - b.line)
    for (const page of inPages(inOrder.map(({ text }) => text))) {
      written += 1
      const key = fileKeys.refusedRows(dealerId, importId, file, written)
      await this.#files.write(key, page, 'application/x-ndjson')
    }
    this.#lines = []
    this.#bytes = 0
    return written
  }
}

function inPages(lines: readonly string[]): string[] {
  const pages: string[] = []
  let page: string[] = []
  let bytes = 0
  for (const line of lines) {
    const size = Buffer.byteLength(line)
    if (page.length > 0 && (page.length >= MOST_LINES_IN_PAGE || bytes + size > MOST_BYTES_IN_PAGE)) {
      pages.push(page.join(''))
      page = []
      bytes = 0
    }
    page.push(line)
    bytes += size
  }
  if (page.length > 0) pages.push(page.join(''))
  return pages
}
