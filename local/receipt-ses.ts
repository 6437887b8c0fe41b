import { randomUUID } from 'node:crypto'
import { addSeconds, type Instant } from '../shared/domain/time.ts'
import type { AcceptedMail } from './outbox-store.ts'
import type { Fate, ReceiptEvent } from './receipts.ts'
import type { StackModel } from './template-model.ts'

type Mail = Omit<AcceptedMail, 'run'>

/** What SES says of a mail on its way, in that order. */
export function mailReceipts(fate: Fate): readonly ReceiptEvent[] {
  switch (fate) {
    case 'arrives':
      return ['Send', 'Delivery']
    case 'bounces':
      return ['Send', 'Bounce']
    case 'is-complained-of':
      return ['Send', 'Delivery', 'Complaint']
    case 'is-rejected':
      return ['Send', 'Reject']
    case 'is-delayed':
      return ['Send', 'DeliveryDelay', 'Delivery']
  }
}

/**
 * An event as SES publishes it to an SNS topic, and as a subscription with raw delivery hands it on:
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
 */
export function mailEventOf(
  mail: Mail,
  event: ReceiptEvent,
  { model, at }: { model: StackModel; at: Instant },
): object {
  return { eventType: event, mail: mailObject(mail, model), ...detailOf(mail, event, at) }
}

function mailObject(mail: Mail, { region, account }: StackModel): object {
  const { from, to, subject, at, id, tags, configurationSet } = mail
  const domain = from.slice(from.lastIndexOf('@') + 1)
  return {
    timestamp: at,
    source: from,
    sourceArn: `arn:aws:ses:${region}:${account}:identity/${domain}`,
    sendingAccountId: account,
    messageId: id,
    destination: to,
    headersTruncated: false,
    headers: [
      { name: 'From', value: from },
      { name: 'To', value: to.join(', ') },
      { name: 'Subject', value: subject },
    ],
    commonHeaders: { from: [from], to, messageId: id, subject },
    tags: {
      'ses:source-tls-version': ['TLSv1.3'],
      'ses:operation': ['SendRawEmail'],
      ...(configurationSet === undefined ? {} : { 'ses:configuration-set': [configurationSet] }),
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [domain],
      'ses:caller-identity': ['local'],
      ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
    },
  }
}

function detailOf({ to }: Mail, event: ReceiptEvent, at: Instant): object {
  switch (event) {
    case 'Send':
      return { send: {} }
    case 'Delivery':
      return {
        delivery: {
          timestamp: at,
          processingTimeMillis: 546,
          recipients: to,
          smtpResponse: '250 2.6.0 Message received',
          remoteMtaIp: '127.0.0.1',
          reportingMTA: 'a8-70.smtp-out.amazonses.com',
        },
      }
    case 'Bounce':
      return {
        bounce: {
          bounceType: 'Permanent',
          bounceSubType: 'General',
          bouncedRecipients: to.map((emailAddress) => ({
            emailAddress,
            action: 'failed',
            status: '5.1.1',
            diagnosticCode: 'smtp; 550 5.1.1 user unknown',
          })),
          timestamp: at,
          feedbackId: `${randomUUID()}-000000`,
          reportingMTA: 'dsn; a8-70.smtp-out.amazonses.com',
        },
      }
    case 'Complaint':
      return {
        complaint: {
          complainedRecipients: to.map((emailAddress) => ({ emailAddress })),
          timestamp: at,
          feedbackId: `${randomUUID()}-000000`,
          complaintSubType: null,
          userAgent: 'feedback loop',
          complaintFeedbackType: 'abuse',
          arrivalDate: at,
        },
      }
    case 'Reject':
      return { reject: { reason: 'Bad content' } }
    case 'DeliveryDelay':
      return {
        deliveryDelay: {
          timestamp: at,
          delayType: 'TransientCommunicationFailure',
          expirationTime: addSeconds(at, 14 * 3600),
          delayedRecipients: to.map((emailAddress) => ({
            emailAddress,
            status: '4.4.1',
            diagnosticCode: 'smtp; 421 4.4.1 Unable to connect to remote host',
          })),
        },
      }
    case 'SUCCESS':
    case 'FAILURE':
      return {}
  }
}
