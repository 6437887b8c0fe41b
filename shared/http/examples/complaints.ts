import { Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import * as routes from '../routes/complaints.ts'

const at = (text: string) => Instant.parse(text)
const complaintId = 'cpl_kqlnibu3txvyaquiavi5'
const customerId = 'cus_kqlnibu3txvyaquiavi5'
const vehicleId = 'veh_kqlnibu3txvyaquiavi5'
const supervisor = 'stf_kqlnibu3txvyaquiavi5'
const advisor = 'stf_a2lnibu3txvyaquiavi5'
const filedAt = at('2026-11-23T01:05:00.000Z')
const answeredAt = at('2026-11-23T06:30:00.000Z')
const heardAt = at('2026-11-24T02:10:00.000Z')

const summary: routes.ComplaintSummary = {
  complaintId,
  etag: '"1"',
  number: 'TS20261123-M4TW',
  customerId,
  vehicleId,
  filedAt,
  channel: 'phone',
  matter: 'repair_quality',
  media: false,
  severity: 'serious',
  severityBecause: 'repeated',
  status: 'open',
  ownerRole: 'workshop_supervisor',
  ownerId: supervisor,
  answerDueAt: at('2026-11-24T01:05:00.000Z'),
  overdue: false,
}

const filed: routes.ComplaintView = {
  ...summary,
  filedBy: advisor,
  description: '换过制动片，低速时仍有异响，已经第三次来店',
  earlier: ['cpl_a2lnibu3txvyaquiavi5', 'cpl_b2lnibu3txvyaquiavi5'],
  openedAt: filedAt,
  answers: [],
  pauses: [],
  allowed: ['change', 'hand-on', 'pause', 'answer', 'withdraw'],
  createdAt: filedAt,
  createdBy: advisor,
  updatedAt: filedAt,
  updatedBy: advisor,
}

const waiting: routes.ComplaintView = {
  ...filed,
  etag: '"2"',
  status: 'paused',
  pauses: [{ from: at('2026-11-23T02:00:00.000Z'), reason: '等厂家技术答复', by: supervisor }],
  allowed: ['change', 'hand-on', 'resume', 'answer', 'withdraw'],
  updatedAt: at('2026-11-23T02:00:00.000Z'),
  updatedBy: supervisor,
}

const answer = {
  text: '已更换制动卡钳导销，免费复检，并向客户致歉',
  at: answeredAt,
  by: supervisor,
  dueAt: filed.answerDueAt,
  late: false,
}

const answered: routes.ComplaintView = {
  ...filed,
  etag: '"2"',
  status: 'answered',
  answers: [answer],
  allowed: ['hand-on', 'confirm', 'dispute', 'close'],
  updatedAt: answeredAt,
  updatedBy: supervisor,
}

const content = { content: true, words: '现在没有声音了', at: heardAt, by: advisor }
const confirmed: routes.ComplaintView = {
  ...answered,
  etag: '"3"',
  status: 'closed',
  answers: [{ ...answer, heard: content }],
  ended: { at: heardAt, by: advisor },
  allowed: [],
  updatedAt: heardAt,
  updatedBy: advisor,
}

export const complaintExamples = [
  example(routes.fileComplaint, {
    body: {
      vehicleId,
      channel: 'phone',
      matter: 'repair_quality',
      description: '换过制动片，低速时仍有异响，已经第三次来店',
    },
    response: filed,
  }),
  example(routes.listComplaints, { response: { items: [summary] } }),
  example(routes.listFiledComplaints, { response: { items: [summary] } }),
  example(routes.listComplaintsOfCustomer, { response: { items: [summary] } }),
  example(routes.listComplaintsOfVehicle, { response: { items: [summary] } }),
  example(routes.readComplaint, { response: confirmed }),
  example(routes.changeComplaint, {
    body: { media: true },
    response: { ...filed, etag: '"2"', media: true, severity: 'critical', severityBecause: 'media' },
  }),
  example(routes.handOnComplaint, {
    body: { ownerId: advisor },
    response: { ...filed, etag: '"2"', ownerId: advisor },
  }),
  example(routes.pauseComplaint, { body: { reason: '等厂家技术答复' }, response: waiting }),
  example(routes.resumeComplaint, {
    response: {
      ...filed,
      etag: '"3"',
      answerDueAt: at('2026-11-24T02:05:00.000Z'),
      pauses: [
        {
          from: at('2026-11-23T02:00:00.000Z'),
          until: at('2026-11-23T03:00:00.000Z'),
          reason: '等厂家技术答复',
          by: supervisor,
        },
      ],
    },
  }),
  example(routes.answerComplaint, { body: { text: answer.text }, response: answered }),
  example(routes.confirmComplaint, { body: { words: '现在没有声音了' }, response: confirmed }),
  example(routes.disputeComplaint, {
    body: { words: '冷车时还有声音' },
    response: {
      ...filed,
      etag: '"3"',
      openedAt: heardAt,
      answerDueAt: at('2026-11-25T02:10:00.000Z'),
      answers: [{ ...answer, heard: { ...content, content: false, words: '冷车时还有声音' } }],
    },
  }),
  example(routes.closeComplaint, {
    body: { reason: '三次联系不上客户' },
    response: {
      ...answered,
      etag: '"3"',
      status: 'closed',
      ended: { at: heardAt, by: supervisor, reason: '三次联系不上客户' },
      allowed: [],
    },
  }),
  example(routes.withdrawComplaint, {
    body: { reason: '重复登记' },
    response: {
      ...filed,
      etag: '"2"',
      status: 'withdrawn',
      ended: { at: answeredAt, by: supervisor, reason: '重复登记' },
      allowed: [],
    },
  }),
  example(routes.listComplaintChanges, {
    response: {
      items: [
        {
          at: answeredAt,
          by: supervisor,
          action: 'answered',
          before: { number: 'TS20261123-M4TW', status: 'open' },
          after: { number: 'TS20261123-M4TW', status: 'answered' },
        },
      ],
    },
  }),
]
