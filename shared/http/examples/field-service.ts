import { Mobile } from '../../domain/mobile.ts'
import { Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  arriveFieldService,
  cancelFieldService,
  changeFieldService,
  completeFieldService,
  contactFieldService,
  couldNotReachFieldService,
  handInFeedbackCard,
  listFieldService,
  listFieldServiceOfCustomer,
  readFieldService,
  readFieldServiceChanges,
  requestFieldService,
  scheduleFieldService,
  type FieldServiceSummary,
  type FieldServiceView,
} from '../routes/field-service.ts'

const at = (text: string) => Instant.parse(text)
const customerId = 'cus_kqlnibu3txvyaquiavi5'
const specialist = 'stf_kqlnibu3txvyaquiavi5'
const advisor = 'stf_a2lnibu3txvyaquiavi5'
const requestedAt = at('2026-11-23T01:05:00.000Z')
const contactedAt = at('2026-11-23T01:40:00.000Z')
const scheduledFor = at('2026-11-24T02:00:00.000Z')
const onSiteAt = at('2026-11-24T01:55:00.000Z')
const completedAt = at('2026-11-24T03:20:00.000Z')

const summary: FieldServiceSummary = {
  fieldServiceOrderId: 'fso_kqlnibu3txvyaquiavi5',
  etag: '"1"',
  number: 'FS20261123-M4TW',
  status: 'requested',
  customerId,
  request: '更换破损的裁切板，另送两卷材料',
  assignedTo: specialist,
  requestedAt,
  lineCount: 2,
}

const goods = [
  { line: 1, kind: 'replacement', item: '裁切板 A3', quantity: 1, unit: '块' },
  { line: 2, kind: 'cutting_delivery', item: '隔热膜', quantity: 12.5, unit: '米', addressLabel: '仓库' },
] as const

const contact = {
  name: '王芳',
  mobile: Mobile.parse('+8613800138000'),
  addresses: [
    { label: '门店', text: '杭州市西湖区文三路1号' },
    { label: '仓库', text: '杭州市余杭区五常大道2号' },
  ],
}

const requested: FieldServiceView = {
  ...summary,
  contact,
  lines: [...goods],
  attempts: [],
  appointments: [],
  createdAt: requestedAt,
  createdBy: advisor,
  updatedAt: requestedAt,
  updatedBy: advisor,
}

const reached: FieldServiceView = {
  ...requested,
  etag: '"2"',
  status: 'contacted',
  contactedAt,
  updatedAt: contactedAt,
  updatedBy: specialist,
}

const agreed: FieldServiceView = {
  ...reached,
  etag: '"3"',
  status: 'scheduled',
  scheduledFor,
  appointments: [{ at: contactedAt, by: specialist, scheduledFor }],
}

const there: FieldServiceView = { ...agreed, etag: '"4"', status: 'on_site', onSiteAt, updatedAt: onSiteAt }

const done: FieldServiceView = {
  ...there,
  etag: '"5"',
  status: 'completed',
  completedAt,
  result: '裁切板已更换，材料送到仓库',
  lines: [
    { ...goods[0], doneQuantity: 1 },
    { ...goods[1], doneQuantity: 12 },
  ],
  updatedAt: completedAt,
}

export const fieldServiceExamples = [
  example(requestFieldService, {
    body: {
      customerId,
      request: '更换破损的裁切板，另送两卷材料',
      contact,
      lines: [
        { kind: 'replacement', item: '裁切板 A3', quantity: 1, unit: '块' },
        { kind: 'cutting_delivery', item: '隔热膜', quantity: 12.5, unit: '米', addressLabel: '仓库' },
      ],
    },
    response: requested,
  }),
  example(listFieldService, { response: { items: [summary] } }),
  example(listFieldServiceOfCustomer, { response: { items: [summary] } }),
  example(readFieldService, { response: done }),
  example(changeFieldService, {
    body: { assignedTo: advisor },
    response: { ...requested, etag: '"2"', assignedTo: advisor },
  }),
  example(contactFieldService, { response: reached }),
  example(couldNotReachFieldService, {
    body: { remark: '关机' },
    response: {
      ...requested,
      etag: '"2"',
      status: 'unreachable',
      attempts: [{ at: contactedAt, by: specialist, remark: '关机' }],
    },
  }),
  example(scheduleFieldService, { body: { scheduledFor }, response: agreed }),
  example(arriveFieldService, { response: there }),
  example(completeFieldService, {
    body: { result: '裁切板已更换，材料送到仓库', lines: [{ line: 2, doneQuantity: 12 }] },
    response: done,
  }),
  example(handInFeedbackCard, {
    body: { score: 9, words: '来得很快', signature: 'signatures/2026-11-24/fs-m4tw.png' },
    response: {
      ...done,
      etag: '"6"',
      status: 'closed',
      feedback: {
        score: 9,
        words: '来得很快',
        signature: 'signatures/2026-11-24/fs-m4tw.png',
        photos: [],
        handedInAt: at('2026-11-24T06:00:00.000Z'),
        handedInBy: specialist,
      },
    },
  }),
  example(cancelFieldService, {
    body: { reason: '客户自行解决' },
    response: {
      ...requested,
      etag: '"2"',
      status: 'cancelled',
      cancelled: { at: contactedAt, by: specialist, reason: '客户自行解决' },
    },
  }),
  example(readFieldServiceChanges, {
    response: {
      items: [
        {
          at: contactedAt,
          by: specialist,
          action: 'contacted',
          before: { number: 'FS20261123-M4TW', status: 'requested' },
          after: { number: 'FS20261123-M4TW', status: 'contacted' },
        },
      ],
    },
  }),
]
