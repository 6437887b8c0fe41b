import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { escapeHtml } from './html.ts'
import type { AcceptedMail } from './outbox-store.ts'

/** A mail as its reader sees it. */
export interface ReadableMail {
  readonly from: string
  readonly to: string
  readonly subject: string
  /** A document of its own, to be shown in a frame without rights. */
  readonly document: string
  readonly attachments: readonly ReadableAttachment[]
}

export interface ReadableAttachment {
  readonly name: string
  readonly type: string
  readonly bytes: Buffer
}

const read = new WeakMap<AcceptedMail, Promise<ReadableMail>>()

export function readMail(mail: AcceptedMail): Promise<ReadableMail> {
  const known = read.get(mail)
  if (known !== undefined) return known
  const reading = parse(mail)
  read.set(mail, reading)
  return reading
}

async function parse(mail: AcceptedMail): Promise<ReadableMail> {
  const email = await PostalMime.parse(Buffer.from(mail.raw, 'base64'))
  const names = (email.to ?? []).map(({ name, address }) =>
    address === undefined ? name : shown(name, address),
  )
  return {
    from: email.from?.address === undefined ? mail.from : shown(email.from.name, email.from.address),
    to: names.length === 0 ? mail.to.join(', ') : names.join(', '),
    subject: email.subject ?? '',
    document: documentOf(email),
    attachments: email.attachments
      .filter(({ related }) => related !== true)
      .map((attachment, index) => ({
        name: attachment.filename ?? `attachment-${index + 1}`,
        type: attachment.mimeType,
        bytes: bytesOf(attachment),
      })),
  }
}

function shown(name: string, address: string): string {
  return name === '' ? address : `${name} <${address}>`
}

/** The margins and the type that a mail program gives a mail that sets none. */
const readerStyle =
  '<style>body{margin:14px 18px;font:15px/1.6 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}</style>'

function documentOf(email: Email): string {
  if (email.html === undefined)
    return `<!doctype html><meta charset="utf-8"><pre style="white-space:pre-wrap;font:15px/1.6 sans-serif">${escapeHtml(email.text ?? '')}</pre>`
  let document = email.html.replace(/^(\s*<!doctype[^>]*>)?/i, (doctype) => doctype + readerStyle)
  for (const attachment of email.attachments)
    if (attachment.contentId !== undefined)
      document = document.replaceAll(
        `cid:${attachment.contentId.replace(/^<|>$/g, '')}`,
        `data:${attachment.mimeType};base64,${bytesOf(attachment).toString('base64')}`,
      )
  return document
}

function bytesOf({ content, encoding }: Attachment): Buffer {
  if (typeof content === 'string') return Buffer.from(content, encoding ?? 'utf8')
  return content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(content)
}
