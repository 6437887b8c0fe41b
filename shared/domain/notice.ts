import * as z from 'zod'
import { DealerId, MessageId, NoticeId, ReceivedMailId, StaffId } from './ids.ts'
import { statesOf } from './machine.ts'
import { NoticeKind } from './notice-kind.ts'
import { noticeMachine } from './notice-machine.ts'
import { recordFields } from './record.ts'
import { RoleCode } from './roles.ts'
import { CalendarDate, Instant } from './time.ts'

/** What a notice may be about: of what nobody wrote none is made. */
export const KindOfNotice = NoticeKind.exclude(['automatic'])
export type KindOfNotice = z.infer<typeof KindOfNotice>

export const NoticeStatus = z.enum(statesOf(noticeMachine))
export type NoticeStatus = z.infer<typeof NoticeStatus>

/** So much of a mail's text stands in the record; the rest is in the mail as it came. */
export const MOST_NOTICE_TEXT = 20_000
export const MOST_ATTACHMENTS = 100
export const MOST_READERS = 100
export const MOST_RELATED = 20

export const NoticeAttachment = z.object({
  /** Safe as a file's name, and of its own in the mail. */
  name: z.string().min(1).max(200),
  mediaType: z.string().max(127),
  bytes: z.int().nonnegative(),
  /** In the files bucket; none where the mail is not trusted: nothing of it is laid out for anybody. */
  fileKey: z.string().optional(),
})
export type NoticeAttachment = z.infer<typeof NoticeAttachment>

/** Why something was understood as it was. */
export const NoticeReason = z.object({
  code: z.string().max(60),
  /** The words of the mail that it rests on. */
  words: z.string().max(200).optional(),
  /** How much it counted among the others. */
  weight: z.number().optional(),
})
export type NoticeReason = z.infer<typeof NoticeReason>

/** What is told of a mail, whatever becomes of it. */
const ofMail = {
  dealerId: DealerId,
  receivedAt: Instant,
  /** In the files bucket, as it came. */
  fileKey: z.string(),
  /** Its sender's name for it, without the angle brackets. */
  messageIdHeader: z.string().max(998).optional(),
  subject: z.string().max(998),
  fromName: z.string().max(200).optional(),
  fromAddress: z.string().max(320).optional(),
  sentAt: Instant.optional(),
  /** All of the checks passed, and its sender is one of the dealer's manufacturers. */
  trusted: z.boolean(),
  /** Why it is not. */
  distrust: z.array(NoticeReason).max(20),
  /** Why nothing could be read of it. */
  unreadable: z.string().max(100).optional(),
  answerBy: CalendarDate.optional(),
  attachments: z.array(NoticeAttachment).max(MOST_ATTACHMENTS),
}

/** Each mail that came in, also one that repeats another or that a machine wrote. */
export const ReceivedMail = z.object({
  ...ofMail,
  mailId: ReceivedMailId,
  kind: NoticeKind,
  role: RoleCode.optional(),
  /** What became of it; none of an automatic one. */
  noticeId: NoticeId.optional(),
  /** The mail that it repeats. */
  repeats: ReceivedMailId.optional(),
  ...recordFields,
})
export type ReceivedMail = z.infer<typeof ReceivedMail>

/** 厂家通知. */
export const Notice = z.object({
  ...ofMail,
  noticeId: NoticeId,
  /** The first mail that brought it. */
  mailId: ReceivedMailId,
  /** Whose it is, in the words of the dealer's settings. */
  manufacturer: z.string().optional(),
  /** The ids of the thread that it stands in, oldest first. */
  references: z.array(z.string().max(998)).max(50),
  /** The beginning of its text, made safe; the whole of it is in the mail. */
  text: z.string().max(MOST_NOTICE_TEXT),
  /** The same content gives the same. */
  fingerprint: z.string().max(64),
  kind: KindOfNotice,
  kindBecause: z.array(NoticeReason).max(20),
  /** The sentence that asks for an answer, and why it gives that day. */
  answerByBecause: z.array(NoticeReason).max(5),
  /** Who put kind, owner or date right; absent: they are as the rules found them. */
  correctedBy: StaffId.optional(),
  role: RoleCode,
  /** Undefined where nobody holds the role, nor any role above it. */
  ownerId: StaffId.optional(),
  status: NoticeStatus,
  /** When a person vouched for its sender. */
  releasedAt: Instant.optional(),
  /** How many mails after the first have brought it again. */
  repeated: z.int().nonnegative(),
  /** Who has opened it, each for the first time. */
  readBy: z.array(z.object({ staffId: StaffId, at: Instant })).max(MOST_READERS),
  acknowledged: z.object({ at: Instant, by: z.string(), via: z.enum(['api', 'link']) }).optional(),
  answer: z
    .object({
      text: z.string().max(10_000),
      draftedAt: Instant,
      draftedBy: z.string(),
      approved: z
        .object({
          at: Instant,
          by: z.string(),
          /** The day that was asked for was over. */
          late: z.boolean(),
          /** The mail that carries it: what became of it the ledger says. */
          messageId: MessageId,
        })
        .optional(),
    })
    .optional(),
  /** How many answers have gone to the manufacturer: each has a deadline of its own. */
  answersSent: z.int().nonnegative(),
  ended: z.object({ at: Instant, by: z.string(), reason: z.string().max(500).optional() }).optional(),
  ...recordFields,
})
export type Notice = z.infer<typeof Notice>

/** What has come in under a sender's id for a mail: the same id with another content is told of, not lost. */
export const SenderMailId = z.object({
  dealerId: DealerId,
  /** Of the sender's id, as a hash: it may be long, and say anything. */
  senderMailId: z.string().length(32),
  notices: z.array(NoticeId).max(MOST_RELATED),
  ...recordFields,
})
export type SenderMailId = z.infer<typeof SenderMailId>

/** Whether somebody still has to do something about it. */
export function isOpenNotice({ status }: Pick<Notice, 'status'>): boolean {
  switch (status) {
    case 'quarantined':
    case 'received':
    case 'acknowledged':
    case 'drafted':
      return true
    case 'discarded':
    case 'answered':
    case 'closed':
      return false
  }
}
