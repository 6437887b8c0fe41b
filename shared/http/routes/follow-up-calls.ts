import * as z from 'zod'
import { ComplaintMatter } from '../../domain/complaint-severity.ts'
import { FollowUpCall, FollowUpStatus } from '../../domain/follow-up-call.ts'
import { BEST_SCORE, FollowUpQuestion, MOST_QUESTIONS } from '../../domain/follow-up-questions.ts'
import { CampaignId, CustomerId, FollowUpCallId, OrderId, VehicleId } from '../../domain/ids.ts'
import { RepairKind } from '../../domain/order.ts'
import { line, text } from '../../domain/text.ts'
import { CalendarDate, Instant, TimeOfDay } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody, type Route } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'follow-up-api'

/** Where no caller is employed, calls go up to these. */
export const followUpCallers = [
  'follow_up_caller',
  'customer_service_rep',
  'front_desk_supervisor',
  'service_manager',
] as const
const readers = [
  ...followUpCallers,
  'general_manager',
  'service_advisor',
  'workshop_supervisor',
  'quality_inspector',
  'data_analyst',
  'warranty_clerk',
] as const
const auditors = ['front_desk_supervisor', 'service_manager', 'general_manager'] as const

export const followUpParams = { followUpCallId: FollowUpCallId }
const params = followUpParams

export const FollowUpSummaryBody = z.object({
  ...FollowUpCall.pick({
    followUpCallId: true,
    kind: true,
    orderId: true,
    vehicleId: true,
    customerId: true,
    advisorId: true,
    complaintId: true,
    campaignId: true,
    status: true,
    since: true,
    dueOn: true,
    lastOn: true,
    score: true,
    content: true,
    bookedOrderId: true,
    endedAt: true,
  }).shape,
  /** For the `If-Match` of what came of it. */
  etag: z.string(),
  attemptCount: z.int().nonnegative(),
})
export type FollowUpSummary = z.input<typeof FollowUpSummaryBody>

const Whole = FollowUpCall.omit({ dealerId: true, version: true }).extend({
  etag: z.string(),
  attemptCount: z.int().nonnegative(),
  /** The verbs that it takes as it is. */
  allowed: z.array(z.string()),
})
export type FollowUpView = z.input<typeof Whole>

/** A call as somebody's word leaves it. */
export const ToldFollowUpBody = Whole.extend({
  /** What was taken although something is odd about it. */
  warnings: z.array(z.object({ code: z.enum(['outside-calling-hours']), zh: z.string(), en: z.string() })),
})
export type ToldFollowUp = z.input<typeof ToldFollowUpBody>

const Listed = z.object({
  customerId: CustomerId,
  /** When the oldest of the calls was due. */
  dueOn: CalendarDate,
  /** Several where several cars of the customer were here: they are asked about in one talk. */
  calls: z.array(
    z.object({
      ...FollowUpSummaryBody.shape,
      /** Whom to ask for: who brought the car, where they left a number, else the owner. */
      contact: z.object({ is: z.enum(['owner', 'presenter']), name: z.string(), mobile: z.string() }),
      vehicle: z.object({ plate: z.string().optional(), brand: z.string(), model: z.string() }),
      order: z
        .object({
          number: z.string(),
          kind: RepairKind,
          deliveredOn: CalendarDate.optional(),
          /** What the customer came for. */
          complaint: z.string().optional(),
        })
        .optional(),
      /** The recall that the owner is to be told of. */
      campaign: z
        .object({ campaignId: CampaignId, number: z.string().optional(), title: z.string() })
        .optional(),
      /** The last call that reached nobody. */
      lastAttemptAt: Instant.optional(),
      /** Of a second call: what the customer was answered. */
      answered: z.string().optional(),
    }),
  ),
})

const DayList = z.object({
  on: CalendarDate,
  callingHours: z.object({
    from: TimeOfDay,
    to: TimeOfDay,
    /** Whether customers may be rung up at this moment. */
    open: z.boolean(),
  }),
  questions: z.array(FollowUpQuestion),
  /** Customers who are to be called, those that are left out here among them. */
  total: z.int().nonnegative(),
  entries: z.array(Listed),
})
export type FollowUpListView = z.input<typeof DayList>

export const readFollowUpList = defineRoute({
  method: 'GET',
  path: '/follow-up-list',
  functionName,
  roles: followUpCallers,
  params: {},
  query: {
    /** Today when it is not given. */
    on: BookDate.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  },
  body: noBody,
  response: DayList,
  refuses: ['not-found'],
  summary: {
    zh: '当日回访名单：每位客户一条，最早到期的在前；附问题和可打电话的时段',
    en: 'Who is to be called on a day, each customer once, what was due first at the top; with the questions and hours',
  },
})

