import * as z from 'zod'
import { deadlineVerbs } from '../../domain/deadline-machine.ts'
import { Deadline, DeadlineState, Pause } from '../../domain/deadline.ts'
import { DutyCode } from '../../domain/duty.ts'
import { DeadlineId, StaffId } from '../../domain/ids.ts'
import { RoleCode } from '../../domain/roles.ts'
import { line, text } from '../../domain/text.ts'
import { Instant } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { Holder } from '../holder.ts'
import { pageOf, pageQuery } from '../page.ts'
import { everybody } from './duties.ts'

const functionName = 'duties-api'
const params = { deadlineId: DeadlineId }

/** A month, and what a screen shows of its neighbours. */
export const MOST_DEADLINE_DAYS = 62

const fields = Deadline.shape

/** A deadline as it stands in a list. */
const Summary = z.object({
  deadlineId: DeadlineId,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  cause: fields.cause,
  zh: fields.zh,
  en: fields.en,
  /** Of timers: which of many, by the word that people have for it: an order's number. */
  about: fields.about,
  role: RoleCode,
  target: fields.target,
  dueOn: fields.dueOn,
  dueAt: Instant,
  /** Of timers: when the same time has passed in opening hours alone. What counts is `dueAt`. */
  openHoursDueAt: Instant.optional(),
  /** Of timers: the due moment that was over when the fact named another one. What is done then is done late. */
  missedAt: Instant.optional(),
  state: DeadlineState,
  /** Its due moment is over and it is not done, or it was done after it. */
  late: z.boolean(),
  paused: z.boolean(),
  /** Whose it is today, and why; absent: nobody is employed from the role to the top. */
  owner: Holder.optional(),
  ended: fields.ended,
})
export type DeadlineSummary = z.input<typeof Summary>

const Reminder = z.object({
  /** Before the due moment. */
  before: z.string(),
  dueAt: Instant,
  /** `not-told`: its time was over before, or there was nobody; then `reason` says it where it is known. */
  fate: z.enum(['told', 'to-come', 'not-told']),
  reason: z.string().optional(),
})

const Whole = z.object({
  ...Summary.shape,
  assignedTo: StaffId.optional(),
  /** Everybody who may close it today but those above, the owner first. */
  holders: z.array(Holder),
  startedAt: Instant.optional(),
  moves: fields.moves,
  escalateTo: RoleCode,
  escalateAfter: fields.escalateAfter,
  reminders: z.array(Reminder),
  /** Who above was told, in order. */
  escalations: z.array(
    z.object({ role: RoleCode, staffId: StaffId, name: z.string().optional(), at: Instant }),
  ),
  acknowledged: fields.acknowledged,
  pauses: z.array(Pause),
  /** What happens by itself if nobody does anything. */
  next: z.object({ what: z.enum(['reminder', 'late', 'escalation']), at: Instant }).optional(),
  /** What its state allows; who may is another question. */
  allowed: z.array(z.enum(deadlineVerbs)),
  createdAt: Instant,
  updatedAt: Instant,
  updatedBy: z.string(),
})
export type DeadlineView = z.input<typeof Whole>

export const listDeadlines = defineRoute({
  method: 'GET',
  path: '/deadlines',
  functionName,
  roles: everybody,
  params: {},
  query: {
    /** The first day on which one is due; absent: a week ago, or two weeks before the last. */
    from: BookDate.optional(),
    /** The last day, within 62 days; absent: in a week, or two weeks after the first. */
    until: BookDate.optional(),
    role: RoleCode.optional(),
    /** What this person owns or may close today: of their roles, and of those for whom they stand in. */
    holderId: StaffId.optional(),
    state: z.enum([...DeadlineState.options, 'unfinished']).optional(),
    /** Of a duty or a timer. */
    code: DutyCode.optional(),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(Summary),
  refuses: ['not-found'],
  summary: {
    zh: '一段日子里到期的事项，按期限排列：按岗位、人、状态或代码；各人只见本岗位及下级的',
    en: 'Deadlines of a stretch of days, by role, person, state or code; each sees those of their roles and below',
  },
})

const Mine = Summary.extend({
  /**
   * `passed-up`: it is late, and you were told last and have not taken note yet. `stands-above`: it stands still, and would
   * be passed up to you.
   */
  because: z.enum(['owns', 'holds', 'passed-up', 'stands-above']),
  /** Since when it stands still, and why. */
  pause: Pause.optional(),
})
export type MyDeadline = z.input<typeof Mine>

/** What of the caller's roles is late for longer than the list goes back; `isAll`: no more than was counted. */
const Older = z.object({ count: z.int().nonnegative(), isAll: z.boolean() })
export type OlderDeadlines = z.input<typeof Older>

export const listMyDeadlines = defineRoute({
  method: 'GET',
  path: '/deadlines/mine',
  functionName,
  roles: everybody,
  params: {},
  query: {
    /** `yes`: the timers that stand still, instead of what is owed. */
    paused: z.enum(['yes', 'no']).default('no'),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(Mine).extend({
    /** With the first page. `GET /deadlines?state=unfinished` finds them by their days. */
    older: Older.optional(),
  }),
  refuses: ['not-found', 'no-staff-record'],
  summary: {
    zh: '我今天要完成的和近 31 天逾期的、上报给我的，以及更早的有多少；或暂停中的计时事项',
    en: 'What the caller owes today, what is overdue for up to 31 days or passed up to them, and how much is older; or the timers that stand still',
  },
})

export const readDeadline = defineRoute({
  method: 'GET',
  path: '/deadlines/{deadlineId}',
  functionName,
  roles: everybody,
  params,
  query: {},
  body: noBody,
  response: Whole,
  refuses: ['not-your-deadline'],
  summary: {
    zh: '一个期限：由谁负责、提醒和上报、暂停、完成凭据，以及接下来会怎样',
    en: 'A deadline: whose it is, its reminders and escalations, pauses, proof, and what comes next',
  },
})

/** `complaint#cmp_…`: the kind of a record, and its id. */
const recordName = z.string().regex(/^[a-z]+(-[a-z]+)*#[A-Za-z0-9_-]{1,64}$/)

const GivenProof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: text(2000) }),
  z.strictObject({ kind: z.literal('file'), reference: line(500) }),
  z.strictObject({ kind: z.literal('record'), record: recordName }),
  z.strictObject({
    kind: z.literal('count'),
    count: z.int().min(0).max(100_000),
    /** Why they are fewer than the target. */
    reason: line(200).optional(),
  }),
])

