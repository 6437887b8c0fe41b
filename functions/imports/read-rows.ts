import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Table } from './column.ts'
import type { Encoding } from '../../shared/domain/text-encoding.ts'
import { decodeText } from './find-encoding.ts'
import type { Header } from './find-header.ts'
import { narrow } from '../../shared/domain/written-cell.ts'
import { columnsOf, readRow } from './read-row.ts'
import { readTable } from './read-table.ts'
import { refusal, warning, type Refusal, type Warning } from './refusals.ts'
import { SeenRows } from './seen-rows.ts'
import { tables, type Rows, type TableName } from './tables.ts'

export type ReadItem<Row> =
  | {
      readonly kind: 'row'
      readonly line: number
      /** What tells rows apart within the file; a policy's number counts with its insurer. */
      readonly key: string
      readonly values: Row
      readonly warnings: readonly Warning[]
      /** The row as it stands in the file. */
      readonly cells: readonly string[]
    }
  /** A row that nobody can cut into cells is one. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly cells: readonly string[] }

export interface Reporting {
  /** Bytes of the file taken so far: a growing number, the file's size at the end. */
  readonly onBytes?: (total: number) => void
  /** Once, when it has been found; for a file of ASCII only, at its end. */
  readonly onEncoding?: (encoding: Encoding) => void
  /** Once, before the first item. */
  readonly onHeader?: (header: Header) => void
}

/**
 * The rows of one file of an export, each accepted or refused once: for the first fault in column order, else as
 * a repetition. References to other tables are for the caller to resolve, after this: a repetition of a row whose
 * reference is unknown is a `duplicate-row`, which the clerk need not look at twice. A row with a fault of its own
 * does not count as the first of its key.
 *
 * `today` is the day in the dealer's zone as of which the file is read. Memory does not grow with the file but for
 * 20 to 40 bytes a row. Throws ImportFileError when the file as a whole is no such table, before the first item
 * or (`too-many-rows`) after five million rows.
 */
export async function* readRows<Name extends TableName>(
  name: Name,
  bytes: AsyncIterable<Uint8Array>,
  today: CalendarDate,
  reporting: Reporting = {},
): AsyncGenerator<ReadItem<Rows[Name]>, void, undefined> {
  const table: Table<Rows[Name]> = tables[name]
  const columns = columnsOf(table)
  const headings = columns.map(([field, { headers, needed }]) => ({ field, headers, needed }))
  const seen = new SeenRows()
  let names: ReadonlyMap<string, string> = new Map()
  const text = decodeText(counted(bytes, reporting.onBytes), reporting.onEncoding)
  const records = readTable(text, headings, (header) => {
    names = header.names
    reporting.onHeader?.(header)
  })
  const headerOf = (field: string): string => names.get(field) ?? field

  for await (const record of records) {
    const { line } = record
    if ('fault' in record) {
      const place = { line, value: shortened(record.text) }
      yield { kind: 'refused', refusal: refusal(record.fault, place), cells: [record.text] }
      continue
    }
    const reading = readRow(columns, record.cells, today)
    if (!reading.ok) {
      const { field, cell, code } = reading.fault
      yield {
        kind: 'refused',
        refusal: refusal(code, { line, field: headerOf(field), value: shortened(cell) }),
        cells: record.written,
      }
      continue
    }
    const key = table.keyOf(reading.row)
    const before = seen.add(key, fingerprint(reading.row), line)
    if (before.kind === 'first') {
      const warnings = reading.warnings.map(({ field, cell, code }) =>
        warning(code, { line, field: headerOf(field), value: shortened(cell) }),
      )
      yield { kind: 'row', line, key, values: reading.row, warnings, cells: record.written }
    } else {
      const code = before.kind === 'duplicate' ? 'duplicate-row' : 'key-conflict'
      yield {
        kind: 'refused',
        refusal: refusal(code, { line, field: headerOf(table.keyColumn) }, before.line),
        cells: record.written,
      }
    }
  }
}

/** The values as text in which formats no longer differ: width and blanks of free text among them. */
function fingerprint(row: unknown): string {
  return narrow(JSON.stringify(row)).replace(/\s+/g, '')
}

/** The report shows where to look; a whole row or remark would not help. */
function shortened(cell: string): string {
  const text = cell.trim()
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  onBytes: Reporting['onBytes'],
): AsyncGenerator<Uint8Array, void, undefined> {
  let total = 0
  for await (const chunk of bytes) {
    total += chunk.length
    onBytes?.(total)
    yield chunk
  }
}
