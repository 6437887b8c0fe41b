import * as z from 'zod'
import {
  FeedbackCard,
  FieldQuantity,
  FieldServiceContact,
  FieldServiceLine,
  FieldServiceLineKind,
  FieldServiceOrder,
  FieldServiceStatus,
  MOST_ADDRESSES,
  MOST_ITEMS,
  MOST_PHOTOS,
} from '../../domain/field-service-order.ts'
import { Identifier } from '../../domain/identifier.ts'
import { CustomerId, FieldServiceOrderId, StaffId, VehicleId } from '../../domain/ids.ts'
import { WrittenMobile } from '../../domain/mobile.ts'
import { line, text } from '../../domain/text.ts'
import { Instant } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody, type Route } from '../contract.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'field-service-api'

/** Who goes to the customer, and who answers for it. */
const visitors = ['field_service_specialist', 'service_manager'] as const
/** Customers ask at the desk and by telephone too. */
const takers = [
  ...visitors,
  'service_advisor',
  'advisor_assistant',
  'customer_service_rep',
  'front_desk_supervisor',
] as const
const readers = [...takers, 'logistics_coordinator', 'general_manager'] as const
const auditors = ['service_manager', 'general_manager'] as const

/** A file's key or address where it is kept. */
const reference = line(200)
const place = z.int().min(1).max(MOST_ITEMS)
const params = { fieldServiceOrderId: FieldServiceOrderId }

/** An order as it stands in a list: where to go is read with the order itself. */
const Summary = z.object({
  ...FieldServiceOrder.pick({
    fieldServiceOrderId: true,
    number: true,
    customerId: true,
    vehicleId: true,
    request: true,
    assignedTo: true,
    requestedAt: true,
    contactedAt: true,
    scheduledFor: true,
    onSiteAt: true,
    completedAt: true,
  }).shape,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  status: FieldServiceStatus,
  /** Lines of goods to hand over or fetch. */
  lineCount: z.int().nonnegative(),
})
export type FieldServiceSummary = z.input<typeof Summary>

const Whole = z.object({
  ...Summary.shape,
  contact: FieldServiceContact.optional(),
  lines: z.array(FieldServiceLine),
  attempts: FieldServiceOrder.shape.attempts,
  appointments: FieldServiceOrder.shape.appointments,
  result: z.string().optional(),
  feedback: FeedbackCard.optional(),
  cancelled: FieldServiceOrder.shape.cancelled,
  createdAt: Instant,
  createdBy: z.string(),
  updatedAt: Instant,
  updatedBy: z.string(),
})
export type FieldServiceView = z.input<typeof Whole>

const label = line(30)
const ContactBody = z.strictObject({
  name: line(50),
  mobile: WrittenMobile,
  /** The first is that of the visit; lines name the others by label. */
  addresses: z
    .array(z.strictObject({ label, text: line(200) }))
    .min(1)
    .max(MOST_ADDRESSES),
})

const LineBody = z.strictObject({
  kind: FieldServiceLineKind,
  item: line(100),
  quantity: FieldQuantity.refine((quantity) => quantity > 0, { params: { reason: 'too-small' } }),
  unit: line(10),
  addressLabel: label.optional(),
})
const lines = z.array(LineBody).max(MOST_ITEMS)

export const RequestedVisit = z.strictObject({
  /** Made here when it is not given. */
  number: Identifier.optional(),
  customerId: CustomerId,
  vehicleId: VehicleId.optional(),
  request: text(500),
  contact: ContactBody,
  lines: lines.default([]),
  /** Whoever holds the role of field-service specialist when it is not given. */
  assignedTo: StaffId.optional(),
  /** Now when it is not given: a call may be noted down later than it came. */
  requestedAt: Instant.optional(),
})
export type RequestedVisit = z.output<typeof RequestedVisit>

export const requestFieldService = defineRoute({
  method: 'POST',
  path: '/field-service-orders',
  functionName,
  roles: takers,
  idempotent: true,
  params: {},
  query: {},
  body: RequestedVisit,
  response: Whole,
  status: 201,
  refuses: ['not-found', 'already-exists'],
  summary: { zh: '登记上门服务或配送需求', en: 'Takes down a request for a visit or a delivery' },
})

export const listFieldService = defineRoute({
  method: 'GET',
  path: '/field-service-orders',
  functionName,
  roles: readers,
  params: {},
  query: { assignedTo: StaffId.optional(), status: FieldServiceStatus.optional(), ...pageQuery },
  body: noBody,
  response: pageOf(Summary),
  summary: {
    zh: '未结束的上门服务单，按负责人和等待时间排序；按状态筛选时一页可能不满',
    en: 'Field-service orders that are not over, by who is responsible and how long the customer has waited; filtered by status a page may hold fewer',
  },
})

