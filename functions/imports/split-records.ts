import { CsvError, parse } from 'csv-parse/sync'

export type Delimiter = ',' | '\t' | ';'

export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly fault: 'quote-unclosed' | 'row-too-long'; readonly text: string }

/** A row may break its line inside quotes; beyond this its quote counts as never closed. */
const MOST_LINES = 50
/** No row of these tables comes near, and an Excel cell ends at 32,767 characters. */
const MOST_CHARACTERS = 65_536

/**
 * Cuts decoded text into records, each with the physical line (from 1) on which it begins. Lines without a quote
 * are cut here; the others are csv-parse's. A quote that never closes costs its own line only: the lines after
 * it are read again as rows of their own. Blank lines are left out. Holds at most MOST_LINES lines.
 */
export class RecordSplitter {
  readonly #delimiter: Delimiter
  readonly #width: number
  /** Lines not yet given out; the first `#tried` of them together are no record. */
  #lines: string[] = []
  #tried = 0
  /** Of the first of `#lines`, or of the next to come. */
  #line = 1
  /** The line whose end has not come yet, or what is left of one too long to keep. */
  #rest = ''
  #tooLong = false

  /** `width` is the number of cells in a row; 0 while it is not known. */
  constructor(delimiter: Delimiter, width: number) {
    this.#delimiter = delimiter
    this.#width = width
  }

  push(text: string): CsvRecord[] {
    // A CR at the end may be half of a CRLF: it waits for the next piece of text.
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/)
    this.#rest = lines.pop() ?? ''
    const records: CsvRecord[] = []
    for (const line of lines) this.#take(line, records)
    if (this.#rest.length > MOST_CHARACTERS) {
      this.#tooLong = true
      this.#rest = this.#rest.endsWith('\r') ? '\r' : ''
    }
    return records
  }

  end(): CsvRecord[] {
    const records: CsvRecord[] = []
    this.#take(this.#rest.replace(/\r$/, ''), records)
    this.#rest = ''
    this.#drain(records, true)
    return records
  }

  #take(text: string, records: CsvRecord[]): void {
    const tooLong = this.#tooLong || text.length > MOST_CHARACTERS
    this.#tooLong = false
    if (tooLong) {
      this.#drain(records, true)
      records.push({ line: this.#line, fault: 'row-too-long', text: text.slice(0, 100) })
      this.#line += 1
      return
    }
    this.#lines.push(text)
    this.#drain(records, false)
  }

  /** Gives out what can be; with `last` nothing more comes that could close a quote. */
  #drain(records: CsvRecord[], last: boolean): void {
    while (this.#lines.length > 0) {
      const verdict = this.#tryFirst()
      if (verdict === 'open' && !last && !this.#isFull()) return
      if (typeof verdict === 'string') {
        records.push({ line: this.#line, fault: 'quote-unclosed', text: this.#lines[0] ?? '' })
        this.#drop(1)
      } else {
        const blank = verdict.length === 1 && verdict[0]?.trim() === ''
        if (!blank) records.push({ line: this.#line, cells: verdict })
        this.#drop(this.#tried + 1)
      }
    }
  }

  /** The record that begins with the first line, on one line or on as many as its quotes span. */
  #tryFirst(): readonly string[] | 'open' | 'broken' {
    for (; this.#tried < this.#lines.length; this.#tried += 1) {
      const newest = this.#lines[this.#tried] ?? ''
      const quoted = newest.includes('"')
      if (this.#tried === 0 && !quoted) return newest.split(this.#delimiter)
      if (!quoted) continue
      const cells = cellsOf(this.#lines.slice(0, this.#tried + 1).join('\n'), this.#delimiter)
      if (cells === 'open') continue
      return cells === 'broken' || this.#tried === 0 || this.#fits(cells) ? cells : 'broken'
    }
    return 'open'
  }

  /** Whether lines taken together as one row are one, and not rows that a lone quote has swallowed. */
  #fits(cells: readonly string[]): boolean {
    if (this.#width === 0) return true
    const inner = this.#lines.slice(1, this.#tried)
    const looksLikeRow = (line: string): boolean => line.split(this.#delimiter).length >= this.#width
    return cells.length === this.#width && !inner.some(looksLikeRow)
  }

  #isFull(): boolean {
    if (this.#lines.length >= MOST_LINES) return true
    return this.#lines.reduce((sum, line) => sum + line.length, 0) > MOST_CHARACTERS
  }

  #drop(count: number): void {
    this.#lines = this.#lines.slice(count)
    this.#line += count
    this.#tried = 0
  }
}

/** `open` waits for a closing quote; `broken` has text behind a closing one, so nobody can say where it ends. */
function cellsOf(text: string, delimiter: Delimiter, relaxed = false): readonly string[] | 'open' | 'broken' {
  try {
    const [cells, ...others] = parse(text, {
      delimiter,
      record_delimiter: ['\n'],
      relax_column_count: true,
      relax_quotes: relaxed,
      trim: true,
    })
    return cells !== undefined && others.length === 0 ? cells : 'broken'
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'open'
    // A quote in the middle of a cell (5" screen, ="001") means itself and opens nothing.
    if (error.code === 'INVALID_OPENING_QUOTE' && !relaxed) return cellsOf(text, delimiter, true)
    return 'broken'
  }
}
