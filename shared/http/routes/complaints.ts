import * as z from 'zod'
import { Complaint, ComplaintChannel, ComplaintStatus } from '../../domain/complaint.ts'
import { ComplaintMatter, ComplaintSeverity } from '../../domain/complaint-severity.ts'
import { ComplaintId, CustomerId, OrderId, StaffId, VehicleId } from '../../domain/ids.ts'
import { line, text } from '../../domain/text.ts'
import { Instant } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody, type Route } from '../contract.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'complaints-api'

/** Over whom complaints go up. */
const heads = ['front_desk_supervisor', 'workshop_supervisor', 'service_manager', 'general_manager'] as const
/** To whom a complaint may be handed on, so that they answer it. */
const answerers = [
  ...heads,
  'service_advisor',
  'customer_service_rep',
  'technical_supervisor',
  'team_leader',
  'parts_supervisor',
  'accessories_supervisor',
  'insurance_manager',
  'warranty_clerk',
  'field_service_specialist',
] as const
/** Whoever speaks with customers, or hears of them from the manufacturer. */
const filers = [
  ...answerers,
  'advisor_assistant',
  'follow_up_caller',
  'information_clerk',
  'quality_inspector',
  'renewal_specialist',
  'insurance_specialist',
  'insurance_claims_clerk',
  'finance',
] as const
/** Whoever may ask a customer whether the answer helped. */
const askers = [...answerers, 'follow_up_caller'] as const
const readers = [...filers, 'data_analyst', 'trainer'] as const

const params = { complaintId: ComplaintId }

/** A complaint as it stands in a list: what was said is read with the complaint itself. */
const Summary = z.object({
  ...Complaint.pick({
    complaintId: true,
    number: true,
    customerId: true,
    vehicleId: true,
    orderId: true,
    callId: true,
    filedAt: true,
    channel: true,
    matter: true,
    media: true,
    severity: true,
    severityBecause: true,
    status: true,
    ownerRole: true,
    ownerId: true,
    answerDueAt: true,
  }).shape,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  /** An answer is owed, and its time is over. */
  overdue: z.boolean(),
})
export type ComplaintSummary = z.input<typeof Summary>

const Whole = Complaint.omit({ dealerId: true, version: true }).extend({
  etag: z.string(),
  overdue: z.boolean(),
  /** The verbs that its state takes. */
  allowed: z.array(z.string()),
})
export type ComplaintView = z.input<typeof Whole>

const words = text(1000)

export const FiledBody = z.strictObject({
  /** The owner of the vehicle when it is not given. */
  customerId: CustomerId.optional(),
  /** That of the order when it is not given. */
  vehicleId: VehicleId.optional(),
  orderId: OrderId.optional(),
  channel: ComplaintChannel,
  /** Its number at the manufacturer or elsewhere. */
  reference: line(60).optional(),
  matter: ComplaintMatter,
  /** It is, or is about to be, in the papers or on the net. */
  media: z.boolean().default(false),
  /** As who files it sees it; the rules may raise it. */
  severity: ComplaintSeverity.optional(),
  description: words,
  /** Now when it is not given: it may be noted down later than it was said. */
  filedAt: Instant.optional(),
  /** Whoever answers for the matter when it is not given. */
  ownerId: StaffId.optional(),
})
export type FiledBody = z.output<typeof FiledBody>

export const fileComplaint = defineRoute({
  method: 'POST',
  path: '/complaints',
  functionName,
  roles: filers,
  idempotent: true,
  params: {},
  query: {},
  body: FiledBody,
  response: Whole,
  status: 201,
  refuses: ['not-found', 'vehicle-merged'],
  summary: {
    zh: '登记客户抱怨：自动确定责任人、级别和答复时限；同类第三次起升级，并列出以前的抱怨单',
    en: 'Files a complaint: who answers it, its class and when it is owed; the third of one matter is a class above, and the earlier ones are told',
  },
})

export const listComplaints = defineRoute({
  method: 'GET',
  path: '/complaints',
  functionName,
  roles: readers,
  params: {},
  query: { state: ComplaintStatus.optional(), owner: StaffId.optional(), ...pageQuery },
  body: noBody,
  response: pageOf(Summary),
  summary: {
    zh: '未结束的抱怨单，最先到期的在前',
    en: 'Complaints that are not over, by state or owner, what is owed first at the top',
  },
})

