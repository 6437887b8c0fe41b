import * as z from 'zod'
import { KindOfNotice } from '../../domain/notice.ts'
import { StaffId } from '../../domain/ids.ts'
import { RoleCode } from '../../domain/roles.ts'
import { line, text } from '../../domain/text.ts'
import { defineRoute, noBody, type Route } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { everybody } from './duties.ts'
import { functionName, NoticeBody, noticeKeepers, params } from './notices.ts'

const verb = {
  functionName,
  method: 'POST',
  roles: everybody,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  response: NoticeBody,
  refuses: ['not-your-notice', 'transition-refused'],
} as const

const reason = z.strictObject({ reason: line(500) })

/** A reading is noted by the one who reads, once: it needs no version, and the same again changes nothing. */
export const markNoticeRead = defineRoute({
  ...verb,
  path: '/notices/{noticeId}/read',
  ifMatch: false,
  idempotent: false,
  body: noBody,
  refuses: ['not-your-notice', 'no-staff-record', 'contested'],
  summary: {
    zh: '记为已阅：首次阅读的人和时间',
    en: 'Notes that the caller has read it, and when for the first time',
  },
})

export const acknowledgeNotice = defineRoute({
  ...verb,
  path: '/notices/{noticeId}/acknowledge',
  body: noBody,
  summary: { zh: '确认已查阅', en: 'Takes note of it' },
})

export const CorrectedNotice = z
  .strictObject({
    kind: KindOfNotice,
    role: RoleCode,
    /** `null`: whoever holds the role. */
    ownerId: StaffId.nullable(),
    /** `null`: no answer is asked for. */
    answerBy: BookDate.nullable(),
    /** From now on all notices of this kind go to this role or person. */
    always: z.literal(true),
  })
  .partial()
  .refine(
    ({ always, role, ownerId }) => always === undefined || role !== undefined || ownerId !== undefined,
    { path: ['role'], params: { reason: 'required' } },
  )
export type CorrectedNotice = z.output<typeof CorrectedNotice>

export const correctNotice = defineRoute({
  ...verb,
  method: 'PATCH',
  path: '/notices/{noticeId}',
  roles: noticeKeepers,
  idempotent: false,
  body: CorrectedNotice,
  summary: {
    zh: '更正类别、负责岗位或人员、答复期限；以后同类来信照此分类，always 则以后都交给该岗位或人员',
    en: 'Puts kind, owner or day right; mail that reads alike is of that kind from now on, and with always the kind goes there',
  },
})

export const draftAnswer = defineRoute({
  ...verb,
  path: '/notices/{noticeId}/draft',
  body: z.strictObject({ text: text(5000) }),
  summary: {
    zh: '拟写给厂家的答复，待批准；同时视为已查阅',
    en: 'Writes an answer down, to be approved; it counts as taking note',
  },
})

export const withdrawAnswer = defineRoute({
  ...verb,
  path: '/notices/{noticeId}/withdraw',
  body: noBody,
  summary: { zh: '撤回拟好的答复', en: 'Takes a drafted answer back' },
})

export const approveAnswer = defineRoute({
  ...verb,
  path: '/notices/{noticeId}/approve',
  body: noBody,
  refuses: ['not-your-notice', 'transition-refused', 'no-staff-record', 'answer-unaddressed'],
  summary: {
    zh: '批准并以邮件回复厂家，在原邮件会话中；通知随之办结，逾期的注明逾期',
    en: 'Says yes: the answer goes to the manufacturer in the thread of its mail, and the notice is over; a late one says so',
  },
})

export const closeNotice = defineRoute({
  ...verb,
  path: '/notices/{noticeId}/close',
  body: reason,
  summary: {
    zh: '不需答复或已用其他方式答复，写明原因后关闭',
    en: 'Closes it without an answer from here: the reason is told',
  },
})

export const reopenNotice = defineRoute({
  ...verb,
  path: '/notices/{noticeId}/reopen',
  body: noBody,
  summary: { zh: '重新打开', en: 'Opens it again' },
})

const keepersVerb = { ...verb, roles: noticeKeepers } as const

export const releaseNotice = defineRoute({
  ...keepersVerb,
  path: '/notices/{noticeId}/release',
  body: noBody,
  refuses: ['transition-refused', 'no-staff-record', 'virus-found'],
  summary: {
    zh: '解除隔离：由本人担保来信属实，重新分类并转给负责岗位；检出病毒的不能解除',
    en: 'Vouches for its sender: it is understood and passed on like any other; not where a virus was found or not looked for',
  },
})

export const discardNotice = defineRoute({
  ...keepersVerb,
  path: '/notices/{noticeId}/discard',
  body: reason,
  summary: { zh: '丢弃隔离的来信，写明原因', en: 'Discards what is in quarantine: the reason is told' },
})

export const restoreNotice = defineRoute({
  ...keepersVerb,
  path: '/notices/{noticeId}/restore',
  body: noBody,
  summary: { zh: '恢复到隔离状态', en: 'Takes the discarding back' },
})

export const noticeVerbRoutes: readonly Route[] = [
  markNoticeRead,
  acknowledgeNotice,
  correctNotice,
  draftAnswer,
  withdrawAnswer,
  approveAnswer,
  closeNotice,
  reopenNotice,
  releaseNotice,
  discardNotice,
  restoreNotice,
]
