import { Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  dropHeld,
  dropSeveralHeld,
  listHeld,
  listMessageChanges,
  listMessages,
  readMessage,
  releaseHeld,
  releaseSeveralHeld,
} from '../routes/messages.ts'

const messageId = 'msg_kqlnibu3txvyaquiavi5'
const subject = 'vehicle#veh_kqlnibu3txvyaquiavi5'
const recipient = { kind: 'customer', id: 'cus_kqlnibu3txvyaquiavi5', address: '+86138****8000' } as const
const sentAt = Instant.parse('2026-11-23T01:00:12.000Z')
const text = '【东城汽车】王芳女士，您的浙A12345将于12月7日前后到保养期，可致电020-88886666预约。'

export const messageExamples = [
  example(listMessages, {
    response: {
      items: [
        {
          purpose: 'maintenance-reminders',
          subject,
          step: 'before',
          fate: 'sent',
          message: { messageId, channel: 'sms', status: 'delivered', recipient, sentAt },
        },
      ],
    },
  }),
  example(listHeld, {
    response: {
      items: [
        {
          messageId,
          etag: '"3"',
          purpose: 'maintenance-reminders',
          channel: 'sms',
          recipient,
          subject,
          step: 'before',
          text,
          reason: 'in-doubt',
          triedAt: sentAt,
          attempts: [{ at: sentAt, outcome: 'in-doubt' }],
          advice: {
            zh: '请在短信平台按号码和时间查询，或致电客户。',
            en: 'Look it up at the provider by number and minute, or ask the customer.',
          },
        },
      ],
    },
  }),
  example(readMessage, {
    response: {
      messageId,
      purpose: 'maintenance-reminders',
      messageClass: 'service',
      channel: 'sms',
      recipient,
      subject,
      cycle: 'ord_kqlnibu3txvyaquiavi5',
      step: 'before',
      template: { name: 'maintenance-before', version: 1 },
      text,
      segments: 1,
      status: 'sent',
      providerId: '5f0c7f1e-8f3c-5a52-a1e5-25c5f1c5d1b0',
      attempts: [{ at: sentAt, outcome: 'accepted' }],
      sentAt,
      createdAt: Instant.parse('2026-11-23T01:00:02.000Z'),
      updatedAt: sentAt,
    },
  }),
  example(listMessageChanges, {
    response: {
      items: [
        {
          at: sentAt,
          by: 'stf_kqlnibu3txvyaquiavi5',
          action: 'message-dropped',
          before: { status: 'held', reason: 'in-doubt', attempts: 1 },
          after: { status: 'suppressed', reason: 'dropped', attempts: 1 },
        },
      ],
    },
  }),
  example(releaseHeld, { response: { messageId, status: 'planned', sendAfter: sentAt } }),
  example(dropHeld, { response: { messageId, status: 'suppressed' } }),
  example(releaseSeveralHeld, {
    body: { messages: [{ messageId, etag: '"3"' }] },
    response: {
      messages: [{ messageId, outcome: 'released', etag: '"4"', status: 'planned', sendAfter: sentAt }],
    },
  }),
  example(dropSeveralHeld, {
    body: { messages: [{ messageId, etag: '"3"' }] },
    response: { messages: [{ messageId, outcome: 'dropped', etag: '"4"', status: 'suppressed' }] },
  }),
]
