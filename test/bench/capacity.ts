/*
 * DynamoDB's published rules of what requests cost, for the lower bounds. What a run itself has cost is what the
 * engine says (`ReturnConsumedCapacity`), and a test holds the two against each other.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */

const READ_UNIT_BYTES = 4096
const WRITE_UNIT_BYTES = 1024

export type StoredItem = Readonly<Record<string, unknown>>

/**
 * Bytes of an item as DynamoDB bills them: names and values in UTF-8, three bytes and one for each member around
 * a list or a map, a number at two digits a byte and one more.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: StoredItem): number {
  return sum(Object.entries(item).map(([name, value]) => utf8(name) + valueBytes(value)))
}

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return utf8(value)
  if (typeof value === 'number') return numberBytes(value)
  if (typeof value === 'boolean' || value === null) return 1
  if (Array.isArray(value)) return 3 + sum(value.map((each) => 1 + valueBytes(each)))
  if (typeof value === 'object')
    return 3 + sum(Object.entries(value).map(([name, each]) => 1 + utf8(name) + valueBytes(each)))
  throw new Error(`No rule for a value of type ${typeof value}`)
}

function numberBytes(value: number): number {
  const digits = String(Math.abs(value))
    .replace('.', '')
    .replace(/^0+|0+$/g, '')
  return Math.ceil(digits.length / 2) + 1 + (value < 0 ? 1 : 0)
}

/** Strongly consistent read of one item by its key; of one that does not exist, too. */
export function readUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES))
}

/** Eventually consistent query of an index: the page's bytes together, half the price. */
export function indexReadUnits(bytes: number): number {
  return readUnits(bytes) / 2
}

/** One write; in a transaction twice as much. The larger of the images before and after counts. */
export function writeUnits(bytes: number, transaction: 'alone' | 'transaction'): number {
  return Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES)) * (transaction === 'transaction' ? 2 : 1)
}

/** An entry of an index that is made, or removed; one that moves is both. A transaction does not double it. */
export function indexWriteUnits(bytes: number): number {
  return writeUnits(bytes, 'alone')
}

/** Reads if records were not addressed one by one: the bytes together. */
export function pooledReadUnits(bytes: number): number {
  return bytes / READ_UNIT_BYTES
}

function utf8(text: string): number {
  return Buffer.byteLength(text)
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
