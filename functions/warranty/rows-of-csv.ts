/** A cell in quotes, in which two of them are one, or a plain one; and what ends it. */
const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y

/**
 * The rows of a small table of comma-separated values (RFC 4180), the empty last line left out; undefined where a quote
 * stands in a plain cell or is never closed. A library that reads files of any size weighs more than all else that
 * settlements need. Pure.
 */
export function rowsOf(csv: string): string[][] | undefined {
  const text = csv.replace(/^\uFEFF/, '')
  const rows: string[][] = []
  let row: string[] = []
  for (let at = 0; at < text.length;) {
    cell.lastIndex = at
    const found = cell.exec(text)
    if (found === null) return undefined
    const [whole, quoted, plain = '', end = ''] = found
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    at += whole.length
    if (end !== ',') {
      rows.push(row)
      row = []
    } else if (at === text.length) row.push('')
  }
  return row.length === 0 ? rows : [...rows, row]
}
