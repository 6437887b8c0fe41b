import { addDays, CalendarDate } from './time.ts'

/** Most cells: nothing in them is wide, blank, invisible or Excel's, so there is nothing to change. */
const plain = /^[0-9A-Za-z,./:+-]*$/

/** A cell without what old systems and Excel wrap around it: `="001"`, a leading apostrophe, blanks of any width. */
export function tidy(written: string): string {
  if (plain.test(written)) return written
  const text = written
    .replace(/\p{Cf}/gu, '')
    .replace(/\r\n?/g, '\n')
    .trim()
  // The apostrophe comes first: our own reports put it before a formula.
  const unmarked = text.replace(/^'(?=\S)/, '').trim()
  return (/^="(.*)"$/s.exec(unmarked)?.[1] ?? unmarked).trim()
}

/** Full-width letters, digits and signs as the narrow ones: `１２，３` is `12,3`. */
export function narrow(text: string): string {
  return plain.test(text) ? text : text.normalize('NFKC').trim()
}

/** What clerks write into a cell that has nothing to say. */
const placeholders = new Set(['-', '--', '—', '/', '无', '暂无', '空', 'null', 'n/a', '#n/a', 'none'])

export function saysNothing(text: string): boolean {
  return text === '' || placeholders.has(narrow(text).toLowerCase())
}

/** Excel wrote a long number as `1.23E+15`: its last digits are lost. */
export function isMangledNumber(text: string): boolean {
  return /^\d(?:\.\d+)?E\+\d+$/i.test(narrow(text))
}

const time = String.raw`(?:[01]?\d|2[0-3]):[0-5]?\d(?::[0-5]?\d(?:\.\d+)?)?`
const forms = [
  new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]+${time})?$`),
  new RegExp(String.raw`^(\d{4})(年) *(\d{1,2}) *月 *(\d{1,2}) *日 *(?:${time})?$`),
  new RegExp(String.raw`^(\d{4})()(\d{2})(\d{2})(?:[ T]+${time})?$`),
]

/** Day 0 of Excel's 1900 system, moved by the 29 February 1900 that it counts and that never was. */
const excelDayZero = CalendarDate.parse('1899-12-30')

/** Five digits: 1927-05-18 to 2173-10-13. Fewer would take a bare year for a day in 1905. */
const excelSerial = /^([1-9]\d{4})(?:\.\d+)?$/

/**
 * A date as exports write it: 2026-11-23, 2026/1/5, 20261123, 2026年1月5日, each with or without a time of day
 * (which is dropped), or an Excel serial of the 1900 system. Undefined for anything else, for days that do not
 * exist and outside 1900–2199.
 */
export function readDate(written: string): CalendarDate | undefined {
  const text = narrow(written)
  const serial = excelSerial.exec(text)?.[1]
  if (serial !== undefined) return addDays(excelDayZero, Number(serial))
  for (const form of forms) {
    const match = form.exec(text)
    if (match === null) continue
    const [, year = '', , month = '', day = ''] = match
    if (year < '1900' || year > '2199') return undefined
    return CalendarDate.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`).data
  }
  return undefined
}

const integer = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.0*)?$/

/** A whole number, with or without commas between thousands and zeros after the point. */
export function readInteger(written: string): number | undefined {
  const match = integer.exec(narrow(written).replace('−', '-'))
  if (match === null) return undefined
  const digits = (match[2] ?? '').replaceAll(',', '')
  if (digits.length > 15) return undefined
  const value = Number(digits)
  return match[1] === '-' && value !== 0 ? -value : value
}

/** Kilometres: like a whole number, also with a unit behind it; a fraction of a kilometre is dropped. */
export function readKilometres(written: string): number | undefined {
  const text = narrow(written).replace(/ *(?:km|公里|千米)$/i, '')
  return readInteger(text.replace(/(?<=\d)\.\d+$/, ''))
}

const yes = new Set(['是', '同意', '已同意', '有', 'y', 'yes', 'true', '1', '√'])
const no = new Set([
  ...['否', '不同意', '未同意', '拒绝', '不', 'n', 'no', 'false', '0', '×', 'x'],
  // What a customer answers to an SMS to be rid of it, and what clerks make of that.
  ...['退订', '已退订', '拒收', '不接收', 'r', 't', 'td'],
])

/** `unknown` is a blank; undefined is a word that is neither yes nor no. */
export function readYesNo(written: string): 'yes' | 'no' | 'unknown' | undefined {
  const text = narrow(written).toLowerCase()
  if (yes.has(text)) return 'yes'
  if (no.has(text)) return 'no'
  return saysNothing(text) ? 'unknown' : undefined
}
