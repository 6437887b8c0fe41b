import * as z from 'zod'
import { OrderId, PartsOrderId } from '../../domain/ids.ts'
import { Identifier } from '../../domain/identifier.ts'
import { OrderClassCode } from '../../domain/parts-order-class.ts'
import {
  ExpectedChange,
  MOST_LINES,
  PartsOrder,
  PartsOrderStatus,
  PartsReceipt,
} from '../../domain/parts-order.ts'
import { line } from '../../domain/text.ts'
import { Instant } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody, type Route } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'parts-orders-api'

/** Who orders. */
const planners = ['parts_planner', 'parts_supervisor'] as const
/** Who counts what has come. */
const receivers = ['warehouse_keeper', ...planners] as const
/** The desk tells customers when their parts come, the workshop whether it can go on. */
const readers = [
  ...receivers,
  'logistics_coordinator',
  'service_advisor',
  'front_desk_supervisor',
  'workshop_supervisor',
  'workshop_dispatcher',
  'warranty_clerk',
  'insurance_specialist',
  'service_manager',
  'general_manager',
] as const
const auditors = ['parts_supervisor', 'service_manager', 'general_manager'] as const

/** A file's key or address where it is kept. */
const reference = line(200)
const pieces = z.int().min(0).max(99_999)
const ordered = z.int().min(1).max(99_999)
const place = z.int().min(1).max(MOST_LINES)
const supplier = line(60)
const partsOrderId = { partsOrderId: PartsOrderId }

const LineView = z.object({
  line: z.int(),
  partNumber: z.string(),
  partName: z.string(),
  /** Pieces ordered; while the order is open: received + damaged + short + outstanding. */
  quantity: z.int(),
  received: z.int(),
  damaged: z.int(),
  short: z.int(),
  /** Came on top of what was ordered. */
  excess: z.int(),
  outstanding: z.int(),
  /** 缺件: damaged or short, and not ordered again yet. */
  missing: z.int(),
  reordered: z.array(z.object({ partsOrderId: PartsOrderId, quantity: z.int() })),
})

/** An order as it stands in a list. */
const Summary = z.object({
  ...PartsOrder.pick({
    partsOrderId: true,
    number: true,
    orderClass: true,
    supplier: true,
    supplierNumber: true,
    orderedOn: true,
    expectedOn: true,
    orderId: true,
    reorderOf: true,
  }).shape,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  status: PartsOrderStatus,
  /** Set while something outstanding should have come before today. */
  daysLate: z.int().positive().optional(),
  /** Pieces of all lines that are missing. */
  missing: z.int().nonnegative(),
  lines: z.array(LineView),
})
export type PartsOrderSummary = z.input<typeof Summary>

const Whole = z.object({
  ...Summary.shape,
  /** Every change of the expected day, oldest first. */
  expectedChanges: z.array(ExpectedChange),
  receipts: z.array(PartsReceipt),
  closedAt: Instant.optional(),
  cancelled: PartsOrder.shape.cancelled,
  createdAt: Instant,
  createdBy: z.string(),
  updatedAt: Instant,
  updatedBy: z.string(),
})
export type PartsOrderView = z.input<typeof Whole>

const OrderedLine = z.strictObject({ partNumber: Identifier, partName: line(100), quantity: ordered })
const orderedLines = z.array(OrderedLine).min(1).max(MOST_LINES)

export const PlacedPartsOrder = z.strictObject({
  /** Made here when it is not given. */
  number: Identifier.optional(),
  /** One of the dealer's classes. */
  orderClass: OrderClassCode,
  supplier: supplier.optional(),
  /** The supplier's own number: several of our orders may go out under one. */
  supplierNumber: Identifier.optional(),
  /** Today when it is not given. */
  orderedOn: BookDate.optional(),
  expectedOn: BookDate.optional(),
  /** The repair order that waits for the parts. */
  orderId: OrderId.optional(),
  lines: orderedLines,
})
export type PlacedPartsOrder = z.output<typeof PlacedPartsOrder>

export const placePartsOrder = defineRoute({
  method: 'POST',
  path: '/parts-orders',
  functionName,
  roles: planners,
  idempotent: true,
  params: {},
  query: {},
  body: PlacedPartsOrder,
  response: Whole,
  status: 201,
  refuses: ['not-found', 'already-exists'],
  summary: { zh: '登记一张配件订单', en: 'Places a parts order' },
})

