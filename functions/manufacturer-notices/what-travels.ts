import { csvRow, shownAsWritten } from '../../shared/domain/spreadsheet-cell.ts'
import type { Attachment as MailedFile } from '../../shared/messages/mail-content.ts'
import { decodeText } from './decode-text.ts'
import type { Attachment } from './mail-content.ts'
import { readTables } from './table.ts'

/** SES takes mails of 10 MB, in which base64 makes four bytes of three; the rest is room for text and headers. */
export const MOST_MAILED_BYTES = 6 * 1024 * 1024
const MOST_MAILED_FILES = 10

/** Why a file of a notice stays in the system, where it is fetched by who wants it. */
export type StaysBecause = 'may-run' | 'not-what-it-is-called' | 'too-large'

export interface TravellingFiles {
  readonly mailed: readonly MailedFile[]
  readonly left: readonly { readonly name: string; readonly because: StaysBecause }[]
}

/** What may be passed on to a colleague by mail: files that show something and run nothing, as far as there is room. */
export function whatTravels(
  files: readonly Pick<Attachment, 'name' | 'mediaType' | 'bytes'>[],
): TravellingFiles {
  const mailed: MailedFile[] = []
  const left: { name: string; because: StaysBecause }[] = []
  let room = MOST_MAILED_BYTES
  for (const file of files) {
    const bytes = harmlessBytes(file)
    if (typeof bytes === 'string') left.push({ name: file.name, because: bytes })
    else if (bytes.length > room || mailed.length === MOST_MAILED_FILES)
      left.push({ name: file.name, because: 'too-large' })
    else {
      room -= bytes.length
      mailed.push({
        filename: file.name,
        contentType: 'application/octet-stream',
        base64: Buffer.from(bytes).toString('base64'),
      })
    }
  }
  return { mailed, left }
}

/** Names of what runs within an Office file; a zip archive has its names in the clear. */
const runsInside = ['vbaProject', 'oleObject', 'activeX', 'macrosheets', 'externalLinks']
/**
 * What begins a program of Windows or of Unix, a script, or a page; and what Excel takes for another kind of file (SYLK)
 * or for cells of another delimiter, in which formulas would not be seen. Behind a mark of UTF-8 and blanks, too.
 */
const beginsProgram = /^(?:\xef\xbb\xbf)?\s*(?:MZ|\x7fELF|#!|<|ID;P|sep=(?![,;\t|]\r?\n))/i

/** Its bytes as they may be passed on; else why not. By what it is called and by what it is: both have to agree. */
function harmlessBytes({
  name,
  mediaType,
  bytes,
}: Pick<Attachment, 'name' | 'mediaType' | 'bytes'>): Uint8Array | StaysBecause {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const begins = (text: string) => view.subarray(0, text.length).toString('latin1') === text
  const onlyIf = (isIt: boolean) => (isIt ? bytes : 'not-what-it-is-called')
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  switch (extension) {
    case 'csv':
    case 'txt':
      if (beginsProgram.test(view.subarray(0, 200).toString('latin1')) || view.includes(0))
        return 'not-what-it-is-called'
      return /\.csv$/i.test(name) ? withoutFormulas({ name, mediaType, bytes }) : bytes
    case 'pdf':
      return onlyIf(begins('%PDF-'))
    case 'xlsx':
    case 'docx':
    case 'pptx':
      if (!begins('PK\u0003\u0004')) return 'not-what-it-is-called'
      return runsInside.some((part) => view.includes(part)) ? 'may-run' : bytes
    case 'png':
      return onlyIf(begins('\u0089PNG'))
    case 'jpg':
    case 'jpeg':
      return onlyIf(begins('\u00ff\u00d8\u00ff'))
    case 'gif':
      return onlyIf(begins('GIF8'))
    default:
      return 'may-run'
  }
}

/** A cell that Excel might reckon with, in a file of any delimiter; a number by itself is none. */
const formula = /(?:^|[,;\t|\r\n])[\s"]*(?![-+]?\d[\d,.]*%?[\s"]*(?:[,;\t|\r\n]|$))[=+\-@＝＋－＠]/u
const number = /^[-+]?\d[\d,.]{0,14}%?$/

/**
 * A CSV file in which no cell is a formula: as it came where none was; else written anew, in UTF-8, each of them marked as
 * text.
 */
function withoutFormulas(file: Pick<Attachment, 'name' | 'mediaType' | 'bytes'>): Uint8Array | StaysBecause {
  if (!formula.test(decodeText(file.bytes, undefined).text)) return file.bytes
  const tables = readTables(file)
  // What is left out in reading would be missing in what looks like the whole list.
  if (tables === undefined || typeof tables === 'string' || tables.some(({ isCut }) => isCut))
    return 'may-run'
  const rows = tables.flatMap((sheet) => sheet.rows.map(({ cells }) => csvRow(cells, asTextUnlessNumber)))
  return Buffer.from(`\ufeff${rows.join('')}`)
}

/** Within a cell, where another program's columns may begin. */
const formulaInside = /([;\t|\r\n][\s"]*)(?=[=+\-@＝＋－＠])/gu

function asTextUnlessNumber(cell: string): string {
  return number.test(cell) ? cell : shownAsWritten(cell).replace(formulaInside, "$1'")
}
