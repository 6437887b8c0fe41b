import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Column, Reading, Table } from './column.ts'
import { tidy } from '../../shared/domain/written-cell.ts'
import type { RefusalCode, WarningCode } from './refusals.ts'

/** What is said of one field; `cell` is as written. */
export interface FieldNote<Code> {
  readonly field: string
  readonly cell: string
  readonly code: Code
}

export type RowReading<Row> =
  | { readonly ok: true; readonly row: Row; readonly warnings: readonly FieldNote<WarningCode>[] }
  | { readonly ok: false; readonly fault: FieldNote<RefusalCode> }

/** Damage of the encoding or of the file: no value may be read out of such a cell. */
const unreadable = /[\uFFFD\u0000]/

/** A table's columns with their fields, in column order. */
export function columnsOf<Row>(table: Table<Row>): readonly (readonly [string, Column<Row, unknown>])[] {
  return Object.entries<Column<Row, unknown>>(table.columns)
}

/**
 * Reads the cells of a row, one for each column in column order, undefined where the file lacks the column: the row
 * then lacks the field, whereas that of a blank cell is there and undefined. The first fault in that order is the one
 * that counts.
 */
export function readRow<Row>(
  columns: ReturnType<typeof columnsOf<Row>>,
  cells: readonly (string | undefined)[],
  today: CalendarDate,
): RowReading<Row> {
  const row: Partial<Row> = {}
  const warnings: FieldNote<WarningCode>[] = []
  for (const [index, [field, column]] of columns.entries()) {
    const written = cells[index]
    if (written === undefined) {
      const value = column.lacking?.(row)
      if (value !== undefined) Reflect.set(row, field, value)
      continue
    }
    const cell = tidy(written)
    const reading: Reading<unknown> = unreadable.test(cell)
      ? { fault: 'characters-unreadable' }
      : column.read(cell, { today, row })
    if ('fault' in reading) return { ok: false, fault: { field, cell: written, code: reading.fault } }
    Reflect.set(row, field, reading.value)
    if (reading.warning !== undefined) warnings.push({ field, cell: written, code: reading.warning })
  }
  if (!isWhole(columns, row)) throw new Error('a column gave neither a value nor a fault')
  return { ok: true, row, warnings }
}

/** `Table` sees to it that a column of a field which a row must have gives a value or a fault. */
function isWhole<Row>(columns: ReturnType<typeof columnsOf<Row>>, row: Partial<Row>): row is Row {
  return columns.every(([field, { needed }]) => !needed || Reflect.get(row, field) !== undefined)
}
