import { ImportFileError } from './file-error.ts'
import { asHeader, isHeader, missingColumns, type Header, type Heading } from './find-header.ts'
import { RecordSplitter, type CsvRecord, type Delimiter } from './split-records.ts'

/** Title lines, the name of the shop, the day of the export: the header is looked for this far. */
const HEADER_WITHIN_LINES = 40
const HEADER_WITHIN_CHARACTERS = 65_536

const delimiters: readonly Delimiter[] = [',', '\t', ';']

export type TableRecord =
  /** One cell for each heading, in the order of the headings; '' where the file or the row has none. */
  | { readonly line: number; readonly cells: readonly string[] }
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
    header = findHeader(head, headings)
    onHeader?.(header)
    splitter = new RecordSplitter(header.delimiter, header.width)
    yield* rowsOf(splitter.push(head), header)
    head = ''
  }
  if (splitter === undefined || header === undefined) {
    header = findHeader(head, headings)
    onHeader?.(header)
    splitter = new RecordSplitter(header.delimiter, header.width)
    yield* rowsOf(splitter.push(head), header)
  }
  yield* rowsOf(splitter.end(), header)
}

function isEnough(head: string): boolean {
  return head.length >= HEADER_WITHIN_CHARACTERS || head.split(/\r\n|\n|\r/).length > HEADER_WITHIN_LINES
}

/** The line, read with the delimiter, that shows the most known columns. */
function findHeader(head: string, headings: readonly Heading[]): Header {
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
  return best
}

function neededNames(headings: readonly Heading[]): string {
  return headings.flatMap((heading) => (heading.needed ? heading.headers.slice(0, 1) : [])).join('、')
}

function* rowsOf(records: readonly CsvRecord[], header: Header): Generator<TableRecord, void, undefined> {
  for (const record of records) {
    if (record.line <= header.line) continue
    if ('fault' in record) {
      yield record
    } else if (record.cells.length > header.width) {
      yield { line: record.line, fault: 'too-many-cells', text: record.cells.join(header.delimiter) }
    } else if (record.cells.some((cell) => cell.trim() !== '')) {
      yield { line: record.line, cells: header.positions.map((position) => record.cells[position] ?? '') }
    }
  }
}
