import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import * as routes from '../routes/follow-up-calls.ts'

const at = (text: string) => Instant.parse(text)
const on = (text: string) => CalendarDate.parse(text)
const followUpCallId = 'fuc_kqlnibu3txvyaquiavi5'
const caller = 'stf_kqlnibu3txvyaquiavi5'
const deliveredAt = at('2026-11-20T09:10:00.000Z')
const calledAt = at('2026-11-23T02:10:00.000Z')

const summary: routes.FollowUpSummary = {
  followUpCallId,
  etag: '"1"',
  kind: 'post_repair',
  orderId: 'ord_kqlnibu3txvyaquiavi5',
  vehicleId: 'veh_kqlnibu3txvyaquiavi5',
  customerId: 'cus_kqlnibu3txvyaquiavi5',
  advisorId: 'stf_a2lnibu3txvyaquiavi5',
  status: 'waiting',
  since: on('2026-11-20'),
  dueOn: on('2026-11-23'),
  lastOn: on('2026-12-05'),
  attemptCount: 0,
}

const waiting: routes.FollowUpView = {
  ...summary,
  attempts: [],
  allowed: ['no-answer', 'reach', 'refuse', 'wrong-number'],
  createdAt: deliveredAt,
  createdBy: 'stf_a2lnibu3txvyaquiavi5',
  updatedAt: deliveredAt,
  updatedBy: 'stf_a2lnibu3txvyaquiavi5',
}

const over = { etag: '"2"', attemptCount: 1, allowed: [], updatedAt: calledAt, updatedBy: caller }
const ended = { ...over, endedAt: calledAt }
const attempt = (outcome: 'reached' | 'no_answer' | 'refused' | 'wrong_number') => ({
  at: calledAt,
  by: caller,
  outcome,
})

const question = '您对这次服务总体打几分（1 到 10 分）？'
const reached: routes.FollowUpView = {
  ...waiting,
  ...ended,
  status: 'reached',
  attempts: [attempt('reached')],
  answers: [
    { question: 'overall', zh: question, kind: 'overall', score: 4 },
    {
      question: 'repair_quality',
      zh: '车辆修得怎么样，问题解决了吗（1 到 10 分）？',
      kind: 'score',
      score: 3,
      words: '刹车还是有声音',
    },
  ],
  score: 4,
  complaintId: 'cpl_kqlnibu3txvyaquiavi5',
}

const second: routes.FollowUpView = {
  ...waiting,
  ...ended,
  followUpCallId: 'fuc_b2lnibu3txvyaquiavi5',
  kind: 'confirmation',
  advisorId: undefined,
  complaintId: 'cpl_kqlnibu3txvyaquiavi5',
  status: 'reached',
  since: on('2026-11-23'),
  attempts: [attempt('reached')],
  content: true,
  words: '现在没有声音了',
}

export const followUpExamples = [
  example(routes.readFollowUpList, {
    response: {
      on: on('2026-11-23'),
      callingHours: { from: '09:00', to: '18:00', open: true },
      questions: [
        {
          code: 'overall',
          zh: question,
          en: 'How would you rate this visit as a whole, from 1 to 10?',
          kind: 'overall',
        },
      ],
      total: 1,
      entries: [
        {
          customerId: summary.customerId,
          dueOn: on('2026-11-23'),
          calls: [
            {
              ...summary,
              contact: { is: 'owner', name: '王芳', mobile: '+8613800138000' },
              vehicle: { plate: '浙A12345', brand: '长城', model: '哈弗H6' },
              order: {
                number: 'RO20261119-7KQF',
                kind: 'repair',
                deliveredOn: on('2026-11-20'),
                complaint: '制动有异响',
              },
            },
          ],
        },
      ],
    },
  }),
  example(routes.listEndedFollowUps, {
    response: {
      items: [{ ...summary, etag: '"2"', status: 'reached', score: 9, endedAt: calledAt, attemptCount: 1 }],
    },
  }),
  example(routes.listFollowUpsOfVehicle, { response: { items: [summary] } }),
  example(routes.readFollowUpOfOrder, { response: waiting }),
  example(routes.readFollowUp, { response: reached }),
  example(routes.reachFollowUp, {
    body: {
      answers: [
        { question: 'overall', score: 4 },
        { question: 'repair_quality', score: 3, words: '刹车还是有声音' },
      ],
    },
    response: { ...reached, warnings: [] },
  }),
  example(routes.hearBackFollowUp, {
    body: { content: true, words: '现在没有声音了' },
    response: { ...second, warnings: [] },
  }),
  example(routes.noAnswerFollowUp, {
    body: { remark: '关机' },
    response: {
      ...waiting,
      ...over,
      allowed: waiting.allowed,
      dueOn: on('2026-11-24'),
      attempts: [{ ...attempt('no_answer'), remark: '关机', outsideHours: true }],
      warnings: [
        {
          code: 'outside-calling-hours',
          zh: '这个电话不在可以给客户打电话的时段内：已登记，请注意',
          en: 'The call was outside of the hours in which customers may be rung up: it was taken down all the same',
        },
      ],
    },
  }),
  example(routes.refuseFollowUp, {
    body: { remark: '不愿意再接电话' },
    response: {
      ...waiting,
      ...ended,
      status: 'refused',
      attempts: [{ ...attempt('refused'), remark: '不愿意再接电话' }],
      warnings: [],
    },
  }),
  example(routes.wrongNumberFollowUp, {
    body: {},
    response: {
      ...waiting,
      ...ended,
      status: 'wrong_number',
      attempts: [attempt('wrong_number')],
      warnings: [],
    },
  }),
  example(routes.listFollowUpChanges, {
    response: {
      items: [
        {
          at: calledAt,
          by: caller,
          action: 'reached',
          before: { status: 'waiting' },
          after: { status: 'reached', score: 4 },
        },
      ],
    },
  }),
]
