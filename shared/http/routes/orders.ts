import * as z from 'zod'
import { OrderId, StaffId, VehicleId } from '../../domain/ids.ts'
import { Identifier } from '../../domain/identifier.ts'
import { WrittenMobile } from '../../domain/mobile.ts'
import { RepairKind, RepairOrderStatus } from '../../domain/order.ts'
import { Payer } from '../../domain/order-lines.ts'
import { line, text } from '../../domain/text.ts'
import { Instant } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { pageOf, pageQuery } from '../page.ts'
import { bookers, desk, readers } from './order-roles.ts'
import { ChangedOrder, OrderSummary, OrderView } from './order-views.ts'

export const functionName = 'orders-api'

export const Complaint = text(500)
export const PresenterBody = z.strictObject({ name: line(60), mobile: WrittenMobile.optional() })

/** What is written down as a car comes in: 问诊 and 环车检查. */
export const receptionFields = {
  complaint: Complaint,
  odometerKm: z.int().min(0).max(9_999_999),
  walkaround: z.strictObject({
    findings: z.array(z.strictObject({ place: line(40), damage: line(100) })).max(30),
    fuelEighths: z.int().min(0).max(8),
    belongings: z.array(line(60)).max(20),
    photos: z.array(line(100)).max(20),
  }),
  presenter: PresenterBody.optional(),
  advisorId: StaffId.optional(),
  promisedAt: Instant.optional(),
} as const

const newOrderFields = {
  vehicleId: VehicleId,
  kind: RepairKind,
  /** The dealer's own number, where the paper has one already. */
  number: Identifier.optional(),
  /** Who pays what is not said to be another's; by the kind, if it is not said. */
  settlement: Payer.optional(),
} as const

/** An order begins with an appointment, or with the car in the yard. */
export const NewOrder = z.discriminatedUnion('begin', [
  z.strictObject({
    begin: z.literal('appointment'),
    ...newOrderFields,
    appointmentAt: Instant,
    complaint: Complaint.optional(),
    presenter: PresenterBody.optional(),
    advisorId: StaffId.optional(),
  }),
  z.strictObject({ begin: z.literal('received'), ...newOrderFields, ...receptionFields }),
])
export type NewOrder = z.infer<typeof NewOrder>

export const createOrder = defineRoute({
  method: 'POST',
  path: '/orders',
  functionName,
  roles: bookers,
  idempotent: true,
  params: {},
  query: {},
  body: NewOrder,
  response: ChangedOrder,
  status: 201,
  refuses: ['not-found', 'already-exists', 'vehicle-merged'],
  summary: {
    zh: '新建维修工单：预约，或直接接车',
    en: 'Opens a repair order: an appointment, or a car that has come in',
  },
})

export const readOrder = defineRoute({
  method: 'GET',
  path: '/orders/{orderId}',
  functionName,
  roles: readers,
  params: { orderId: OrderId },
  query: {},
  body: noBody,
  response: OrderView,
  summary: { zh: '一张维修工单', en: 'One repair order' },
})

const OpenStatus = RepairOrderStatus.exclude(['delivered', 'cancelled', 'no_show'])

export const listOrders = defineRoute({
  method: 'GET',
  path: '/orders',
  functionName,
  roles: readers,
  params: {},
  query: {
    state: OpenStatus.optional(),
    /** Those promised for this instant or earlier. */
    promisedBefore: Instant.optional(),
    advisor: StaffId.optional(),
    /** The order of that number, open or not; the other words are not asked then. */
    number: Identifier.optional(),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(OrderSummary),
  refuses: ['not-found'],
  summary: {
    zh: '未完成的维修工单，最早该交车的在前；或按工单号查一张',
    en: 'Repair orders that are open, the one promised first at the top; or the one of a number',
  },
})

export const listVehicleOrders = defineRoute({
  method: 'GET',
  path: '/vehicles/{vehicleId}/orders',
  functionName,
  roles: readers,
  params: { vehicleId: VehicleId },
  query: pageQuery,
  body: noBody,
  response: pageOf(OrderSummary),
  summary: { zh: '一辆车的维修工单，最近的在前', en: "A vehicle's repair orders, the latest first" },
})

export const listOrderChanges = defineRoute({
  method: 'GET',
  path: '/orders/{orderId}/changes',
  functionName,
  roles: readers,
  params: { orderId: OrderId },
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: {
    zh: '工单的修改记录：何时、何人、改前改后，最近的在前',
    en: 'Who changed what in an order and when, the latest first',
  },
})

export const changeOrder = defineRoute({
  method: 'PATCH',
  path: '/orders/{orderId}',
  functionName,
  roles: desk,
  ifMatch: true,
  params: { orderId: OrderId },
  query: {},
  body: z.strictObject({
    kind: RepairKind.optional(),
    settlement: Payer.optional(),
    advisorId: StaffId.nullable().optional(),
    presenter: PresenterBody.nullable().optional(),
    complaint: Complaint.optional(),
    /** The campaign (服务活动, 召回) under which it is done. */
    campaignCode: line(40).nullable().optional(),
    /** The car was fetched, or mended where it stood (外出救援). */
    rescued: z.boolean().optional(),
    /** The earlier order that this one mends again; null says that it mends none. */
    reworkOf: OrderId.nullable().optional(),
  }),
  response: ChangedOrder,
  refuses: ['transition-refused'],
  summary: { zh: '修改工单信息', en: 'Puts fields of an order right' },
})

export const orderRoutes = [
  createOrder,
  listOrders,
  readOrder,
  changeOrder,
  listOrderChanges,
  listVehicleOrders,
] as const
