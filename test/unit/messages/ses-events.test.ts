import { describe, expect, it } from 'vitest'
import { receiptOfEvent, SesEvent } from '../../../functions/messages/ses-events.ts'
import { idFor } from '../../../shared/domain/ids.ts'

const messageId = idFor('message', 'lily')

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html */
const mail = {
  timestamp: '2026-11-23T00:40:02.012Z',
  source: 'Sender Name <sender@example.com>',
  sourceArn: 'arn:aws:ses:ap-southeast-1:123456789012:identity/sender@example.com',
  sendingAccountId: '123456789012',
  messageId: 'EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000',
  destination: ['recipient@example.com'],
  headersTruncated: false,
  headers: [{ name: 'From', value: 'Sender Name <sender@example.com>' }],
  commonHeaders: { from: ['Sender Name <sender@example.com>'], subject: 'Message sent from Amazon SES' },
  tags: {
    'ses:configuration-set': ['after-sales-dev'],
    'ses:source-ip': ['192.0.2.0'],
    messageId: [messageId],
    dealerId: ['D001'],
  },
}
const at = '2026-11-23T00:41:02.669Z'
const bounce = (bounceType: string) => ({
  bounceType,
  bounceSubType: 'General',
  bouncedRecipients: [{ emailAddress: 'recipient@example.com', action: 'failed', status: '5.1.1' }],
  timestamp: at,
  feedbackId: '01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000',
  reportingMTA: 'dsn; mta.example.com',
})

describe('an event of SES', () => {
  it.each([
    ['sent', mail.timestamp, { eventType: 'Send', mail, send: {} }],
    ['rejected', mail.timestamp, { eventType: 'Reject', mail, reject: { reason: 'Bad content' } }],
    ['delivered', at, { eventType: 'Delivery', mail, delivery: { timestamp: at, smtpResponse: '250 ok' } }],
    [
      'delayed',
      at,
      { eventType: 'DeliveryDelay', mail, deliveryDelay: { timestamp: at, delayType: 'MailboxFull' } },
    ],
    [
      'complained',
      at,
      { eventType: 'Complaint', mail, complaint: { timestamp: at, complaintSubType: null } },
    ],
    ['bounced', at, { eventType: 'Bounce', mail, bounce: bounce('Permanent') }],
    ['returned', at, { eventType: 'Bounce', mail, bounce: bounce('Transient') }],
    ['returned', at, { eventType: 'Bounce', mail, bounce: bounce('Undetermined') }],
  ])('says "%s"', (outcome, happenedAt, event) => {
    expect(receiptOfEvent(SesEvent.parse(event))).toEqual({
      channel: 'mail',
      dealerId: 'D001',
      messageId,
      outcome,
      providerId: mail.messageId,
      address: 'recipient@example.com',
      acceptedAt: mail.timestamp,
      at: happenedAt,
      tries: 0,
    })
  })

  it('keeps its time to the millisecond, however many digits it has', () => {
    const times = ['2026-11-23T00:40:02Z', '2026-11-23T00:40:02.5Z', '2026-11-23T00:40:02.123456Z'].map(
      (timestamp) =>
        receiptOfEvent(SesEvent.parse({ eventType: 'Send', mail: { ...mail, timestamp } }))?.acceptedAt,
    )
    expect(times).toEqual([
      '2026-11-23T00:40:02.000Z',
      '2026-11-23T00:40:02.500Z',
      '2026-11-23T00:40:02.123Z',
    ])
  })

  it('of a mail without our tags is nobody’s', () => {
    const foreign = { ...mail, tags: { 'ses:configuration-set': ['after-sales-dev'] } }
    expect(receiptOfEvent(SesEvent.parse({ eventType: 'Send', mail: foreign }))).toBeUndefined()
  })

  it.each([
    ['another type', { eventType: 'Open', mail }],
    ['no time', { eventType: 'Delivery', mail, delivery: {} }],
    ['no mail', { eventType: 'Send' }],
  ])('with %s is refused', (_, event) => {
    expect(SesEvent.safeParse(event).success).toBe(false)
  })
})
