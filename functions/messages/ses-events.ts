import * as z from 'zod'
import type { MessageReceipt } from '../../events/message-receipt.v1.ts'
import { DealerId, MessageId } from '../../shared/domain/ids.ts'
import { ProviderTime } from './provider-time.ts'

type MailReceipt = Extract<MessageReceipt, { channel: 'mail' }>

const Mail = z.object({
  timestamp: ProviderTime,
  messageId: z.string().min(1),
  /** One: each of our mails has one reader. */
  destination: z.array(z.string()).default([]),
  /** Each of our tags has one value; SES adds some of its own. */
  tags: z.record(z.string(), z.array(z.string())).default({}),
})
const happened = z.object({ timestamp: ProviderTime })

/**
 * The events of a configuration set that the template asks for, as far as we use them:
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const SesEvent = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Send'), mail: Mail }),
  z.object({ eventType: z.literal('Reject'), mail: Mail }),
  z.object({ eventType: z.literal('Delivery'), mail: Mail, delivery: happened }),
  z.object({ eventType: z.literal('DeliveryDelay'), mail: Mail, deliveryDelay: happened }),
  z.object({ eventType: z.literal('Complaint'), mail: Mail, complaint: happened }),
  z.object({
    eventType: z.literal('Bounce'),
    mail: Mail,
    bounce: happened.extend({ bounceType: z.string() }),
  }),
])
export type SesEvent = z.infer<typeof SesEvent>

const Tags = z.object({ dealerId: z.tuple([DealerId]), messageId: z.tuple([MessageId]) })

/** The event as a receipt; undefined for a mail without our tags, which somebody else sent by this set. */
export function receiptOfEvent(event: SesEvent): MailReceipt | undefined {
  const { timestamp, messageId, tags, destination } = event.mail
  const own = Tags.safeParse(tags)
  if (!own.success) return undefined
  return {
    channel: 'mail',
    dealerId: own.data.dealerId[0],
    messageId: own.data.messageId[0],
    providerId: messageId,
    address: destination[0],
    acceptedAt: timestamp,
    tries: 0,
    ...outcomeOf(event),
  }
}

/** Of a send and a rejection SES tells no time but the mail's own. */
function outcomeOf(event: SesEvent): Pick<MailReceipt, 'outcome' | 'at'> {
  switch (event.eventType) {
    case 'Send':
      return { outcome: 'sent', at: event.mail.timestamp }
    case 'Reject':
      return { outcome: 'rejected', at: event.mail.timestamp }
    case 'Delivery':
      return { outcome: 'delivered', at: event.delivery.timestamp }
    case 'DeliveryDelay':
      return { outcome: 'delayed', at: event.deliveryDelay.timestamp }
    case 'Complaint':
      return { outcome: 'complained', at: event.complaint.timestamp }
    case 'Bounce':
      // `Transient` and `Undetermined` are given up by SES, yet the address may be well; a holiday notice is one too.
      return {
        outcome: event.bounce.bounceType === 'Permanent' ? 'bounced' : 'returned',
        at: event.bounce.timestamp,
      }
  }
}