export const listPartsOrders = defineRoute({
  method: 'GET',
  path: '/parts-orders',
  functionName,
  roles: readers,
  params: {},
  query: {
    /** false: those that are closed or cancelled, ordered last first. */
    open: z.enum(['true', 'false']).default('true'),
    /** Only open ones of which something is expected before that day. */
    expectedBefore: BookDate.optional(),
    orderClass: OrderClassCode.optional(),
    /** The order of that number, open or not. */
    number: Identifier.optional(),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(Summary),
  refuses: ['not-found'],
  summary: {
    zh: '配件订单：未完成的按预计到货日排序；按类别筛选时一页可能不满',
    en: 'Parts orders, the open ones by the day they are expected; filtered by class a page may hold fewer',
  },
})

export const listPartsOrdersOfRepairOrder = defineRoute({
  method: 'GET',
  path: '/orders/{orderId}/parts-orders',
  functionName,
  roles: readers,
  params: { orderId: OrderId },
  query: pageQuery,
  body: noBody,
  response: pageOf(Summary),
  summary: { zh: '某维修工单等待的配件订单', en: 'The parts orders that a repair order waits for' },
})

export const readPartsOrder = defineRoute({
  method: 'GET',
  path: '/parts-orders/{partsOrderId}',
  functionName,
  roles: readers,
  params: partsOrderId,
  query: {},
  body: noBody,
  response: Whole,
  summary: { zh: '一张配件订单及其到货情况', en: 'One parts order: its lines and what has come of them' },
})

export const ChangedPartsOrder = z.strictObject({
  orderClass: OrderClassCode.optional(),
  supplier: supplier.nullable().optional(),
  supplierNumber: Identifier.nullable().optional(),
  orderId: OrderId.nullable().optional(),
  /** In the place of all lines; only before anything has come. */
  lines: orderedLines.optional(),
})
export type ChangedPartsOrder = z.output<typeof ChangedPartsOrder>

export const changePartsOrder = defineRoute({
  method: 'PATCH',
  path: '/parts-orders/{partsOrderId}',
  functionName,
  roles: planners,
  ifMatch: true,
  params: partsOrderId,
  query: {},
  body: ChangedPartsOrder,
  response: Whole,
  refuses: ['transition-refused'],
  summary: { zh: '修改配件订单', en: 'Changes a parts order' },
})

export const expectPartsOrder = defineRoute({
  method: 'POST',
  path: '/parts-orders/{partsOrderId}/expect',
  functionName,
  roles: planners,
  ifMatch: true,
  idempotent: true,
  params: partsOrderId,
  query: {},
  /** `null`: nobody knows any more. */
  body: z.strictObject({ expectedOn: BookDate.nullable(), reason: line(200) }),
  response: Whole,
  refuses: ['transition-refused'],
  summary: {
    zh: '变更预计到货日期并记录原因',
    en: 'Changes the day on which the parts are expected, and says why',
  },
})

/** What is not told is none. */
const CountedLine = z.strictObject({
  line: place,
  received: pieces.default(0),
  damaged: pieces.default(0),
  short: pieces.default(0),
  excess: pieces.default(0),
})

export const CountedDelivery = z.strictObject({
  lines: z.array(CountedLine).min(1).max(MOST_LINES),
  photos: z.array(reference).max(5).default([]),
  remark: line(200).optional(),
})
export type CountedDelivery = z.output<typeof CountedDelivery>

export const receivePartsOrder = defineRoute({
  method: 'POST',
  path: '/parts-orders/{partsOrderId}/receive',
  functionName,
  roles: receivers,
  ifMatch: true,
  idempotent: true,
  params: partsOrderId,
  query: {},
  body: CountedDelivery,
  response: Whole,
  refuses: ['transition-refused'],
  summary: {
    zh: '到货登记：每行的实收、破损、短少和多发数量',
    en: 'Counts a delivery: what of each line came, was damaged, was short or too much',
  },
})

export const ReorderedParts = z.strictObject({
  number: Identifier.optional(),
  /** As the first order when it is not given. */
  orderClass: OrderClassCode.optional(),
  supplier: supplier.optional(),
  supplierNumber: Identifier.optional(),
  expectedOn: BookDate.optional(),
  /** Everything that is missing when it is not given. */
  lines: z
    .array(z.strictObject({ line: place, quantity: ordered }))
    .min(1)
    .max(MOST_LINES)
    .optional(),
})
export type ReorderedParts = z.output<typeof ReorderedParts>

export const reorderMissingParts = defineRoute({
  method: 'POST',
  path: '/parts-orders/{partsOrderId}/reorder',
  functionName,
  roles: planners,
  ifMatch: true,
  idempotent: true,
  params: partsOrderId,
  query: {},
  body: ReorderedParts,
  response: Whole,
  status: 201,
  refuses: ['transition-refused', 'already-exists', 'nothing-missing'],
  summary: { zh: '缺件再订：生成关联的新订单', en: 'Orders missing pieces again, in a new order' },
})

export const closePartsOrder = defineRoute({
  method: 'POST',
  path: '/parts-orders/{partsOrderId}/close',
  functionName,
  roles: receivers,
  ifMatch: true,
  idempotent: true,
  params: partsOrderId,
  query: {},
  body: noBody,
  response: Whole,
  refuses: ['transition-refused'],
  summary: {
    zh: '关闭已到货的订单；未再订的缺件不再跟踪',
    en: 'Closes an order that is accounted for; what is missing and not ordered again is given up',
  },
})

export const cancelPartsOrder = defineRoute({
  method: 'POST',
  path: '/parts-orders/{partsOrderId}/cancel',
  functionName,
  roles: planners,
  ifMatch: true,
  idempotent: true,
  params: partsOrderId,
  query: {},
  body: z.strictObject({ reason: line(200) }),
  response: Whole,
  refuses: ['transition-refused'],
  summary: { zh: '取消尚未到货的订单', en: 'Cancels an order of which nothing has come' },
})

export const readPartsOrderChanges = defineRoute({
  method: 'GET',
  path: '/parts-orders/{partsOrderId}/changes',
  functionName,
  roles: auditors,
  params: partsOrderId,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '配件订单的修改记录', en: 'Who changed what in a parts order' },
})

export const partsOrderRoutes: readonly Route[] = [
  placePartsOrder,
  listPartsOrders,
  listPartsOrdersOfRepairOrder,
  readPartsOrder,
  changePartsOrder,
  expectPartsOrder,
  receivePartsOrder,
  reorderMissingParts,
  closePartsOrder,
  cancelPartsOrder,
  readPartsOrderChanges,
]
