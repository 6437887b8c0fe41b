import type { Dealer } from '../../shared/domain/dealer.ts'
import {
  MOST_RELATED,
  type Notice,
  type NoticeAttachment,
  type ReceivedMail,
  type SenderMailId,
} from '../../shared/domain/notice.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { noticeTimerWrites } from '../../shared/due/plans/notice-timers.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'
import {
  noticeIdOf,
  noticeRecord,
  receivedMailRecord,
  senderMailIdOf,
  senderMailIdRecord,
} from '../../shared/store/notices.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { firstEffectWrites } from './effect-writes.ts'
import { layOut } from './lay-out.ts'
import { tellOwner, type TellDependencies } from './tell-owner.ts'
import type { UnderstoodMail } from './understand-mail.ts'
import { ownerFor, teamOf } from './who-answers.ts'

export interface NewNoticeDependencies extends TellDependencies {
  readonly store: NoticeStore
}

/** A mail that came in for a dealer. */
export interface Arrival {
  readonly dealer: Dealer
  readonly mailId: string
  readonly fileKey: string
  readonly understood: UnderstoodMail
  /** To whom the dealer has said that its kind always goes. */
  readonly named: string | undefined
  readonly stamp: Stamp
}

/** The rows of a notice, the mail that brought it, what is owed of it, and the mail to whom it is for. */
export async function newNotice(
  arrival: Arrival & { readonly understood: { readonly kind: Notice['kind'] } },
  dependencies: NewNoticeDependencies,
): Promise<Write[]> {
  const { store, files } = dependencies
  const { dealer, mailId, understood, stamp } = arrival
  const { dealerId } = dealer
  const { messageIdHeader, trusted } = understood
  const noticeId = noticeIdOf(dealerId, { ...understood, mailId })
  const [staff, seen] = await Promise.all([
    store.staff.ofDealer(dealerId),
    messageIdHeader === undefined ? undefined : store.notices.underSenderId(dealerId, messageIdHeader),
  ])
  const attachments = trusted
    ? await layOut(dealerId, noticeId, understood.attachments, files)
    : namesOf(understood)
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
    ownerId: ownerFor(role, arrival.named, teamOf(dealer, staff, stamp.at)),
    status: trusted ? 'received' : 'quarantined',
    repeated: 0,
    answersSent: 0,
    readBy: [],
    attachments,
  }
  const mail = { ...mailOf(arrival), noticeId, attachments }
  const [timers, told] = await Promise.all([
    noticeTimerWrites(undefined, notice, { store, dealer, stamp }),
    tellOwner(notice, understood.attachments, { dealer, stamp }, dependencies),
  ])
  return [
    receivedMailRecord.put(mail, stamp),
    noticeRecord.put(notice, stamp),
    ...firstEffectWrites(notice, stamp),
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

/** The row of a mail, before anything has become of it. */
export function mailOf({ dealer: { dealerId }, mailId, fileKey, understood, stamp }: Arrival): ReceivedMail {
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