export const closeDeadline = defineRoute({
  method: 'POST',
  path: '/deadlines/{deadlineId}/done',
  functionName,
  roles: everybody,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: z.strictObject({ proof: GivenProof }),
  response: Whole,
  refuses: ['transition-refused', 'not-your-deadline'],
  summary: {
    zh: '登记完成，附凭据：文字、文件、记录或数量；逾期完成会注明',
    en: 'Says that it is done, with proof: text, file, record or count; done late is said so',
  },
})

export const reopenDeadline = defineRoute({
  method: 'POST',
  path: '/deadlines/{deadlineId}/reopen',
  functionName,
  roles: everybody,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: noBody,
  response: Whole,
  refuses: ['transition-refused', 'not-your-deadline'],
  summary: { zh: '撤回完成登记（24 小时内）', en: 'Takes back, within 24 hours, that it was done' },
})

export const acknowledgeDeadline = defineRoute({
  method: 'POST',
  path: '/deadlines/{deadlineId}/acknowledge',
  functionName,
  roles: everybody,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: noBody,
  response: Whole,
  refuses: ['transition-refused', 'not-your-deadline', 'no-staff-record'],
  summary: {
    zh: '上级知悉逾期：不再向更上级报告',
    en: 'Somebody above takes note that it is late: nobody further up is told',
  },
})

export const pauseDeadline = defineRoute({
  method: 'POST',
  path: '/deadlines/{deadlineId}/pause',
  functionName,
  roles: everybody,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: z.strictObject({ reason: line(200) }),
  response: Whole,
  refuses: ['transition-refused', 'not-your-deadline'],
  summary: {
    zh: '暂停计时（未到期的计时事项），注明原因',
    en: 'Lets a timer that is not late stand still, for a reason',
  },
})

export const resumeDeadline = defineRoute({
  method: 'POST',
  path: '/deadlines/{deadlineId}/resume',
  functionName,
  roles: everybody,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: noBody,
  response: Whole,
  refuses: ['transition-refused', 'not-your-deadline'],
  summary: {
    zh: '继续计时：期限顺延暂停的时间',
    en: 'Lets a timer go on: its due moment lies as much later as it stood still',
  },
})

export const listDeadlineChanges = defineRoute({
  method: 'GET',
  path: '/deadlines/{deadlineId}/changes',
  functionName,
  roles: everybody,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  refuses: ['not-your-deadline'],
  summary: { zh: '一个期限的办理记录', en: 'Who did what with a deadline, newest first' },
})

const counts = {
  /** Whose due moment is over, without those that were not owed any more: in time + late + not done. */
  owed: z.int().nonnegative(),
  inTime: z.int().nonnegative(),
  late: z.int().nonnegative(),
  notDone: z.int().nonnegative(),
  dropped: z.int().nonnegative(),
  /** In time of what was owed, rounded to a tenth; absent: nothing was owed. */
  percentInTime: z.number().min(0).max(100).optional(),
  /** Whole minutes from the due moment, of what was done late. */
  averageLateMinutes: z.int().nonnegative().optional(),
}
const OnTime = z.object({
  month: z.string(),
  roles: z.array(
    z.object({
      role: RoleCode,
      zh: z.string(),
      en: z.string(),
      ...counts,
      duties: z.array(z.object({ code: DutyCode, zh: z.string(), en: z.string(), ...counts })),
    }),
  ),
})
export type OnTimeView = z.input<typeof OnTime>

export const readOnTime = defineRoute({
  method: 'GET',
  path: '/deadlines/on-time',
  functionName,
  roles: everybody,
  params: {},
  query: {
    /** `2026-11`, by the day on which something was due. */
    month: z.string().regex(/^(19[5-9]\d|20\d\d|21[0-4]\d)-(0[1-9]|1[0-2])$/),
  },
  body: noBody,
  response: OnTime,
  refuses: ['not-found'],
  summary: {
    zh: '一个月的按时完成率，按岗位和事项；各人只见本岗位及下级的',
    en: 'How much of a month was done in time, by role and duty; each sees their roles and below',
  },
})

export const deadlineRoutes = [
  listDeadlines,
  listMyDeadlines,
  readOnTime,
  readDeadline,
  closeDeadline,
  reopenDeadline,
  acknowledgeDeadline,
  pauseDeadline,
  resumeDeadline,
  listDeadlineChanges,
] as const
