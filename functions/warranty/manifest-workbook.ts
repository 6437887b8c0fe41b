import type { CellObject } from 'write-excel-file/node'
import { daysBetween, CalendarDate } from '../../shared/domain/time.ts'
import { oneLine } from '../../shared/messages/one-line.ts'
import type { CellValue, ManifestTable } from './manifest-table.ts'

/**
 * A manifest as a spreadsheet: a head that stays in view, a row a line, and below what it comes to. What stands in a text
 * cell is text: a name that looks like a formula is calculated by nobody.
 */
export async function manifestWorkbook(
  { heads, rows }: ManifestTable,
  { sheet, remarks }: { readonly sheet: string; readonly remarks: readonly string[] },
): Promise<Buffer> {
  // Loaded with the first manifest: on most mornings there is none.
  const { default: writeExcelFile } = await import('write-excel-file/node')
  return writeExcelFile(
    [
      {
        sheet,
        data: [
          heads.map(({ zh, en }): CellObject => ({
            value: `${zh}\n${en}`,
            fontWeight: 'bold',
            wrap: true,
            alignVertical: 'center',
            height: 32,
            backgroundColor: '#DDE5EE',
          })),
          ...rows.map((row) => row.map(cellOf)),
          [],
          ...remarks.map((remark): CellObject[] => [textCell(remark)]),
        ],
        columns: heads.map(({ width }) => ({ width })),
        stickyRowsCount: 1,
        orientation: 'landscape',
      },
    ],
    { fontFamily: 'Microsoft YaHei', fontSize: 10 },
  ).toBuffer()
}

/** Excel counts days from here for every day since March 1900. */
const dayZero = CalendarDate.parse('1899-12-30')

function cellOf(value: CellValue): CellObject | null {
  switch (value.is) {
    case 'text':
      return textCell(value.text)
    case 'date':
      return {
        value: daysBetween(dayZero, value.date),
        type: Number,
        format: 'yyyy-mm-dd',
        align: 'left',
      }
    case 'count':
      return { value: value.count, type: Number, format: '0' }
    case 'fen':
      return { value: value.fen / 100, type: Number, format: '#,##0.00' }
    case 'nothing':
      return null
  }
}

function textCell(text: string): CellObject {
  return { value: oneLine(text), type: String, format: '@' }
}
