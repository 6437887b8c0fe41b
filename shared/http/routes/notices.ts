import * as z from 'zod'
import { MessageStatus } from '../../domain/message.ts'
import { NoticeId, ReceivedMailId, StaffId } from '../../domain/ids.ts'
import { KindOfNotice, Notice, NoticeStatus, ReceivedMail } from '../../domain/notice.ts'
import { noticeMachine } from '../../domain/notice-machine.ts'
import { NoticeUrgency } from '../../domain/notice-urgency.ts'
import { verbsOf } from '../../domain/machine.ts'
import { RoleCode } from '../../domain/roles.ts'
import { CalendarMonth } from '../../domain/calendar-month.ts'
import { Instant } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody, type Route } from '../contract.ts'
import { Holder } from '../holder.ts'
import { pageOf, pageQuery } from '../page.ts'
import { everybody } from './duties.ts'

export const functionName = 'notices-api'

/** They look after everybody's notices, and see every mail that came in. */
export const noticeKeepers = ['information_clerk', 'service_manager', 'general_manager'] as const

export const params = { noticeId: NoticeId }

const Sentence = { zh: z.string(), en: z.string() }

/** A notice as it stands in a list: what it says is read with the notice itself. */
const Summary = z.object({
  ...Notice.pick({
    noticeId: true,
    receivedAt: true,
    subject: true,
    manufacturer: true,
    fromAddress: true,
    kind: true,
    role: true,
    ownerId: true,
    status: true,
    trusted: true,
    unreadable: true,
    answerBy: true,
    repeated: true,
  }).shape,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  /** How much it presses, and what of it. */
  urgency: NoticeUrgency,
  urgentBecause: z.enum(['answer', 'acknowledgement', 'quarantine', 'nothing-owed', 'over']),
  /** Why it is not trusted. */
  distrust: z.array(z.object({ code: z.string(), ...Sentence })),
  attachments: z.int(),
})
export type NoticeSummary = z.input<typeof Summary>

