import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  cancelPartsOrder,
  changePartsOrder,
  closePartsOrder,
  expectPartsOrder,
  listPartsOrders,
  listPartsOrdersOfRepairOrder,
  placePartsOrder,
  readPartsOrder,
  readPartsOrderChanges,
  receivePartsOrder,
  reorderMissingParts,
  type PartsOrderSummary,
  type PartsOrderView,
} from '../routes/parts-orders.ts'

const day = (text: string) => CalendarDate.parse(text)
const partsOrderId = 'pto_kqlnibu3txvyaquiavi5'
const againId = 'pto_a2lnibu3txvyaquiavi5'
const orderId = 'ord_kqlnibu3txvyaquiavi5'
const planner = 'stf_kqlnibu3txvyaquiavi5'
const keeper = 'stf_a2lnibu3txvyaquiavi5'
const placedAt = Instant.parse('2026-11-16T02:10:00.000Z')
const countedAt = Instant.parse('2026-11-23T03:20:00.000Z')

const lamp = { line: 1, partNumber: '4121100XKZ96A', partName: '左前大灯总成', quantity: 1 }
const bumper = { line: 2, partNumber: '2803101XKZ96A', partName: '前保险杠', quantity: 2 }
const nothing = { received: 0, damaged: 0, short: 0, excess: 0, outstanding: 0, missing: 0, reordered: [] }

const summary: PartsOrderSummary = {
  partsOrderId,
  etag: '"1"',
  number: 'PO20261116-7KQF',
  orderClass: 'E',
  status: 'placed',
  supplier: '长城汽车配件中心',
  supplierNumber: 'GW26111600123',
  orderedOn: day('2026-11-16'),
  expectedOn: day('2026-11-20'),
  daysLate: 3,
  orderId,
  missing: 0,
  lines: [
    { ...lamp, ...nothing, outstanding: 1 },
    { ...bumper, ...nothing, outstanding: 2 },
  ],
}

const placed: PartsOrderView = {
  ...summary,
  expectedChanges: [],
  receipts: [],
  createdAt: placedAt,
  createdBy: planner,
  updatedAt: placedAt,
  updatedBy: planner,
}

const received: PartsOrderView = {
  ...placed,
  etag: '"2"',
  status: 'received',
  daysLate: undefined,
  missing: 1,
  lines: [
    { ...lamp, ...nothing, damaged: 1, missing: 1 },
    { ...bumper, ...nothing, received: 2 },
  ],
  receipts: [
    {
      at: countedAt,
      by: keeper,
      lines: [
        { line: 1, received: 0, damaged: 1, short: 0, excess: 0 },
        { line: 2, received: 2, damaged: 0, short: 0, excess: 0 },
      ],
      photos: ['photos/2026-11-23/lamp.jpg'],
      remark: '灯罩破裂',
    },
  ],
  updatedAt: countedAt,
  updatedBy: keeper,
}

export const partsOrderExamples = [
  example(placePartsOrder, {
    body: {
      orderClass: 'E',
      supplier: '长城汽车配件中心',
      supplierNumber: 'GW26111600123',
      expectedOn: day('2026-11-20'),
      orderId,
      lines: [
        { partNumber: '4121100XKZ96A', partName: '左前大灯总成', quantity: 1 },
        { partNumber: '2803101XKZ96A', partName: '前保险杠', quantity: 2 },
      ],
    },
    response: placed,
  }),
  example(listPartsOrders, { response: { items: [summary] } }),
  example(listPartsOrdersOfRepairOrder, { response: { items: [summary] } }),
  example(readPartsOrder, { response: received }),
  example(changePartsOrder, {
    body: { supplierNumber: 'GW26111600124', orderId: null },
    response: { ...placed, etag: '"2"', supplierNumber: 'GW26111600124', orderId: undefined },
  }),
  example(expectPartsOrder, {
    body: { expectedOn: day('2026-11-25'), reason: '厂家缺货' },
    response: {
      ...placed,
      etag: '"2"',
      expectedOn: day('2026-11-25'),
      daysLate: undefined,
      expectedChanges: [
        {
          at: countedAt,
          by: planner,
          from: day('2026-11-20'),
          to: day('2026-11-25'),
          reason: '厂家缺货',
        },
      ],
    },
  }),
  example(receivePartsOrder, {
    body: {
      lines: [
        { line: 1, damaged: 1 },
        { line: 2, received: 2 },
      ],
      photos: ['photos/2026-11-23/lamp.jpg'],
      remark: '灯罩破裂',
    },
    response: received,
  }),
  example(reorderMissingParts, {
    body: { expectedOn: day('2026-11-27') },
    response: {
      ...placed,
      partsOrderId: againId,
      number: 'PO20261123-M4TW',
      supplierNumber: undefined,
      orderedOn: day('2026-11-23'),
      expectedOn: day('2026-11-27'),
      daysLate: undefined,
      reorderOf: partsOrderId,
      lines: [{ ...lamp, ...nothing, outstanding: 1 }],
    },
  }),
  example(closePartsOrder, {
    response: {
      ...received,
      etag: '"4"',
      status: 'closed',
      missing: 0,
      lines: [
        { ...lamp, ...nothing, damaged: 1, reordered: [{ partsOrderId: againId, quantity: 1 }] },
        { ...bumper, ...nothing, received: 2 },
      ],
      closedAt: countedAt,
    },
  }),
  example(cancelPartsOrder, {
    body: { reason: '客户不再维修' },
    response: {
      ...placed,
      etag: '"2"',
      status: 'cancelled',
      daysLate: undefined,
      lines: [
        { ...lamp, ...nothing },
        { ...bumper, ...nothing },
      ],
      cancelled: { at: countedAt, by: planner, reason: '客户不再维修' },
    },
  }),
  example(readPartsOrderChanges, {
    response: {
      items: [
        {
          at: countedAt,
          by: planner,
          action: 'cancelled',
          before: { number: 'PO20261116-7KQF', status: 'placed' },
          after: { number: 'PO20261116-7KQF', status: 'cancelled' },
        },
      ],
    },
  }),
]
