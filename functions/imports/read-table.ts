import { ImportFileError } from './file-error.ts'
import { asHeader, isHeader, missingColumns, type Header, type Heading } from './find-header.ts'
import { RecordSplitter, type CsvRecord, type Delimiter } from './split-records.ts'

/** Title lines, the name of the shop, the day of the export: the header is looked for this far. */
const HEADER_WITHIN_LINES = 40
const HEADER_WITHIN_CHARACTERS = 65_536

const delimiters: readonly Delimiter[] = [',', '\t', ';']

export type TableRecord =
  /** One cell for each heading, in their order: undefined where the file has no such column, '' where the row ends before. */
  | {
      readonly line: number
      readonly cells: readonly (string | undefined)[]
      /** The row as it stands in the file. */
      readonly written: readonly string[]
    }
  /** Nobody can say which cell is which. */
  | {
      readonly line: number
      readonly fault: 'quote-unclosed' | 'row-too-long' | 'too-many-cells'
      readonly text: string
    }

/**
 * The rows under the header of decoded text, with their physical lines; what is found above the header is
 * skipped, blank rows are left out. Throws ImportFileError without a header or a needed column. `onHeader` is
 * called before the first row.
 */
export async function* readTable(
  text: AsyncIterable<string>,
  headings: readonly Heading[],
  onHeader?: (header: Header) => void,
): AsyncGenerator<TableRecord, void, undefined> {
  let head = ''
  let header: Header | undefined
  let splitter: RecordSplitter | undefined
  for await (const piece of text) {
    if (splitter !== undefined && header !== undefined) {
      yield* rowsOf(splitter.push(piece), header)
      continue
    }
    head += piece
    if (!isEnough(head)) continue
    header = findHeader(head, false, headings)
    onHeader?.(header)
    splitter = new RecordSplitter(header.delimiter, header.width)
    yield* rowsOf(splitter.push(head), header)
    head = ''
  }
  if (splitter === undefined || header === undefined) {
    header = findHeader(head, true, headings)
    onHeader?.(header)
    splitter = new RecordSplitter(header.delimiter, header.width)
    yield* rowsOf(splitter.push(head), header)
  }
  yield* rowsOf(splitter.end(), header)
}

function isEnough(head: string): boolean {
  if (head.length >= HEADER_WITHIN_CHARACTERS) return true
  return head.trim() !== '' && head.split(/\r\n|\n|\r/).length > HEADER_WITHIN_LINES
}

/** The line, read with the delimiter, that shows the most known columns. `ended`: the file has no more than `head`. */
function findHeader(head: string, ended: boolean, headings: readonly Heading[]): Header {
  if (head.trim() === '') throw new ImportFileError('empty')
  if (/^\s*<(?:!doctype|html|table|\?xml|meta|head)\b/i.test(head.replace(/\p{Cf}/gu, ''))) {
    throw new ImportFileError('web-page')
  }
  const firstLines = head.split(/(?<=\r\n|\n|\r(?!\n))/, HEADER_WITHIN_LINES).join('')
  let best: Header | undefined
  for (const delimiter of delimiters) {
    const splitter = new RecordSplitter(delimiter, 0)
    for (const record of [...splitter.push(firstLines), ...splitter.end()]) {
      if (!('cells' in record)) continue
      const header = asHeader(record.cells, headings, { line: record.line, delimiter })
      if (isHeader(header, headings) && header.names.size > (best?.names.size ?? 0)) best = header
    }
  }
  if (best === undefined) throw new ImportFileError('header-not-found', neededNames(headings))
  const missing = missingColumns(best, headings)
  if (missing.length > 0) throw new ImportFileError('column-missing', missing.join('、'))
  return { ...best, width: widthOfRows(head, ended, best) }
}

/**
 * Where each of the first rows ends in the same blank cells beyond the header, that is how the old system writes rows.
 * A single row with one cell more has a comma without quotes, and its cells stand under wrong headers.
 */
function widthOfRows(head: string, ended: boolean, header: Header): number {
  const splitter = new RecordSplitter(header.delimiter, 0)
  const records = [...splitter.push(head), ...(ended ? splitter.end() : [])]
  const widths = records.flatMap((record) =>
    record.line > header.line && 'cells' in record && isRow(record.cells, header) ? record.cells.length : [],
  )
  return widths.length === 0 ? header.width : Math.max(header.width, Math.min(...widths))
}

function neededNames(headings: readonly Heading[]): string {
  return headings.flatMap((heading) => (heading.needed ? heading.headers.slice(0, 1) : [])).join('、')
}

function* rowsOf(records: readonly CsvRecord[], header: Header): Generator<TableRecord, void, undefined> {
  for (const record of records) {
    if (record.line <= header.line) continue
    if ('fault' in record) {
      yield record
    } else if (!isRow(record.cells, header)) {
      continue
    } else if (record.cells.length > header.width || record.cells.slice(header.cells.length).some(says)) {
      yield { line: record.line, fault: 'too-many-cells', text: record.cells.join(header.delimiter) }
    } else {
      const cells = header.positions.map((at) => (at === -1 ? undefined : (record.cells[at] ?? '')))
      yield { line: record.line, cells, written: record.cells }
    }
  }
}

/** Neither blank nor a line that only printing has put there. */
function isRow(cells: readonly string[], header: Header): boolean {
  return cells.some(says) && !isTotal(cells) && !repeats(cells, header)
}

function says(cell: string): boolean {
  return cell.trim() !== ''
}

/** 合计, 总计 or 小计 at the beginning: a line of the report that the export is, and no record. */
function isTotal(cells: readonly string[]): boolean {
  return /^\s*[合总小]\s*计(?!\p{L})/u.test(cells[0] ?? '')
}

/** The header again: on each page of a printed export, or where files were put together. */
function repeats(cells: readonly string[], header: Header): boolean {
  const same = header.cells.every((cell, at) => (cells[at] ?? '').trim() === cell)
  return same && !cells.slice(header.cells.length).some(says)
}
