import * as z from 'zod'
import { letters } from './ids.ts'

/**
 * 25 bits: one changed cell in 33 million is taken for the old one, and of a mobile some thousands of numbers have the
 * same, so nobody's number is read back from it.
 */
const CHARACTERS = 5
const Fingerprint = z.string().regex(new RegExp(`^[a-z2-7]{${String(CHARACTERS)}}$`))

/**
 * What the last export said of a record: a fingerprint of each cell, under one of the row's name, since an old system
 * may have two rows for one car. Never the value itself.
 */
export const ExportSaid = z.record(Fingerprint, z.record(z.string(), Fingerprint))
export type ExportSaid = z.infer<typeof ExportSaid>

/** Which row, of which record. */
export interface RowOf {
  readonly recordId: string
  /** What the old system calls the record: a number, a VIN. */
  readonly rowName: string
}

/**
 * What a row says that the last export did not say yet: the old system's news. What it only repeats is left as it
 * stands, since people may have changed it here. A row under a new name repeats what other rows said of the record; of a
 * record that no export has named everything is news, and of a column that the last export lacked. Pure.
 * @returns the news, and what is to be remembered with the record
 */
export function newsOf<Cells extends object>(
  cells: Cells,
  { recordId, rowName }: RowOf,
  before: ExportSaid = {},
): { readonly news: Partial<Cells>; readonly exportSaid: ExportSaid } {
  const row = fingerprintOf(recordId, 'row', rowName)
  const own = before[row]
  const last = own === undefined ? Object.values(before) : [own]
  const news: Partial<Cells> = {}
  const said: Record<string, string> = { ...own }
  for (const field in cells) {
    const fingerprint = fingerprintOf(recordId, 'cell', field, cells[field])
    if (last.every((each) => each[field] !== fingerprint)) news[field] = cells[field]
    said[field] = fingerprint
  }
  return { news, exportSaid: { ...before, [row]: said } }
}

/** Of each record its own, so that equal ones say nothing of two people. A cell that says nothing has one too. */
function fingerprintOf(...parts: readonly unknown[]): string {
  return letters(CHARACTERS, parts)
}