export const listFiledComplaints = defineRoute({
  method: 'GET',
  path: '/filed-complaints',
  functionName,
  roles: readers,
  params: {},
  query: {
    from: Instant,
    /** Not included; at most 400 days later. */
    until: Instant,
    state: ComplaintStatus.optional(),
    owner: StaffId.optional(),
    matter: ComplaintMatter.optional(),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(Summary),
  summary: {
    zh: '一段时间内登记的抱怨单，按登记时间排序',
    en: 'Complaints that were filed in a period, in that order',
  },
})

export const listComplaintsOfCustomer = defineRoute({
  method: 'GET',
  path: '/customers/{customerId}/complaints',
  functionName,
  roles: readers,
  params: { customerId: CustomerId },
  query: pageQuery,
  body: noBody,
  response: pageOf(Summary),
  summary: { zh: '某客户的抱怨单', en: "A customer's complaints, the newest first" },
})

export const listComplaintsOfVehicle = defineRoute({
  method: 'GET',
  path: '/vehicles/{vehicleId}/complaints',
  functionName,
  roles: readers,
  params: { vehicleId: VehicleId },
  query: pageQuery,
  body: noBody,
  response: pageOf(Summary),
  summary: { zh: '与某车辆有关的抱怨单', en: 'Complaints about a vehicle, the newest first' },
})

export const readComplaint = defineRoute({
  method: 'GET',
  path: '/complaints/{complaintId}',
  functionName,
  roles: readers,
  params,
  query: {},
  body: noBody,
  response: Whole,
  summary: { zh: '一张抱怨单', en: 'One complaint' },
})

export const ChangedComplaint = z
  .strictObject({
    matter: ComplaintMatter,
    media: z.boolean(),
    severity: ComplaintSeverity,
    description: words,
    reference: line(60),
  })
  .partial()
export type ChangedComplaint = z.output<typeof ChangedComplaint>

const verb = {
  functionName,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  response: Whole,
  refuses: ['transition-refused'],
} as const

export const changeComplaint = defineRoute({
  ...verb,
  idempotent: false,
  method: 'PATCH',
  path: '/complaints/{complaintId}',
  roles: filers,
  body: ChangedComplaint,
  summary: {
    zh: '修改抱怨单；类别改变时重新确定级别，责任岗位不同则转给该岗位',
    en: 'Changes a complaint; another matter is counted anew, and goes to whoever answers for it',
  },
})

export const handOnComplaint = defineRoute({
  ...verb,
  method: 'POST',
  path: '/complaints/{complaintId}/hand-on',
  roles: answerers,
  body: z.strictObject({ ownerId: StaffId }),
  summary: { zh: '转交他人处理', en: 'Hands a complaint on to somebody else' },
})

export const pauseComplaint = defineRoute({
  ...verb,
  method: 'POST',
  path: '/complaints/{complaintId}/pause',
  roles: answerers,
  body: z.strictObject({ reason: line(200) }),
  summary: { zh: '暂停计时，须写明原因', en: 'The answer waits, and its time with it: the reason is told' },
})

export const resumeComplaint = defineRoute({
  ...verb,
  method: 'POST',
  path: '/complaints/{complaintId}/resume',
  roles: answerers,
  body: noBody,
  summary: { zh: '恢复计时', en: 'The time for the answer runs on' },
})

export const answerComplaint = defineRoute({
  ...verb,
  method: 'POST',
  path: '/complaints/{complaintId}/answer',
  roles: answerers,
  body: z.strictObject({ text: words }),
  summary: {
    zh: '答复客户：记录答复内容、是否按时；来自回访的还须二次回访确认',
    en: 'The customer is answered, in time or late; one that a follow-up call brought is asked about in a second call',
  },
})

const heard = z.strictObject({ words: text(500).optional() })

export const confirmComplaint = defineRoute({
  ...verb,
  method: 'POST',
  path: '/complaints/{complaintId}/confirm',
  roles: askers,
  body: heard,
  summary: { zh: '客户认可答复', en: 'The customer is content with the answer' },
})

export const disputeComplaint = defineRoute({
  ...verb,
  method: 'POST',
  path: '/complaints/{complaintId}/dispute',
  roles: askers,
  body: heard,
  summary: { zh: '客户不认可，须重新答复', en: 'The customer is not content: another answer is owed' },
})

export const closeComplaint = defineRoute({
  ...verb,
  method: 'POST',
  path: '/complaints/{complaintId}/close',
  roles: heads,
  body: z.strictObject({ reason: line(200) }),
  summary: {
    zh: '未经客户确认而关闭，须写明原因',
    en: "Ends an answered complaint without the customer's word: the reason is told",
  },
})

export const withdrawComplaint = defineRoute({
  ...verb,
  method: 'POST',
  path: '/complaints/{complaintId}/withdraw',
  roles: heads,
  body: z.strictObject({ reason: line(200) }),
  summary: {
    zh: '撤销抱怨单（客户收回或误登记），不再计入次数',
    en: 'Withdraws a complaint that was taken back or filed by mistake: it counts no more',
  },
})

export const listComplaintChanges = defineRoute({
  method: 'GET',
  path: '/complaints/{complaintId}/changes',
  functionName,
  roles: heads,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '抱怨单的修改记录', en: 'Who changed what in a complaint' },
})

export const complaintRoutes: readonly Route[] = [
  fileComplaint,
  listComplaints,
  listFiledComplaints,
  listComplaintsOfCustomer,
  listComplaintsOfVehicle,
  readComplaint,
  changeComplaint,
  handOnComplaint,
  pauseComplaint,
  resumeComplaint,
  answerComplaint,
  confirmComplaint,
  disputeComplaint,
  closeComplaint,
  withdrawComplaint,
  listComplaintChanges,
]
