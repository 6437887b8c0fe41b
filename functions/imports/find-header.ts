import type { Delimiter } from './split-records.ts'

/** A column as the header is searched for it. */
export interface Heading {
  readonly field: string
  readonly headers: readonly string[]
  readonly needed: boolean
}

export interface Header {
  /** Physical line of the file, from 1. */
  readonly line: number
  readonly delimiter: Delimiter
  /** As they stand in the file, trimmed. */
  readonly cells: readonly string[]
  /** How many cells a row has: more than the header where every row ends in delimiters that it lacks. */
  readonly width: number
  /** For each heading, in its order, where its cell stands in a row; -1 where the file lacks it. */
  readonly positions: readonly number[]
  /** The header of each field as it stands in the file. */
  readonly names: ReadonlyMap<string, string>
  /** Columns that no heading knows: they are not read. */
  readonly ignored: readonly string[]
}

/** How a header is compared: narrow, lower case, without blanks, quotes, colons and the stars of required fields. */
function plain(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cf}"'*:_]/gu, '')
}

/** 工时费(元), 手机【必填】: what stands in brackets at the end explains and does not name. */
function withoutBrackets(header: string): string {
  return header.replace(/[([【〔{][^)\]】〕}]*[)\]】〕}]$/u, '')
}

/** What a row would be as the header of a table with these headings. */
export function asHeader(
  cells: readonly string[],
  headings: readonly Heading[],
  at: { readonly line: number; readonly delimiter: Delimiter },
): Header {
  const plainCells = cells.map(plain)
  const shortCells = plainCells.map(withoutBrackets)
  const names = new Map<string, string>()
  const taken = new Set<number>()
  const positions = headings.map(({ field, headers }) => {
    const known = headers.map(plain)
    const position = firstOf(known, plainCells, taken) ?? firstOf(known, shortCells, taken)
    if (position === undefined) return -1
    taken.add(position)
    names.set(field, (cells[position] ?? '').trim())
    return position
  })
  const ignored = cells.filter((cell, position) => !taken.has(position) && cell.trim() !== '')
  return { ...at, cells: cells.map((cell) => cell.trim()), width: cells.length, positions, names, ignored }
}

/** Where the first known name stands: an earlier variant counts before a later one. */
function firstOf(
  known: readonly string[],
  cells: readonly string[],
  taken: ReadonlySet<number>,
): number | undefined {
  for (const name of known) {
    const position = cells.findIndex((cell, index) => cell === name && !taken.has(index))
    if (position !== -1) return position
  }
  return undefined
}

/** Two known columns and half of the needed ones: more than a title line or a row of values ever shows. */
export function isHeader(header: Header, headings: readonly Heading[]): boolean {
  const needed = headings.filter((heading) => heading.needed)
  const found = needed.filter((heading) => header.names.has(heading.field))
  return header.names.size >= 2 && found.length * 2 >= needed.length
}

/** The needed columns that the file lacks, by the first of their names. */
export function missingColumns(header: Header, headings: readonly Heading[]): readonly string[] {
  return headings
    .filter((heading) => heading.needed && !header.names.has(heading.field))
    .map((heading) => heading.headers[0] ?? heading.field)
}
