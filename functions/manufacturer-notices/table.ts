import { CsvError, parse } from 'csv-parse/sync'
import { tidy } from '../../shared/domain/written-cell.ts'
import { decodeText } from './decode-text.ts'
import type { Attachment } from './mail-content.ts'
import { readWorkbook } from './read-workbook.ts'
import { shorten } from './safe-text.ts'

/** Rows of a sheet. A recall of a whole model year names some 10,000 cars of a province. */
export const MOST_ROWS = 50_000
export const MOST_COLUMNS = 100
export const MOST_CELL_CHARACTERS = 500

/** Bytes of a table file: what is larger is kept and not read. 50,000 rows of CSV come to 4 MB. */
const MOST_TABLE_BYTES = 16 * 1024 * 1024

export interface TableRow {
  /** As the program that shows the file counts, from 1. */
  readonly row: number
  readonly cells: readonly string[]
}

export interface Sheet {
  /** Empty for CSV, which has one sheet without name. */
  readonly name: string
  readonly rows: readonly TableRow[]
  /** There are more rows than are read. */
  readonly isCut: boolean
}

export type TableFault = 'table-too-large' | 'table-unreadable' | 'old-workbook'

/**
 * The sheets of a file that has tables: CSV of any delimiter and encoding, and .xlsx, by its bytes and not by what it
 * is called; undefined for other files. Cells are text, without what Excel wraps around them.
 */
export function readTables(
  file: Pick<Attachment, 'name' | 'mediaType' | 'bytes'>,
): readonly Sheet[] | TableFault | undefined {
  const begins = (...bytes: readonly number[]) => bytes.every((byte, at) => file.bytes[at] === byte)
  const isNamedTable = /\.(?:csv|tsv|xlsx?|xlsm|et)$/i.test(file.name)
  const isZip = begins(0x50, 0x4b, 0x03, 0x04)
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) return /\.(?:xls|et)$/i.test(file.name) ? 'old-workbook' : undefined
  if (isZip && !isNamedTable && !file.mediaType.includes('spreadsheet')) return undefined
  const isText = isNamedTable || ['text/csv', 'text/tab-separated-values'].includes(file.mediaType)
  if (!isZip && !isText) return undefined
  if (file.bytes.length > MOST_TABLE_BYTES) return 'table-too-large'
  try {
    return isZip ? readWorkbook(file.bytes).map(tidied) : [tidied(readCsv(file.bytes))]
  } catch (error) {
    return error instanceof RangeError ? 'table-too-large' : 'table-unreadable'
  }
}

function tidied(sheet: Sheet): Sheet {
  return { ...sheet, rows: sheet.rows.map(({ row, cells }) => ({ row, cells: cells.map(tidy) })) }
}

function readCsv(bytes: Uint8Array): Sheet {
  const { text } = decodeText(bytes, undefined)
  const options = {
    delimiter: delimiterOf(text),
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    to: MOST_ROWS + 1,
    max_record_size: 1024 * 1024,
  } as const
  const records = parsed(text, options)
  const rows = records.slice(0, MOST_ROWS).map(({ record, info }) => ({
    row: info.lines,
    cells: record.slice(0, MOST_COLUMNS).map((cell) => shorten(cell, MOST_CELL_CHARACTERS)),
  }))
  return { name: '', rows, isCut: records.length > MOST_ROWS }
}

interface CsvRecord {
  readonly record: string[]
  readonly info: { readonly lines: number }
}

/** A quote that closes nowhere would lose all rows behind it: then quotes mean themselves. */
function parsed(text: string, options: object): readonly CsvRecord[] {
  const read = (more: object): readonly CsvRecord[] => {
    const records: readonly unknown[] = parse(text, { ...options, ...more })
    return records.filter(isCsvRecord)
  }
  try {
    return read({ relax_quotes: true })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return read({ quote: null })
  }
}

function isCsvRecord(value: unknown): value is CsvRecord {
  return typeof value === 'object' && value !== null && 'record' in value && 'info' in value
}

/** The sign that the first lines have most of. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 4096)
  const count = (sign: string) => head.split(sign).length
  return [',', '\t', ';', '|'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}
