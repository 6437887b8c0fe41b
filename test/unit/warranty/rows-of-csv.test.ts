import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'
import { rowsOf } from '../../../functions/warranty/rows-of-csv.ts'

const anyCell = fc.string({ unit: fc.constantFrom('a', '1', ' ', ',', '"', '\n', '\r\n', '索') })
const anyTable = fc.array(fc.array(anyCell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 })
const written = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

it('a table reads as it was written, whatever stands in its cells and however its lines end', () => {
  fc.assert(
    fc.property(anyTable, fc.constantFrom('\n', '\r\n'), fc.boolean(), (table, end, isEnded) => {
      const csv = table.map((row) => row.map(written).join(',')).join(end) + (isEnded ? end : '')
      expect(rowsOf(csv)).toEqual(table)
    }),
  )
})

it('any text is read as a library reads it, or refused by both', () => {
  const anyText = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '索'), maxLength: 12 })
  fc.assert(
    fc.property(anyText, (text) => {
      const read = () => {
        try {
          return parse(text, { relax_column_count: true, skip_empty_lines: false, record_delimiter: '\n' })
        } catch {
          return undefined
        }
      }
      // Blank lines are a cell without words here, and the library leaves the last one out.
      const rows = rowsOf(text)
      if (rows === undefined) expect(read()).toBeUndefined()
      else expect(rows.flat().join('').length).toBe((read() ?? []).flat().join('').length)
    }),
    { numRuns: 500 },
  )
})
