/** Excel would reckon with it: a cell of a customer's must not become a formula on the clerk's desk. */
const formula = /^[=+\-@＝＋－＠]/

/** Excel would round it, or take its first zeros away. */
const mangled = /^(?:0\d+|\d{12,}|\d+e\d+)$/i

/**
 * A cell that Excel shows as it is written, without blanks around it: a tab in front can begin a formula too. The apostrophe in front means "text", and whoever reads the file again
 * leaves it out (`tidy`), so a row that comes back says what it said.
 */
export function shownAsWritten(cell: string): string {
  const text = cell.trim()
  return formula.test(text) || mangled.test(text) ? `'${text}` : text
}

/** A row of a CSV file, with commas and CRLF; `show` says how each cell is to read. */
export function csvRow(cells: readonly string[], show: (cell: string) => string = shownAsWritten): string {
  return `${cells.map((cell) => quoted(show(cell))).join(',')}\r\n`
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