export const listEndedFollowUps = defineRoute({
  method: 'GET',
  path: '/follow-up-calls',
  functionName,
  roles: readers,
  params: {},
  query: {
    from: Instant,
    /** Not included; at most 400 days later. */
    until: Instant,
    state: FollowUpStatus.optional(),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(FollowUpSummaryBody),
  summary: {
    zh: '一段时间内结束的回访及评分，按时间排序',
    en: 'Calls that ended in a period, in that order, with their scores',
  },
})

export const listFollowUpsOfVehicle = defineRoute({
  method: 'GET',
  path: '/vehicles/{vehicleId}/follow-up-calls',
  functionName,
  roles: readers,
  params: { vehicleId: VehicleId },
  query: pageQuery,
  body: noBody,
  response: pageOf(FollowUpSummaryBody),
  summary: { zh: '某车辆的回访', en: 'The calls about a vehicle, the newest first' },
})

export const readFollowUpOfOrder = defineRoute({
  method: 'GET',
  path: '/orders/{orderId}/follow-up-call',
  functionName,
  roles: readers,
  params: { orderId: OrderId },
  query: {},
  body: noBody,
  response: Whole,
  summary: { zh: '某工单交车后的回访', en: 'The call that followed an order' },
})

export const readFollowUp = defineRoute({
  method: 'GET',
  path: '/follow-up-calls/{followUpCallId}',
  functionName,
  roles: readers,
  params,
  query: {},
  body: noBody,
  response: Whole,
  summary: { zh: '一次回访', en: 'One follow-up call' },
})

const remark = line(200).optional()
const words = text(500)

const GivenAnswer = z.strictObject({
  question: FollowUpQuestion.shape.code,
  score: z.int().min(1).max(BEST_SCORE).optional(),
  yes: z.boolean().optional(),
  /** Word for word. */
  words: words.optional(),
})
export type GivenAnswer = z.output<typeof GivenAnswer>

export const ReachedBody = z.strictObject({
  answers: z.array(GivenAnswer).min(1).max(MOST_QUESTIONS),
  /** The customer complains in words, whatever the scores: what of. */
  complaintAbout: ComplaintMatter.optional(),
  remark,
})
export type ReachedBody = z.output<typeof ReachedBody>

const verb = {
  method: 'POST',
  functionName,
  roles: followUpCallers,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  response: ToldFollowUpBody,
  refuses: ['transition-refused'],
} as const

/** New owners are the warranty clerk's to call, and no others. */
const ofAnyKind = [...followUpCallers, 'warranty_clerk'] as const

export const reachFollowUp = defineRoute({
  ...verb,
  path: '/follow-up-calls/{followUpCallId}/reach',
  body: ReachedBody,
  summary: {
    zh: '接通：逐字记录答案；评分过低即登记抱怨单',
    en: 'The customer was reached and answers, word for word; a bad score opens a complaint',
  },
})

export const hearBackFollowUp = defineRoute({
  ...verb,
  path: '/follow-up-calls/{followUpCallId}/hear-back',
  body: z.strictObject({ content: z.boolean(), words: words.optional(), remark }),
  summary: {
    zh: '二次回访：客户认可则抱怨单关闭，不认可则须重新答复',
    en: 'The second call: the customer is content and the complaint ends, or it is open again',
  },
})

export const noAnswerFollowUp = defineRoute({
  ...verb,
  roles: ofAnyKind,
  path: '/follow-up-calls/{followUpCallId}/no-answer',
  body: z.strictObject({ remark }),
  summary: { zh: '未接通，次日再打', en: 'Nobody answered: it is tried again the next day' },
})

export const refuseFollowUp = defineRoute({
  ...verb,
  roles: ofAnyKind,
  path: '/follow-up-calls/{followUpCallId}/refuse',
  body: z.strictObject({
    remark,
    /** Of the owner of a new car: whether the maintenance booklet is registered all the same. */
    bookletRegistered: z.boolean().optional(),
  }),
  summary: {
    zh: '客户拒绝回访，其他待回访的也不再打',
    en: 'The customer does not want to be asked, about no other visit either',
  },
})

export const wrongNumberFollowUp = defineRoute({
  ...verb,
  roles: ofAnyKind,
  path: '/follow-up-calls/{followUpCallId}/wrong-number',
  body: z.strictObject({ remark }),
  summary: { zh: '号码有误', en: 'Somebody else has the number' },
})

export const listFollowUpChanges = defineRoute({
  method: 'GET',
  path: '/follow-up-calls/{followUpCallId}/changes',
  functionName,
  roles: auditors,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '回访的修改记录', en: 'Who changed what in a follow-up call' },
})

export const followUpRoutes: readonly Route[] = [
  readFollowUpList,
  listEndedFollowUps,
  listFollowUpsOfVehicle,
  readFollowUpOfOrder,
  readFollowUp,
  reachFollowUp,
  hearBackFollowUp,
  noAnswerFollowUp,
  refuseFollowUp,
  wrongNumberFollowUp,
  listFollowUpChanges,
]
