import type { Dealer } from '../../shared/domain/dealer.ts'
import {
  MOST_RELATED,
  type Notice,
  type NoticeAttachment,
  type ReceivedMail,
  type SenderMailId,
} from '../../shared/domain/notice.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { holdersOf } from '../../shared/domain/who-holds.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { mailWrites } from '../../shared/due/plan-mail.ts'
import { noticeTimerWrites } from '../../shared/due/plans/notice-timers.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import { fileKeys, type Files } from '../../shared/store/files.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'
import {
  noticeIdOf,
  noticeRecord,
  receivedMailIdOf,
  receivedMailRecord,
  senderMailIdOf,
  senderMailIdRecord,
} from '../../shared/store/notices.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { noticeMail } from './notice-mail.ts'
import { verdictsOfReceipt } from './mail-verdicts.ts'
import type { SesNotification } from './ses-notification.ts'
import { understandMail, type UnderstoodMail } from './understand-mail.ts'

/** What writes in the records as the one who received a mail. */
export const MANUFACTURER_NOTICES = 'manufacturer-notices'

const lines = {
  received: { code: 'MAIL_RECEIVED', sentence: 'a mail came in' },
  forNobody: { code: 'MAIL_FOR_NOBODY', sentence: 'a mail came in at an address that is no dealer’s' },
} as const satisfies Record<string, LogLine>

export interface ReceiveDependencies {
  readonly store: NoticeStore
  readonly files: Pick<Files, 'open' | 'write'>
  readonly clock: Clock
  readonly log: Log
}

/** The mail is not where SES has put it: it is looked for again. */
export class MailMissing extends Error {
  override readonly name = 'MailMissing'
}

/**
 * Takes in a mail that SES has put into the bucket: understood, kept, and passed to whose work it is. Told of the same
 * mail again it does nothing.
 * @throws MailMissing, Contested
 */
export async function receiveMail(
  notification: SesNotification,
  dependencies: ReceiveDependencies,
): Promise<void> {
  const { store, files, log } = dependencies
  const { recipients, action } = notification.receipt
  const dealers = dealersFor(recipients, await store.dealers.all())
  if (dealers.length === 0) {
    log.warn(lines.forNobody, { fileKey: action.objectKey })
    return
  }
  const raw = await bytesAt(action.objectKey, files)
  for (const dealer of dealers) await receiveFor(dealer, raw, notification, dependencies)
}

/** `<dealerId>@…`; mail programs and people write capitals as they like. */
function dealersFor(recipients: readonly string[], dealers: readonly Dealer[]): Dealer[] {
  const named = new Set(recipients.map((address) => address.slice(0, address.lastIndexOf('@')).toLowerCase()))
  return dealers.filter(({ dealerId }) => named.has(dealerId.toLowerCase()))
}

