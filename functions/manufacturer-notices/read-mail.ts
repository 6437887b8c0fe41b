import { addressesOf, type Mailbox } from './mail-addresses.ts'
import { readWords } from './encoded-words.ts'
import { topmost, allOf, type HeaderField } from './header-fields.ts'
import { MOST_MAIL_BYTES, MOST_RECEIVERS, MOST_REFERENCES, MOST_SUBJECT_CHARACTERS } from './mail-bounds.ts'
import { readContent, type Attachment } from './mail-content.ts'
import { readMailDate } from './mail-date.ts'
import type { MailFault, UnreadableReason } from './mail-faults.ts'
import type { MailLink } from './mail-link.ts'
import { oneLine } from './safe-text.ts'
import { splitParts, type SplitMail } from './split-parts.ts'
import type { Instant } from '../../shared/domain/time.ts'

/** What the header of a mail says, decoded; each value is one line. Nothing of it is proven: see `isTrusted`. */
export interface MailHead {
  /** Without angle brackets: `01-order-calendar@oem-a.example`. */
  readonly messageId: string | undefined
  /** Empty where the mail has none. */
  readonly subject: string
  /** Everybody who is named as sender: one, in every mail that can be trusted. */
  readonly from: readonly Mailbox[]
  readonly to: readonly Mailbox[]
  /** What the sender's clock said. */
  readonly date: Instant | undefined
  readonly inReplyTo: string | undefined
  /** Message ids of the thread, the oldest first. */
  readonly references: readonly string[]
  /** Every field, from the top, undecoded. */
  readonly fields: readonly HeaderField[]
  /** There are more, or longer ones, than were read: they may say anything. */
  readonly isHeaderCut: boolean
}

export interface ReadMail extends MailHead {
  readonly unreadable?: never
  /** The words of the mail, of its plain text or else of its HTML; lines end in line feeds. */
  readonly text: string
  readonly hasHtml: boolean
  readonly links: readonly MailLink[]
  readonly attachments: readonly Attachment[]
  /** `multipart/report` (RFC 6522), say: what the mail is as a whole. */
  readonly mediaType: string
  readonly faults: readonly MailFault[]
}

export interface UnreadableMail extends MailHead {
  readonly unreadable: UnreadableReason
}

export type Mail = ReadMail | UnreadableMail

/**
 * Reads a raw mail (RFC 5322, MIME) as SES keeps it. Every input gives a mail, or one that is unreadable with its
 * reason and what is known of it; never throws. Memory: the raw bytes, once more what is encoded in them, and the text
 * within the bounds of `mail-bounds.ts`; what is not encoded is a view of the raw bytes.
 */
export async function readMail(raw: Uint8Array): Promise<Mail> {
  if (raw.length === 0) return { ...nothingKnown, unreadable: 'empty' }
  let head: MailHead = nothingKnown
  try {
    // A mail that is too large is looked at no further than its header.
    const isTooLarge = raw.length > MOST_MAIL_BYTES
    const split = splitParts(withoutPostmark(isTooLarge ? raw.subarray(0, 1024 * 1024) : raw))
    head = headOf(split)
    if (split.root.fields.length === 0) return { ...head, unreadable: 'no-header' }
    if (isTooLarge) return { ...head, unreadable: 'too-large' }
    const content = await readContent(split.root)
    const faults = new Set([...split.faults, ...content.faults])
    if (head.date === undefined) faults.add('date-unreadable')
    if (head.messageId === undefined) faults.add('message-id-missing')
    const { text, hasHtml, links, attachments } = content
    return {
      ...head,
      text,
      hasHtml,
      links,
      attachments,
      mediaType: split.root.mediaType,
      faults: [...faults],
    }
  } catch {
    return { ...head, unreadable: 'reader-failed' }
  }
}

const nothingKnown: MailHead = {
  messageId: undefined,
  subject: '',
  from: [],
  to: [],
  date: undefined,
  inReplyTo: undefined,
  references: [],
  fields: [],
  isHeaderCut: false,
}

function headOf({ root: { fields, isHeaderCut } }: SplitMail): MailHead {
  const ids = (key: string) => messageIdsIn(topmost(fields, key))
  return {
    messageId: ids('message-id')[0],
    subject: subjectOf(fields),
    from: addressesOf(allOf(fields, 'from')).slice(0, MOST_RECEIVERS),
    to: addressesOf(allOf(fields, 'to')).slice(0, MOST_RECEIVERS),
    date: readMailDate(topmost(fields, 'date')),
    inReplyTo: ids('in-reply-to')[0],
    references: ids('references').slice(-MOST_REFERENCES),
    fields,
    isHeaderCut,
  }
}

export function subjectOf(fields: readonly HeaderField[]): string {
  return oneLine(readWords(topmost(fields, 'subject') ?? ''), MOST_SUBJECT_CHARACTERS)
}

/** RFC 5322 writes them in angle brackets; some programs leave them out. RFC 998 characters is the longest line. */
function messageIdsIn(value: string | undefined): string[] {
  const written = (value ?? '').match(/<[^<>\s]{1,996}>/g)?.map((id) => id.slice(1, -1))
  if (written !== undefined) return written
  return (value ?? '').split(/\s+/).filter((word) => /^[^<>\s]{1,996}$/.test(word))
}

/** A line `From sender date` before the header is of a mailbox file and not of the mail. */
function withoutPostmark(raw: Uint8Array): Uint8Array {
  const begins = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.length, 5)).toString('latin1')
  if (begins !== 'From ') return raw
  const end = raw.indexOf(0x0a)
  return end === -1 ? raw : raw.subarray(end + 1)
}
