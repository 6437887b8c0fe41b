import {
  narrow,
  isMangledNumber,
  readDate,
  readKilometres,
  saysNothing,
} from '../../shared/domain/written-cell.ts'
import { toIdentifier } from '../../shared/domain/identifier.ts'
import { checkVin, type Vin } from '../../shared/domain/vin.ts'
import { toFen, type Fen } from '../../shared/domain/money.ts'
import { toPlate, type Plate } from '../../shared/domain/plate.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { RefusalCode, WarningCode } from './refusals.ts'

/** What a cell says, or why the row is refused for it. */
export type Reading<Value> =
  { readonly value: Value; readonly warning?: WarningCode } | { readonly fault: RefusalCode }

/** What a cell may be judged by: the day of the import, and the row's cells before it in column order. */
export interface Given<Row> {
  readonly today: CalendarDate
  readonly row: Partial<Row>
}

type Read<Value, Row = unknown> = (cell: string, given: Given<Row>) => Reading<Value>

export interface Column<Row, Value> {
  /** The header in the known export first, then its variants; bracketed additions need no variant of their own. */
  readonly headers: readonly [string, ...string[]]
  /** Without this column the file is refused as a whole. */
  readonly needed: boolean
  readonly read: Read<Value, Row>
  /** What the row says in a file without this column, if anything. */
  readonly lacking?: (row: Partial<Row>) => Value
}

export interface Table<Row> {
  /** In column order, which is the order in which a row's faults count, wherever the columns stand in the file. */
  readonly columns: { readonly [Field in keyof Row]-?: Column<Row, Row[Field]> }
  /** The column that a repeated row is reported under. */
  readonly keyColumn: keyof Row & string
  readonly keyOf: (row: Row) => string
}

export function needed<Row, Value>(
  headers: readonly [string, ...string[]],
  read: Read<Value, Row>,
): Column<Row, Value> {
  return { headers, needed: true, read }
}

/** A column that the file may lack, and a cell that may say nothing: then what was known is known no longer. */
export function optional<Row, Value>(
  headers: readonly [string, ...string[]],
  read: Read<Value, Row>,
): Column<Row, Value | undefined> {
  return {
    headers,
    needed: false,
    read: (cell, given) => (saysNothing(cell) ? { value: undefined } : read(cell, given)),
  }
}

/** For cells that no rule reads: a fault leaves the cell out instead of losing the row. */
export function orIgnored<Row, Value>(
  read: Read<Value, Row>,
  warning: WarningCode,
): Read<Value | undefined, Row> {
  return (cell, given) => {
    const reading = read(cell, given)
    return 'fault' in reading ? { value: undefined, warning } : reading
  }
}

/** Free text is kept as written; 500 characters are far more than any address or remark in an export. */
export function text(missing: RefusalCode, most = 500): Read<string> {
  return (cell) => {
    if (cell === '') return { fault: missing }
    return cell.length > most ? { fault: 'text-too-long' } : { value: cell }
  }
}

/** A number that names something. 64 characters: it becomes part of a key in the store. */
export function identifier(missing: RefusalCode): Read<string> {
  return (cell) => {
    const value = toIdentifier(cell)
    if (value === '') return { fault: missing }
    if (isMangledNumber(cell)) return { fault: 'number-mangled' }
    return value.length > 64 ? { fault: 'text-too-long' } : { value }
  }
}

export const vin: Read<Vin> = (cell) => {
  const check = checkVin(cell)
  if (!check.ok) return { fault: check.code }
  return check.warning === undefined ? { value: check.vin } : { value: check.vin, warning: check.warning }
}

const withoutPlate = new Set(['无牌', '未上牌', '新车', '临牌'])

/** A new car may have no plate yet, and a plate that is none must not lose the row. */
export const plate: Read<Plate | undefined> = (cell) => {
  if (withoutPlate.has(narrow(cell))) return { value: undefined }
  const value = toPlate(cell)
  return value === undefined ? { value, warning: 'plate-ignored' } : { value }
}

export const date: Read<CalendarDate> = (cell) => {
  if (saysNothing(cell)) return { fault: 'date-missing' }
  const value = readDate(cell)
  return value === undefined ? { fault: 'date-invalid' } : { value }
}

export function pastDate(future: RefusalCode): Read<CalendarDate> {
  return (cell, given) => {
    const reading = date(cell, given)
    return 'value' in reading && reading.value > given.today ? { fault: future } : reading
  }
}

/** A date that may not come before the one in an earlier column. */
export function dateFrom<Row>(
  read: Read<CalendarDate>,
  earlier: (row: Partial<Row>) => CalendarDate | undefined,
  fault: RefusalCode,
): Read<CalendarDate, Row> {
  return (cell, given) => {
    const reading = read(cell, given)
    const start = earlier(given.row)
    return 'value' in reading && start !== undefined && reading.value < start ? { fault } : reading
  }
}

export function amount(notANumber: RefusalCode, negative: RefusalCode): Read<Fen> {
  return (cell) => {
    const value = toFen(cell)
    if (value === undefined) return { fault: notANumber }
    return value < 0 ? { fault: negative } : { value }
  }
}

const MOST_KILOMETRES = 9_999_999

export const kilometres: Read<number> = (cell) => {
  const value = readKilometres(cell)
  if (value === undefined || value > MOST_KILOMETRES) return { fault: 'mileage-not-a-number' }
  return value < 0 ? { fault: 'mileage-negative' } : { value }
}

/** One of a closed set of words, however wide or cased; the meaning of each is its value here. */
export function oneOf<Value extends string>(
  words: Record<Value, readonly string[]>,
  unknown: RefusalCode,
): Read<Value> {
  const meanings = new Map<string, Value>()
  for (const value in words) for (const word of words[value]) meanings.set(narrow(word).toLowerCase(), value)
  return (cell) => {
    const value = meanings.get(narrow(cell).toLowerCase())
    return value === undefined ? { fault: unknown } : { value }
  }
}
