import { unzipSync } from 'fflate'
import { shorten } from './safe-text.ts'
import { MOST_CELL_CHARACTERS, MOST_COLUMNS, MOST_ROWS, type Sheet, type TableRow } from './table.ts'
import { xmlAttribute, xmlTokens } from './xml-tokens.ts'

/** Bytes of one unpacked file of a workbook: 50,000 rows of ten cells come to some 15 MB. */
const MOST_UNPACKED_BYTES = 24 * 1024 * 1024
/** And of all that are read of it. */
const MOST_UNPACKED_TOGETHER = 48 * 1024 * 1024
const MOST_SHEETS = 20
const MOST_STRINGS = 500_000

const wanted = /^xl\/(?:sharedStrings\.xml|workbook\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/

/**
 * The sheets of an .xlsx workbook (ECMA-376), what their cells show or were last reckoned to; formulas are not
 * reckoned, and dates are Excel's day numbers. Only the files of sheets and strings are unpacked, and none beyond what
 * it says of its size, so that a zip bomb stays small. Throws for what is no workbook.
 */
export function readWorkbook(bytes: Uint8Array): readonly Sheet[] {
  let left = MOST_UNPACKED_TOGETHER
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize, size }) => {
      if (!wanted.test(name)) return false
      if (originalSize > MOST_UNPACKED_BYTES || size > MOST_UNPACKED_BYTES || originalSize > left) {
        throw new RangeError('too much in a workbook')
      }
      left -= originalSize
      return true
    },
  })
  const text = (name: string): string => {
    const file = files[name]
    const xml = file === undefined ? '' : new TextDecoder().decode(file)
    if (xml !== '' && !isWhole(xml)) throw new TypeError('a file that ends in the middle')
    return xml
  }
  if (files['xl/workbook.xml'] === undefined) throw new TypeError('no workbook')
  const strings = sharedStrings(text('xl/sharedStrings.xml'))
  return sheetFiles(text('xl/workbook.xml'), text('xl/_rels/workbook.xml.rels'))
    .slice(0, MOST_SHEETS)
    .flatMap(({ name, path }) => {
      const xml = text(path)
      return xml === '' ? [] : [{ name, ...rowsOf(xml, strings) }]
    })
}

/** Nothing is unpacked beyond what it says of its size: what says too little ends in the middle. */
function isWhole(xml: string): boolean {
  const root = /<([^\s<>?!/]+)[^<>]*>/.exec(xml.slice(0, 4096))
  const end = xml.slice(-200).trimEnd()
  return (
    root !== null &&
    (end.endsWith(`</${root[1] ?? ''}>`) || (root[0].endsWith('/>') && end.endsWith(root[0].slice(-100))))
  )
}

function sheetFiles(workbook: string, relations: string): { name: string; path: string }[] {
  const targets = new Map<string, string>()
  for (const token of xmlTokens(relations)) {
    if (token.is !== 'open' || token.name !== 'Relationship') continue
    const target = xmlAttribute(token.attributes, 'Target') ?? ''
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`
    targets.set(xmlAttribute(token.attributes, 'Id') ?? '', path)
  }
  const sheets: { name: string; path: string }[] = []
  for (const token of xmlTokens(workbook)) {
    if (token.is !== 'open' || token.name !== 'sheet') continue
    const path = targets.get(xmlAttribute(token.attributes, 'id') ?? '')
    const isHidden = (xmlAttribute(token.attributes, 'state') ?? 'visible') !== 'visible'
    if (path !== undefined && !isHidden) {
      sheets.push({ name: shorten(xmlAttribute(token.attributes, 'name') ?? '', 100), path })
    }
  }
  return sheets
}

function sharedStrings(xml: string): readonly string[] {
  const strings: string[] = []
  let text: string | undefined
  let isShown = false
  // How a word is pronounced stands beside it and is none of it.
  let isPhonetic = false
  for (const token of xmlTokens(xml)) {
    if (token.is === 'text') {
      if (isShown && text !== undefined) text += token.text
    } else if (token.name === 'si') {
      if (token.is === 'open' && !token.isEmpty) text = ''
      else {
        strings.push(shorten(text ?? '', MOST_CELL_CHARACTERS))
        text = undefined
        if (strings.length >= MOST_STRINGS) break
      }
    } else if (token.name === 'rPh') isPhonetic = token.is === 'open' && !token.isEmpty
    else if (token.name === 't') isShown = token.is === 'open' && !token.isEmpty && !isPhonetic
  }
  return strings
}

function rowsOf(xml: string, strings: readonly string[]): { rows: readonly TableRow[]; isCut: boolean } {
  const rows: TableRow[] = []
  let row = 0
  let cells: string[] = []
  let column = -1
  let type = ''
  let value: string | undefined
  for (const token of xmlTokens(xml)) {
    if (token.is === 'text') {
      if (value !== undefined && value.length < MOST_CELL_CHARACTERS) value += token.text
    } else if (token.name === 'row') {
      if (token.is === 'open') {
        row = Number(xmlAttribute(token.attributes, 'r') ?? row + 1)
        cells = []
        column = -1
      }
      if ((token.is === 'close' || token.isEmpty) && cells.length > 0)
        rows.push({ row, cells: filled(cells) })
      if (rows.length >= MOST_ROWS) return { rows, isCut: true }
    } else if (token.name === 'c' && token.is === 'open') {
      column = columnOf(xmlAttribute(token.attributes, 'r')) ?? column + 1
      type = xmlAttribute(token.attributes, 't') ?? 'n'
    } else if (token.name === 'v' || (token.name === 't' && type === 'inlineStr')) {
      if (token.is === 'open') value = token.isEmpty ? undefined : ''
      else {
        if (column < MOST_COLUMNS) cells[column] = (cells[column] ?? '') + shown(value ?? '', type, strings)
        value = undefined
      }
    }
  }
  return { rows, isCut: false }
}

/** Cells that the sheet leaves out are empty. */
function filled(cells: readonly string[]): string[] {
  return Array.from(cells, (cell: string | undefined) => cell ?? '')
}

function shown(value: string, type: string, strings: readonly string[]): string {
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'e') return ''
  if (type !== 'n' && type !== '') return shorten(value, MOST_CELL_CHARACTERS)
  // 86.099999999999994 is how a workbook keeps 86.1.
  const number = Number(value)
  return value !== '' && Number.isFinite(number) && /\.\d{9,}|e/i.test(value)
    ? String(Number(number.toPrecision(15)))
    : value
}

/** `B2` is column 1. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d/.exec(reference ?? '')?.[1]
  if (letters === undefined) return undefined
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
