import { MOST_STATEMENT_LINES, type ClaimStatementLine } from '../../shared/domain/claim-statement.ts'
import { toIdentifier } from '../../shared/domain/identifier.ts'
import { toFen } from '../../shared/domain/money.ts'
import { MOST_CLAIM_LINES } from '../../shared/domain/warranty-claim.ts'
import type { FieldFault } from '../../shared/runtime/errors.ts'
import { rowsOf } from './rows-of-csv.ts'

/** Headings as manufacturers write them, the narrow form of each. */
const headings = {
  claimNumber: ['索赔单号', '索赔编号', '索赔单', '单号', 'claim', 'claimnumber', 'claimno'],
  line: ['行号', '行', '项次', '项目号', 'line'],
  amount: ['结算金额', '金额', '结算金额(元)', '金额(元)', '核定金额', 'amount', 'amount(yuan)'],
} as const
type Column = keyof typeof headings

export type ParsedStatement =
  | { readonly lines: readonly ClaimStatementLine[]; readonly faults?: undefined }
  | { readonly lines?: undefined; readonly faults: readonly FieldFault[] }

const LONGEST_NUMBER = 64

/**
 * The lines of a statement that comes as a table: one claim or line of a claim each. Rows without any word are left out;
 * the first that cannot be read is told by its row, never with what it says. Pure.
 */
export function parseStatement(csv: string): ParsedStatement {
  const rows = rowsOf(csv)
  const columns = rows?.[0] && columnsIn(rows[0])
  if (rows === undefined || columns?.claimNumber === undefined || columns.amount === undefined) {
    return { faults: [{ path: 'body.csv', reason: 'wrong-format' }] }
  }
  const cell = (cells: readonly string[], column: Column) => {
    const at = columns[column]
    return at === undefined ? '' : (cells[at] ?? '').trim()
  }
  const lines: ClaimStatementLine[] = []
  for (const [index, cells] of rows.entries()) {
    if (index === 0 || cells.every((each) => each.trim() === '')) continue
    const row = index + 1
    const fault = (): ParsedStatement => ({
      faults: [{ path: `body.csv.${String(row)}`, reason: 'wrong-format' }],
    })
    const claimNumber = toIdentifier(cell(cells, 'claimNumber'))
    const written = cell(cells, 'line')
    const line = written === '' ? undefined : Number(written.normalize('NFKC'))
    const amountFen = toFen(cell(cells, 'amount'))
    if (claimNumber === '' || claimNumber.length > LONGEST_NUMBER || amountFen === undefined) return fault()
    if (line !== undefined && (!Number.isInteger(line) || line < 1 || line > MOST_CLAIM_LINES)) return fault()
    lines.push({ row, claimNumber, ...(line === undefined ? {} : { line }), amountFen })
  }
  if (lines.length === 0) return { faults: [{ path: 'body.csv', reason: 'too-small' }] }
  if (lines.length > MOST_STATEMENT_LINES) return { faults: [{ path: 'body.csv', reason: 'too-large' }] }
  return { lines }
}

function columnsIn(head: readonly string[]): Readonly<Record<Column, number | undefined>> {
  const narrow = head.map((cell) => cell.normalize('NFKC').replace(/\s/g, '').toLowerCase())
  const found = (column: Column) => {
    const at = narrow.findIndex((cell) => headings[column].some((heading) => heading === cell))
    return at === -1 ? undefined : at
  }
  return { claimNumber: found('claimNumber'), line: found('line'), amount: found('amount') }
}