const File = z.object({
  /** By which it is fetched. */
  number: z.int().positive(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  /** Whether it is laid out to be fetched: none of a mail that is in quarantine. */
  available: z.boolean(),
})

const Whole = z.object({
  ...Notice.omit({ dealerId: true, version: true, fileKey: true, fingerprint: true }).shape,
  etag: z.string(),
  urgency: NoticeUrgency,
  urgentBecause: Summary.shape.urgentBecause,
  distrust: Summary.shape.distrust,
  /** Why nothing could be read of it, in words. */
  unreadableBecause: z.object(Sentence).optional(),
  attachments: z.array(File),
  /** Who may work on it today, the owner first, and since when each has read it. */
  holders: z.array(Holder.extend({ readAt: Instant.optional() })),
  /** Everybody who has opened it, each for the first time. */
  readBy: z.array(z.object({ staffId: StaffId, name: z.string().optional(), at: Instant })),
  /** Under the same id of the sender's, with another content. */
  related: z.array(NoticeId),
  /** The mails that brought it again, the newest first; at most twenty. */
  repetitions: z.array(z.object({ mailId: ReceivedMailId, receivedAt: Instant })),
  /** What has become of the mail that carries the answer. */
  answerMail: z
    .object({ status: MessageStatus, sentAt: Instant.optional(), reason: z.string().optional() })
    .optional(),
  /** The verbs that its state takes. */
  allowed: z.array(z.enum(verbsOf(noticeMachine))),
})
export type NoticeView = z.input<typeof Whole>
export const NoticeBody = Whole

const period = {
  from: Instant,
  /** Not included; at most 400 days later. */
  until: Instant,
}

export const listNotices = defineRoute({
  method: 'GET',
  path: '/notices',
  functionName,
  roles: everybody,
  params: {},
  query: {
    state: NoticeStatus.extract(['quarantined', 'received', 'acknowledged', 'drafted']).optional(),
    urgency: NoticeUrgency.optional(),
    kind: KindOfNotice.optional(),
    role: RoleCode.optional(),
    owner: StaffId.optional(),
    /** Not yet opened by the caller. */
    unread: z.literal('mine').optional(),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(Summary),
  refuses: ['not-found'],
  summary: {
    zh: '未办结的厂家通知，先到答复期限的在前；信息员、站长看全部，其他人看本人和本岗位的',
    en: 'Notices that are not over, what is to be answered first in front: all of them for keepers, those of their own and their roles for others',
  },
})

export const listReceivedNotices = defineRoute({
  method: 'GET',
  path: '/received-notices',
  functionName,
  roles: noticeKeepers,
  params: {},
  query: {
    ...period,
    state: NoticeStatus.optional(),
    kind: KindOfNotice.optional(),
    role: RoleCode.optional(),
    owner: StaffId.optional(),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(Summary),
  refuses: ['not-found'],
  summary: {
    zh: '一段时间内收到的厂家通知，最新的在前',
    en: 'Notices received in a period, the newest first',
  },
})

export const readNotice = defineRoute({
  method: 'GET',
  path: '/notices/{noticeId}',
  functionName,
  roles: everybody,
  params,
  query: {},
  body: noBody,
  response: Whole,
  refuses: ['not-your-notice'],
  summary: {
    zh: '一份厂家通知：正文、分类和期限的依据、谁已阅、附件、相关通知',
    en: 'One notice: its text, why it is of its kind and day, who has read it, its files, its relatives',
  },
})

/** Where a file may be fetched for some minutes, without a token. */
const Download = z.object({ url: z.url(), until: Instant })
export type DownloadView = z.input<typeof Download>

export const fetchAttachment = defineRoute({
  method: 'GET',
  path: '/notices/{noticeId}/attachments/{number}',
  functionName,
  roles: everybody,
  params: { ...params, number: z.coerce.number().int().min(1).max(100) },
  query: {},
  body: noBody,
  response: Download,
  refuses: ['not-your-notice'],
  summary: {
    zh: '附件的下载地址，几分钟内有效，只能下载、不能在浏览器中打开',
    en: 'Where a file is fetched, for some minutes: as a download, never as a page',
  },
})

export const listNoticeChanges = defineRoute({
  method: 'GET',
  path: '/notices/{noticeId}/changes',
  functionName,
  roles: everybody,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  refuses: ['not-your-notice'],
  summary: { zh: '厂家通知的修改记录', en: 'Who changed what in a notice' },
})

const MailSummary = z.object({
  ...ReceivedMail.omit({
    dealerId: true,
    fileKey: true,
    attachments: true,
    distrust: true,
    version: true,
    createdAt: true,
    createdBy: true,
    updatedAt: true,
    updatedBy: true,
  }).shape,
  distrust: Summary.shape.distrust,
  attachments: z.array(z.string()),
})
export type MailView = z.input<typeof MailSummary>

export const listReceivedMails = defineRoute({
  method: 'GET',
  path: '/received-mails',
  functionName,
  roles: noticeKeepers,
  params: {},
  query: { ...period, ...pageQuery },
  body: noBody,
  response: pageOf(MailSummary),
  summary: {
    zh: '一段时间内收到的全部来信（含自动邮件、重复邮件和无法读取的邮件），最新的在前',
    en: 'Every mail of a period, the newest first: also what a machine wrote, what repeats another, what cannot be read',
  },
})

export const fetchMail = defineRoute({
  method: 'GET',
  path: '/received-mails/{mailId}/original',
  functionName,
  roles: noticeKeepers,
  params: { mailId: ReceivedMailId },
  query: {},
  body: noBody,
  response: Download,
  refuses: ['virus-found'],
  summary: {
    zh: '来信原件的下载地址，几分钟内有效；检出病毒的不提供',
    en: 'Where a mail is fetched as it came, for some minutes; none in which a virus was found',
  },
})

const Statistics = z.object({
  month: CalendarMonth,
  received: z.int(),
  quarantined: z.int(),
  byKind: z.array(
    z.object({
      kind: KindOfNotice,
      ...Sentence,
      received: z.int(),
      /** Of those that asked for an answer by a day. */
      answered: z.object({
        onTime: z.int(),
        late: z.int(),
        owed: z.int(),
        overdue: z.int(),
        closed: z.int(),
      }),
    }),
  ),
  /** Taken note of by the end of the working day on which they came in. */
  acknowledged: z.object({ sameDay: z.int(), later: z.int(), notYet: z.int() }),
})
export type NoticeStatistics = z.input<typeof Statistics>

export const readNoticeStatistics = defineRoute({
  method: 'GET',
  path: '/notice-statistics',
  functionName,
  roles: noticeKeepers,
  params: {},
  query: { month: CalendarMonth },
  body: noBody,
  response: Statistics,
  refuses: ['not-found'],
  summary: {
    zh: '月度统计：各类通知收到多少、按期答复、逾期、未答复、当日查阅',
    en: 'A month: how many of each kind came in, were answered on time, late or not at all, and read the same day',
  },
})

export const noticeReadRoutes: readonly Route[] = [
  listNotices,
  listReceivedNotices,
  readNotice,
  fetchAttachment,
  listNoticeChanges,
  listReceivedMails,
  fetchMail,
  readNoticeStatistics,
]