export const listFieldServiceOfCustomer = defineRoute({
  method: 'GET',
  path: '/customers/{customerId}/field-service-orders',
  functionName,
  roles: readers,
  params: { customerId: CustomerId },
  query: pageQuery,
  body: noBody,
  response: pageOf(Summary),
  summary: { zh: '某客户的上门服务单', en: "A customer's field-service orders, the newest first" },
})

export const readFieldService = defineRoute({
  method: 'GET',
  path: '/field-service-orders/{fieldServiceOrderId}',
  functionName,
  roles: readers,
  params,
  query: {},
  body: noBody,
  response: Whole,
  summary: { zh: '一张上门服务单', en: 'One field-service order' },
})

export const ChangedVisit = z
  .strictObject({
    vehicleId: VehicleId.nullable(),
    request: text(500),
    contact: ContactBody,
    lines,
    assignedTo: StaffId,
  })
  .partial()
export type ChangedVisit = z.output<typeof ChangedVisit>

export const changeFieldService = defineRoute({
  method: 'PATCH',
  path: '/field-service-orders/{fieldServiceOrderId}',
  functionName,
  roles: takers,
  ifMatch: true,
  params,
  query: {},
  body: ChangedVisit,
  response: Whole,
  refuses: ['transition-refused'],
  summary: { zh: '修改上门服务单或改派', en: 'Changes a field-service order, or who does it' },
})

const verb = {
  functionName,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  response: Whole,
  refuses: ['transition-refused'],
} as const

export const contactFieldService = defineRoute({
  ...verb,
  method: 'POST',
  path: '/field-service-orders/{fieldServiceOrderId}/contact',
  roles: takers,
  body: noBody,
  summary: { zh: '已联系上客户', en: 'The customer was reached' },
})

export const couldNotReachFieldService = defineRoute({
  ...verb,
  method: 'POST',
  path: '/field-service-orders/{fieldServiceOrderId}/could-not-reach',
  roles: takers,
  body: z.strictObject({ remark: line(500).optional() }),
  summary: { zh: '没有联系上客户', en: 'A call reached nobody' },
})

export const scheduleFieldService = defineRoute({
  ...verb,
  method: 'POST',
  path: '/field-service-orders/{fieldServiceOrderId}/schedule',
  roles: takers,
  body: z.strictObject({ scheduledFor: Instant, reason: line(500).optional() }),
  summary: { zh: '约定或改约上门时间', en: 'Agrees when the visit takes place, or another time for it' },
})

export const arriveFieldService = defineRoute({
  ...verb,
  method: 'POST',
  path: '/field-service-orders/{fieldServiceOrderId}/arrive',
  roles: visitors,
  body: noBody,
  summary: { zh: '到达现场', en: 'The specialist is on site' },
})

export const CompletedVisit = z.strictObject({
  /** What was done. */
  result: text(500),
  /** For each line what was handed over or fetched; a line that is not told was done in full. */
  lines: z
    .array(z.strictObject({ line: place, doneQuantity: FieldQuantity }))
    .max(MOST_ITEMS)
    .default([]),
})
export type CompletedVisit = z.output<typeof CompletedVisit>

export const completeFieldService = defineRoute({
  ...verb,
  method: 'POST',
  path: '/field-service-orders/{fieldServiceOrderId}/complete',
  roles: visitors,
  body: CompletedVisit,
  summary: { zh: '完成服务，随后须交反馈卡', en: 'The work is done; the feedback card is owed from now on' },
})

export const HandedInCard = z.strictObject({
  /** 10 is best. */
  score: z.int().min(1).max(10),
  /** The customer's own. */
  words: text(500).optional(),
  signature: reference.optional(),
  photos: z.array(reference).max(MOST_PHOTOS).default([]),
})
export type HandedInCard = z.output<typeof HandedInCard>

export const handInFeedbackCard = defineRoute({
  ...verb,
  method: 'POST',
  path: '/field-service-orders/{fieldServiceOrderId}/hand-in-card',
  roles: visitors,
  body: HandedInCard,
  summary: { zh: '交服务反馈卡', en: "Hands in the customer's feedback card" },
})

export const cancelFieldService = defineRoute({
  ...verb,
  method: 'POST',
  path: '/field-service-orders/{fieldServiceOrderId}/cancel',
  roles: takers,
  body: z.strictObject({ reason: line(200) }),
  summary: { zh: '取消上门服务', en: 'Cancels a field-service order' },
})

export const readFieldServiceChanges = defineRoute({
  method: 'GET',
  path: '/field-service-orders/{fieldServiceOrderId}/changes',
  functionName,
  roles: auditors,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '上门服务单的修改记录', en: 'Who changed what in a field-service order' },
})

export const fieldServiceRoutes: readonly Route[] = [
  requestFieldService,
  listFieldService,
  listFieldServiceOfCustomer,
  readFieldService,
  changeFieldService,
  contactFieldService,
  couldNotReachFieldService,
  scheduleFieldService,
  arriveFieldService,
  completeFieldService,
  handInFeedbackCard,
  cancelFieldService,
  readFieldServiceChanges,
]
