import { encodingByMark, utf8OrGb18030, utf16ByZeros } from '../../shared/domain/text-encoding.ts'
import type { MailFault } from './mail-faults.ts'

export interface DecodedText {
  readonly text: string
  readonly faults: readonly MailFault[]
}

/** Names of character sets that mail programs write and the WHATWG Encoding Standard does not know. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['cp936', 'gb18030'],
  ['ms936', 'gb18030'],
  ['windows-936', 'gb18030'],
  ['euc-cn', 'gb18030'],
  ['gb-2312', 'gb18030'],
  ['gb_18030', 'gb18030'],
  ['gb-18030', 'gb18030'],
  ['gb18030-2000', 'gb18030'],
  ['utf8mb4', 'utf-8'],
  ['utf_8', 'utf-8'],
  ['cp950', 'big5'],
  ['cp65001', 'utf-8'],
])

/** What programs write that know no character set, whatever the text is in. */
const saysNothing = new Set([
  '',
  'us-ascii',
  'ascii',
  'iso-8859-1',
  'latin1',
  'windows-1252',
  'default',
  'unknown',
])

/**
 * Text of a mail. The character set that the part tells is believed if the bytes fit it (GB2312 and GBK are read as
 * GB18030, which holds them); else, or where it tells none, the bytes decide between UTF-8 and GB18030.
 */
export function decodeText(bytes: Uint8Array, told: string | undefined): DecodedText {
  const name = (told ?? '').trim().toLowerCase()
  const mark = encodingByMark(bytes)
  if (mark !== undefined) return damagedOr(new TextDecoder(mark).decode(bytes), [])
  if (isAscii(bytes)) return decodeAscii(bytes, name)
  const known = decoderOf(name)
  const exact = known === undefined ? undefined : decodeExactly(known, bytes)
  if (exact !== undefined && !saysNothing.has(name)) return { text: exact, faults: [] }
  const zeros = utf16ByZeros(bytes.subarray(0, 65_536))
  if (zeros === 'utf-16le' || zeros === 'utf-16be') {
    return damagedOr(new TextDecoder(zeros).decode(bytes), ['charset-mended'])
  }
  if (exact !== undefined && isWestern(bytes)) return { text: exact, faults: [] }
  return bestGuess(bytes, known)
}

function bestGuess(bytes: Uint8Array, known: string | undefined): DecodedText {
  const guess = utf8OrGb18030(bytes)
  const guessed = new TextDecoder(guess).decode(bytes)
  if (known === undefined || known === guess) return damagedOr(guessed, [])
  const asTold = new TextDecoder(known).decode(bytes)
  if (known !== 'windows-1252' && damage(asTold) <= damage(guessed)) return damagedOr(asTold, [])
  return damagedOr(guessed, known === 'windows-1252' ? [] : ['charset-mended'])
}

function damagedOr(text: string, faults: readonly MailFault[]): DecodedText {
  return { text, faults: text.includes('\ufffd') ? [...faults, 'text-damaged'] : faults }
}

function damage(text: string): number {
  return text.split('\ufffd').length
}

function decoderOf(name: string): string | undefined {
  const label = otherNames.get(name) ?? name.replace(/^x-/, '')
  if (label === '') return undefined
  try {
    const { encoding } = new TextDecoder(label)
    return encoding === 'gbk' ? 'gb18030' : encoding
  } catch {
    return undefined
  }
}

function decodeExactly(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    // `stream`: a character that is cut off at the end is no sign of another character set.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return undefined
  }
}

function isAscii(bytes: Uint8Array): boolean {
  return !bytes.some((byte) => byte > 0x7f || byte === 0)
}

/** ISO-2022 and UTF-7 are ASCII by their bytes; of these only what TextDecoder knows is read. */
function decodeAscii(bytes: Uint8Array, name: string): DecodedText {
  const encoding = decoderOf(name)
  const shifts = encoding === 'iso-2022-jp' && bytes.includes(0x1b)
  return { text: new TextDecoder(shifts ? encoding : 'utf-8').decode(bytes), faults: [] }
}

/**
 * Letters with marks stand alone between plain ones; Chinese characters are pairs of bytes, and in GB2312, which
 * has the usual ones, both are above 0x7F.
 */
function isWestern(bytes: Uint8Array): boolean {
  let alone = 0
  let paired = 0
  for (let at = 0; at < bytes.length; at += 1) {
    if ((bytes[at] ?? 0) < 0x80) continue
    if ((bytes[at + 1] ?? 0) < 0x80) alone += 1
    else {
      paired += 1
      at += 1
    }
  }
  return alone > paired
}
