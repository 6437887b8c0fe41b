import { OrderId, StaffId, VehicleId } from '../../domain/ids.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import * as steps from '../routes/order-steps.ts'
import type { ChangedOrderView, OrderSummaryView, WholeOrderView } from '../routes/order-views.ts'
import {
  changeOrder,
  createOrder,
  listOrders,
  listOrderChanges,
  listVehicleOrders,
  readOrder,
} from '../routes/orders.ts'
import {
  listPartPriceChanges,
  listUnconfirmedPrices,
  readPartPrice,
  setPartPrice,
} from '../routes/part-prices.ts'

const orderId = OrderId.parse('ord_kqlnibu3txvyaquiavi5')
const vehicleId = VehicleId.parse('veh_kqlnibu3txvyaquiavi5')
const by = StaffId.parse('stf_kqlnibu3txvyaquiavi5')
const at = Instant.parse('2026-11-23T01:30:00.000Z')
const promisedAt = Instant.parse('2026-11-23T09:30:00.000Z')
const stamped = { at, by }

const summary = {
  etag: '"3"',
  orderId,
  number: 'RO20261123-7KQF',
  vehicleId,
  kind: 'repair',
  status: 'estimated',
  receivedOn: CalendarDate.parse('2026-11-23'),
  advisorId: by,
  daysInShop: 1,
  totalFen: 72_600,
  settlement: 'customer',
} as const satisfies OrderSummaryView

const walkaround = {
  findings: [{ place: '左前门', damage: '划痕 5 厘米' }],
  fuelEighths: 4,
  belongings: ['行车记录仪'],
  photos: ['photos/2026/11/23/7KQF-1.jpg'],
}

const labor = {
  code: 'BR-012',
  name: '更换前制动片',
  laborHours: 1.2,
  rateFen: 18_000,
  payer: 'customer',
} as const
const part = { partNumber: '3501110XKZ16A', name: '前制动片', quantity: 1, payer: 'customer' } as const
const limit = { fen: 51_000, source: '2026 年 11 月价格表', fromOn: CalendarDate.parse('2026-11-01') }

const order = {
  ...summary,
  receivedAt: at,
  odometerKm: 23_456,
  contact: { presenter: { name: '王伟', mobile: '+8613800138000' } },
  intake: { complaint: '制动时有异响', ...stamped },
  walkaround: { ...walkaround, ...stamped },
  labor: [{ ...labor, amountFen: 21_600 }],
  parts: [{ ...part, limit: { ...limit, confirmed: true }, unitPriceFen: 51_000, amountFen: 51_000 }],
  laborFen: 21_600,
  partsFen: 51_000,
  createdAt: at,
  createdBy: by,
  updatedAt: at,
  updatedBy: by,
  allowed: ['estimate', 'authorize', 'promise', 'change', 'cancel'],
} satisfies WholeOrderView

/** The order as a step leaves it. */
function left(more: Partial<ChangedOrderView>): ChangedOrderView {
  return { ...order, warnings: [], ...more }
}

const asked = {
  labor: [labor],
  parts: [{ ...part, priceLimit: { limitFen: 51_000, source: '厂家 11 月 20 日通知' } }],
}
const told = { messageId: 'msg_kqlnibu3txvyaquiavi5', sendAfter: at }
const promise = { at: promisedAt, number: 1, changes: [{ promisedAt, ...stamped }] }
const decided = { decidedBy: 'owner', how: 'phone' } as const
const extraWork = {
  extraWorkId: 'x1',
  reason: '制动盘磨损超限',
  labor: [{ ...labor, amountFen: 21_600 }],
  parts: [],
  ...stamped,
}

const price = {
  partNumber: part.partNumber,
  name: part.name,
  etag: '"1"',
  limits: [
    {
      limitFen: 51_000,
      source: limit.source,
      fromOn: limit.fromOn,
      confirmed: true,
      setAt: at,
      setBy: by,
    },
  ],
  today: { customerFen: 51_000, insurerFen: 61_200, manufacturerFen: 51_000, confirmed: true },
}

