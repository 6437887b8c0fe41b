import { createHash } from 'node:crypto'
import { htmlToText } from './html-text.ts'
import { topmost } from './header-fields.ts'
import { MOST_LINKS, MOST_TEXT_CHARACTERS } from './mail-bounds.ts'
import type { MailFault } from './mail-faults.ts'
import type { MailLink } from './mail-link.ts'
import { readPart, textOf } from './read-part.ts'
import { readWords } from './encoded-words.ts'
import { safeFileName, uniqueNames } from './safe-file-name.ts'
import { manyLines } from './safe-text.ts'
import type { MailPart } from './split-parts.ts'

export interface Attachment {
  /** Safe as a file name, and the only one of that name in the mail. */
  readonly name: string
  /** What the sender calls it, `text/csv`: proves nothing. In small letters. */
  readonly mediaType: string
  readonly bytes: Uint8Array
  readonly size: number
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string
  /** A picture within the text, say a letterhead's, and not a file that somebody attached. */
  readonly isInline: boolean
}

export interface MailContent {
  readonly text: string
  readonly hasHtml: boolean
  readonly links: readonly MailLink[]
  readonly attachments: readonly Attachment[]
  readonly faults: ReadonlySet<MailFault>
}

/** Texts that say the same: of a `multipart/alternative`, or a part by itself. */
interface Wording {
  plain: string
  html: string
}

interface Found {
  readonly wordings: Wording[]
  readonly files: (Omit<Attachment, 'name'> & { readonly name: string })[]
  readonly faults: Set<MailFault>
  /** Texts of attached mails. */
  readonly inner: Found[]
}

/** Above the words of a mail that is attached to another: what is below is not the sender's own. */
export const ATTACHED_MAIL_LINE = '-----Original Message-----'

export async function readContent(root: MailPart): Promise<MailContent> {
  const found = empty()
  await collect(root, found, undefined)
  const links: MailLink[] = []
  const text = wordsOf(found, links)
  if (text.length >= MOST_TEXT_CHARACTERS) found.faults.add('text-cut')
  const names = uniqueNames(found.files.map(({ name }) => name))
  return {
    text,
    hasHtml: hasHtml(found),
    links: links.slice(0, MOST_LINKS),
    attachments: found.files.map((file, index) => ({ ...file, name: names[index] ?? file.name })),
    faults: found.faults,
  }
}

function empty(shared?: Found): Found {
  const { files, faults } = shared ?? { files: [], faults: new Set<MailFault>() }
  return { wordings: [], files, faults, inner: [] }
}

async function collect(part: MailPart, found: Found, alternative: Wording | undefined): Promise<void> {
  if (part.mediaType.startsWith('multipart/') && part.children.length > 0) {
    const isReport = part.mediaType === 'multipart/report'
    const inside = part.mediaType === 'multipart/alternative' ? openWording(found) : alternative
    for (const child of part.children) await collect(isReport ? asLeaf(child) : child, found, inside)
    return
  }
  const [mail] = part.children
  if (mail !== undefined) {
    addFile(
      part,
      { writtenName: `${readWords(topmost(mail.fields, 'subject') ?? '')}.eml`, bytes: part.body },
      found,
    )
    const inner = empty(found)
    found.inner.push(inner)
    return collect(mail, inner, undefined)
  }
  const { faults, ...decoded } = await readPart(part)
  for (const fault of faults) found.faults.add(fault)
  const isText = part.mediaType === 'text/plain' || part.mediaType === 'text/html'
  const isFile = decoded.disposition === 'attachment' || decoded.writtenName !== undefined
  if (isText && !isFile) addText(part, decoded.bytes, found, alternative)
  else addFile(part, decoded, found)
}

/** The mail that a report is about is its proof and none of its words. */
function asLeaf(part: MailPart): MailPart {
  return part.mediaType === 'message/rfc822' ? { ...part, children: [] } : part
}

function openWording(found: Found): Wording {
  const wording = { plain: '', html: '' }
  found.wordings.push(wording)
  return wording
}

function addText(part: MailPart, bytes: Uint8Array, found: Found, alternative: Wording | undefined): void {
  const { text, faults } = textOf(part, bytes)
  for (const fault of faults) found.faults.add(fault)
  const wording = alternative ?? openWording(found)
  if (part.mediaType === 'text/html') wording.html += text
  else wording.plain += wording.plain === '' ? text : `\n${text}`
}

function addFile(
  part: MailPart,
  {
    writtenName,
    bytes,
    disposition,
  }: { writtenName: string | undefined; bytes: Uint8Array; disposition?: string },
  found: Found,
): void {
  found.files.push({
    name: safeFileName(writtenName, part.mediaType, found.files.length + 1),
    mediaType: part.mediaType.slice(0, 100),
    bytes,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    isInline: disposition !== 'attachment' && topmost(part.fields, 'content-id') !== undefined,
  })
}

function hasHtml(found: Found): boolean {
  return found.wordings.some(({ html }) => html !== '') || found.inner.some(hasHtml)
}

function wordsOf(found: Found, links: MailLink[]): string {
  const own = found.wordings.map((wording) => chosen(wording, links)).filter((text) => text !== '')
  const inner = found.inner.map((mail) => wordsOf(mail, links)).filter((text) => text !== '')
  // A mail that only carries another one says what that one says.
  const [first] = inner
  if (own.length === 0 && inner.length === 1 && first !== undefined) return first
  const below = inner.map((text) => `${ATTACHED_MAIL_LINE}\n${text}`)
  return manyLines([...own, ...below].join('\n\n'), MOST_TEXT_CHARACTERS)
}

/** "Your program does not show HTML": shorter than any notice. */
const STUB_CHARACTERS = 60

function chosen({ plain, html }: Wording, links: MailLink[]): string {
  const seen = html === '' ? undefined : htmlToText(html)
  if (seen !== undefined) links.push(...seen.links)
  const text = plain.trim()
  if (seen === undefined) return text
  const isStub = text.length <= STUB_CHARACTERS && seen.text.length > text.length * 4
  return text === '' || isStub ? seen.text : text
}
