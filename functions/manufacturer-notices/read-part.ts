import PostalMime from 'postal-mime'
import { decodeText } from './decode-text.ts'
import { wordsMended } from './encoded-words.ts'
import { firstWord, parameterOf, topmost } from './header-fields.ts'
import { MOST_ENCODED_LINES, MOST_TEXT_BYTES } from './mail-bounds.ts'
import type { MailFault } from './mail-faults.ts'
import type { MailPart } from './split-parts.ts'

export interface DecodedPart {
  /** As the sender wrote it, decoded and not yet safe. */
  readonly writtenName: string | undefined
  readonly disposition: string
  readonly bytes: Uint8Array
  readonly faults: readonly MailFault[]
}

/** Decodes a part (base64, quoted-printable) and its file name (RFC 2231, RFC 2047). Never throws. */
export async function readPart(part: MailPart): Promise<DecodedPart> {
  const disposition = firstWord(topmost(part.fields, 'content-disposition'))
  const encoding = firstWord(topmost(part.fields, 'content-transfer-encoding'))
  const isEncoded = encoding === 'base64' || encoding === 'quoted-printable'
  const faults: MailFault[] = []
  if (!isEncoded && !['', '7bit', '8bit', 'binary'].includes(encoding)) faults.push('encoding-unknown')
  const tooMany = isEncoded && hasMoreLines(part.body, MOST_ENCODED_LINES)
  if (tooMany) faults.push('lines-left-out')
  try {
    // What is not encoded is taken as it stands: only its header needs reading.
    const body = isEncoded && !tooMany ? part.body : new Uint8Array()
    const { attachments } = await PostalMime.parse(Buffer.concat([Buffer.from(asFile(part)), body]))
    const [file] = attachments
    const content = isEncoded && file !== undefined ? bytesOf(file.content) : part.body
    return { writtenName: file?.filename ?? undefined, disposition, bytes: tooMany ? body : content, faults }
  } catch {
    return {
      writtenName: undefined,
      disposition,
      bytes: new Uint8Array(),
      faults: [...faults, 'part-unreadable'],
    }
  }
}

/** The part's header as that of a plain file, so that it is decoded and nothing else is done with it. */
function asFile(part: MailPart): string {
  const written = (key: string, word: string): string => {
    const value = topmost(part.fields, key) ?? ''
    const at = value.indexOf(';')
    return `${key}: ${word}${at === -1 ? '' : wordsMended(value.slice(at))}\r\n`
  }
  return (
    written('content-type', 'application/octet-stream') +
    written('content-disposition', 'attachment') +
    `content-transfer-encoding: ${firstWord(topmost(part.fields, 'content-transfer-encoding'))}\r\n\r\n`
  )
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content)
  return content instanceof Uint8Array ? content : new Uint8Array(content)
}

function hasMoreLines(bytes: Uint8Array, most: number): boolean {
  let lines = 0
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) {
    lines += 1
    if (lines > most) return true
  }
  return false
}

/** The text of a part that is one, with line feeds alone at the ends of lines. */
export function textOf(part: MailPart, bytes: Uint8Array): { text: string; faults: readonly MailFault[] } {
  const contentType = topmost(part.fields, 'content-type')
  const { text, faults } = decodeText(bytes.subarray(0, MOST_TEXT_BYTES), parameterOf(contentType, 'charset'))
  const isFlowed = parameterOf(contentType, 'format')?.toLowerCase() === 'flowed'
  const lines = text.replace(/\r\n?/g, '\n')
  // RFC 3676: a blank at the end of a line says that the next line goes on.
  const joined = isFlowed ? lines.replace(/(?<!^-- )(?<= )\n(?!-- ?$)/gm, '') : lines
  return { text: joined, faults: bytes.length > MOST_TEXT_BYTES ? [...faults, 'text-cut'] : faults }
}