export const orderExamples = [
  example(createOrder, {
    body: {
      begin: 'received',
      vehicleId,
      kind: 'repair',
      complaint: order.intake.complaint,
      odometerKm: order.odometerKm,
      walkaround,
      presenter: order.contact.presenter,
      promisedAt,
    },
    response: left({ status: 'received', promise, told }),
  }),
  example(listOrders, { response: { items: [{ ...summary, promisedAt }] } }),
  example(readOrder, { response: order }),
  example(changeOrder, { body: { presenter: null, reworkOf: null }, response: left({}) }),
  example(listOrderChanges, {
    response: {
      items: [
        { at, by, action: 'work-started', before: { status: 'authorized' }, after: { status: 'in_work' } },
      ],
    },
  }),
  example(listVehicleOrders, { response: { items: [summary] } }),
  example(steps.rescheduleOrder, {
    body: { appointmentAt: promisedAt },
    response: left({ status: 'appointment', appointmentAt: promisedAt }),
  }),
  example(steps.receiveOrder, {
    body: { complaint: order.intake.complaint, odometerKm: order.odometerKm, walkaround },
    response: left({ status: 'received' }),
  }),
  example(steps.orderNoShow, { response: left({ status: 'no_show', allowed: [] }) }),
  example(steps.estimateOrder, { body: asked, response: left({}) }),
  example(steps.authorizeOrder, {
    body: { reference: '委托书 2026-1123-07', signedBy: 'presenter', promisedAt },
    response: left({
      status: 'authorized',
      authorization: {
        reference: '委托书 2026-1123-07',
        signedBy: 'presenter',
        totalFen: 72_600,
        ...stamped,
      },
      promise,
      told,
    }),
  }),
  example(steps.startWork, { response: left({ status: 'in_work' }) }),
  example(steps.proposeExtraWork, {
    body: { reason: extraWork.reason, labor: [labor], parts: [] },
    response: left({ status: 'awaiting_customer', extraWork: [extraWork] }),
  }),
  example(steps.agreeExtraWork, {
    body: { extraWorkId: 'x1', ...decided, promisedAt },
    response: left({
      status: 'in_work',
      extraWork: [{ ...extraWork, decision: { outcome: 'agreed', ...decided, decidedAt: at, ...stamped } }],
      told: { withheld: 'refused' },
    }),
  }),
  example(steps.refuseExtraWork, {
    body: { extraWorkId: 'x1', ...decided },
    response: left({
      status: 'in_work',
      extraWork: [{ ...extraWork, decision: { outcome: 'refused', ...decided, decidedAt: at, ...stamped } }],
    }),
  }),
  example(steps.finishWork, { response: left({ status: 'quality_check' }) }),
  example(steps.passQualityCheck, {
    body: {},
    response: left({ status: 'checked', qualityChecks: [{ result: 'passed', ...stamped }] }),
  }),
  example(steps.failQualityCheck, {
    body: { remark: '左前轮螺栓扭矩不足' },
    response: left({
      status: 'in_work',
      qualityChecks: [{ result: 'failed', remark: '左前轮螺栓扭矩不足', ...stamped }],
    }),
  }),
  example(steps.invoiceOrder, {
    body: { reference: '结算单 2026-1123-07' },
    response: left({
      status: 'invoiced',
      invoice: {
        charges: [{ payer: 'customer', laborFen: 21_600, partsFen: 51_000, totalFen: 72_600 }],
        totalFen: 72_600,
        reference: '结算单 2026-1123-07',
        ...stamped,
      },
    }),
  }),
  example(steps.withdrawInvoice, { response: left({ status: 'checked' }) }),
  example(steps.deliverOrder, {
    response: left({
      status: 'delivered',
      deliveredOn: CalendarDate.parse('2026-11-23'),
      deliveredAt: promisedAt,
      allowed: [],
    }),
  }),
  example(steps.promiseDelivery, {
    body: { promisedAt, reason: '等配件' },
    response: left({ promise, told }),
  }),
  example(steps.cancelOrder, {
    body: { reason: 'price_refused' },
    response: left({
      status: 'cancelled',
      cancellation: { reason: 'price_refused', ...stamped },
      allowed: [],
    }),
  }),
  example(listUnconfirmedPrices, { response: { items: [price] } }),
  example(readPartPrice, { response: price }),
  example(setPartPrice, {
    body: { limitFen: 51_000, fromOn: limit.fromOn, source: limit.source, name: part.name },
    response: price,
  }),
  example(listPartPriceChanges, {
    response: {
      items: [{ at, by, action: 'limit-set', after: { partNumber: price.partNumber, limits: [limit] } }],
    },
  }),
]