async function bytesAt(key: string, files: Pick<Files, 'open'>): Promise<Uint8Array> {
  const file = await files.open(key)
  if (file === undefined) throw new MailMissing('there is no mail under the key that SES told')
  const chunks: Uint8Array[] = []
  for await (const chunk of file.bytes) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function receiveFor(
  dealer: Dealer,
  raw: Uint8Array,
  notification: SesNotification,
  dependencies: ReceiveDependencies,
): Promise<void> {
  const { store, files, clock, log } = dependencies
  const { dealerId } = dealer
  const now = clock.now()
  const mailId = receivedMailIdOf(dealerId, notification.mail.messageId)
  if ((await store.notices.mailById(dealerId, mailId)) !== undefined) return
  const understood = await understandMail(raw, {
    dealer,
    verdicts: verdictsOfReceipt(notification.receipt),
    now,
  })
  const arrival: Arrival = {
    dealer,
    mailId,
    fileKey: notification.receipt.action.objectKey,
    understood,
    stamp: { at: now, by: MANUFACTURER_NOTICES },
  }
  const { became } = await untilCommitted(store, () => plan(arrival, { store, files }))
  const { kind, trusted } = understood
  log.info(lines.received, { dealerId, mailId, kind, trusted, became })
}

interface Arrival {
  readonly dealer: Dealer
  readonly mailId: string
  readonly fileKey: string
  readonly understood: UnderstoodMail
  readonly stamp: Stamp
}

interface Planned {
  readonly became: 'notice' | 'repetition' | 'automatic' | 'known'
  readonly writes: readonly Write[]
}

type Stores = Pick<ReceiveDependencies, 'store' | 'files'>

/** What a mail writes, as things are now: others may bring the same mail at the same moment. */
async function plan(arrival: Arrival, { store, files }: Stores): Promise<Planned> {
  const { dealer, mailId, understood, stamp } = arrival
  const { dealerId } = dealer
  if ((await store.notices.mailById(dealerId, mailId)) !== undefined) return { became: 'known', writes: [] }
  const { kind } = understood
  if (kind === 'automatic')
    return { became: 'automatic', writes: [receivedMailRecord.put(mailOf(arrival), stamp)] }
  const repeated = await store.notices.byId(dealerId, noticeIdOf(dealerId, { ...understood, mailId }))
  if (repeated !== undefined) {
    const mail = { ...mailOf(arrival), noticeId: repeated.noticeId, repeats: repeated.mailId }
    const counted = { ...repeated, repeated: repeated.repeated + 1 }
    return {
      became: 'repetition',
      writes: [receivedMailRecord.put(mail, stamp), noticeRecord.put(counted, stamp)],
    }
  }
  return {
    became: 'notice',
    writes: await newNotice({ ...arrival, understood: { ...understood, kind } }, { store, files }),
  }
}

/** The rows of a notice, the mail that brought it, what is owed of it, and the mail to whom it is for. */
async function newNotice(
  arrival: Arrival & { readonly understood: { readonly kind: Notice['kind'] } },
  { store, files }: Stores,
): Promise<Write[]> {
  const { dealer, mailId, understood, stamp } = arrival
  const { dealerId, zone } = dealer
  const { messageIdHeader, trusted } = understood
  const noticeId = noticeIdOf(dealerId, { ...understood, mailId })
  const [staff, seen] = await Promise.all([
    store.staff.ofDealer(dealerId),
    messageIdHeader === undefined ? undefined : store.notices.underSenderId(dealerId, messageIdHeader),
  ])
  const attachments = trusted ? await layOut(noticeId, arrival, files) : namesOf(understood)
  const role = understood.role ?? 'information_clerk'
  const notice: Notice = {
    ...mailOf(arrival),
    noticeId,
    kind: understood.kind,
    role,
    manufacturer: understood.manufacturer,
    references: understood.references,
    text: understood.text,
    fingerprint: understood.fingerprint,
    kindBecause: understood.kindBecause,
    answerByBecause: understood.answerByBecause,
    ownerId: holdersOf(role, staff, dateIn(stamp.at, zone))[0]?.staffId,
    status: trusted ? 'received' : 'quarantined',
    repeated: 0,
    related: (seen?.notices ?? []).filter((id) => id !== noticeId),
    readBy: [],
    attachments,
  }
  const mail = { ...mailOf(arrival), noticeId, attachments }
  const [timers, told] = await Promise.all([
    noticeTimerWrites(undefined, notice, { store, dealer, stamp }),
    tell(notice, arrival, files),
  ])
  return [
    receivedMailRecord.put(mail, stamp),
    noticeRecord.put(notice, stamp),
    ...(messageIdHeader === undefined ? [] : [noted(messageIdHeader, noticeId, seen, arrival)]),
    ...timers,
    ...told,
  ]
}

/** Asking for what belongs to one sender's id: another content under it is kept, and each told of the other. */
function noted(
  messageIdHeader: string,
  noticeId: string,
  seen: SenderMailId | undefined,
  { dealer: { dealerId }, stamp }: Arrival,
): Write {
  const known = seen ?? {
    ...unwritten(stamp),
    dealerId,
    senderMailId: senderMailIdOf(messageIdHeader),
    notices: [],
  }
  return senderMailIdRecord.put(
    { ...known, notices: [...known.notices, noticeId].slice(-MOST_RELATED) },
    stamp,
  )
}

function mailOf({ dealer: { dealerId }, mailId, fileKey, understood, stamp }: Arrival): ReceivedMail {
  const { messageIdHeader, subject, fromName, fromAddress, sentAt, trusted, distrust, unreadable } =
    understood
  return {
    ...unwritten(stamp),
    dealerId,
    mailId,
    receivedAt: stamp.at,
    fileKey,
    messageIdHeader,
    subject,
    fromName,
    fromAddress,
    sentAt,
    trusted,
    distrust,
    unreadable,
    kind: understood.kind,
    role: understood.role,
    answerBy: understood.answerBy,
    attachments: namesOf(understood),
  }
}

function namesOf({ attachments }: UnderstoodMail): NoticeAttachment[] {
  return attachments.map(({ name, mediaType, size }) => ({ name, mediaType, bytes: size }))
}

/** Puts the attachments of a trusted mail where they can be fetched one by one. */
async function layOut(
  noticeId: string,
  { dealer: { dealerId }, understood }: Arrival,
  files: Pick<Files, 'write'>,
): Promise<NoticeAttachment[]> {
  const laid: NoticeAttachment[] = []
  for (const { name, mediaType, bytes, size } of understood.attachments) {
    const fileKey = fileKeys.notice(dealerId, noticeId, name)
    // Never under the type that the sender says: a browser would run what is told to be a page.
    await files.write(fileKey, bytes, 'application/octet-stream')
    laid.push({ name, mediaType, bytes: size, fileKey })
  }
  return laid
}

/** The mail to whom a notice is for; of what is in quarantine the information clerk hears with the day's list. */
async function tell(notice: Notice, arrival: Arrival, files: Pick<Files, 'write'>): Promise<Write[]> {
  const { dealerId, noticeId, ownerId } = notice
  if (ownerId === undefined || notice.status !== 'received') return []
  const item = {
    dealerId,
    purpose: MANUFACTURER_NOTICES,
    subject: `notice#${noticeId}`,
    cycle: notice.mailId,
  }
  const mail = {
    ...item,
    step: 'received',
    messageId: messageIdFor(item, 'received', ownerId, 'mail'),
    staffId: ownerId,
    template: { name: 'manufacturer-notice', version: 1 },
    content: noticeMail(notice, arrival.understood.attachments, arrival.dealer),
  }
  return mailWrites(files, mail, arrival.stamp)
}
