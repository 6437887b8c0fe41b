import * as z from 'zod'
import {
  CustomerId,
  DealerId,
  DeliveryId,
  MessageId,
  NoticeId,
  OrderId,
  StaffId,
  WarrantyMailingId,
} from './ids.ts'
import { Channel, MessageClass } from './purpose.ts'
import { recordFields } from './record.ts'
import { Instant } from './time.ts'

/**
 * `held`: nobody sends it again by itself. The provider may or may not have it (`in-doubt`: a receipt or a person
 * resolves it), or could not be used for more than an hour (`provider-unavailable`: a person does).
 */
export const MessageStatus = z.enum([
  'planned',
  'sent',
  'delivered',
  'bounced',
  'failed',
  'held',
  'suppressed',
])
export type MessageStatus = z.infer<typeof MessageStatus>

export const Recipient = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer'), id: CustomerId }),
  z.object({ kind: z.literal('staff'), id: StaffId }),
  /** Who brought the car (送修人), by the order that names them: they are no customer in the books. */
  z.object({ kind: z.literal('presenter'), id: OrderId }),
  /** A manufacturer, by the notice of theirs that is answered, or by the mailing that they get. */
  z.object({ kind: z.literal('manufacturer'), id: z.union([NoticeId, WarrantyMailingId]) }),
])
export type Recipient = z.infer<typeof Recipient>

const Attempt = z.object({ at: Instant, outcome: z.string() })

/** The outcome of an attempt whose end nobody knows: the provider may have the message or not. */
export const IN_DOUBT = 'in-doubt'

/** Why a message is held that surely did not leave: the provider could not be used five times, over more than an hour. */
export const PROVIDER_UNAVAILABLE = 'provider-unavailable'

/**
 * What a provider says of a message after it took it. `returned` is a bounce that may not be for ever; `rejected`
 * never left the provider; `complained` arrived, and its reader called it spam.
 */
export const Heard = z.enum(['delayed', 'delivered', 'returned', 'bounced', 'complained', 'rejected'])
export type Heard = z.infer<typeof Heard>

/** One row of the ledger: what one person was to be told, and what became of it. */
export const Message = z.object({
  dealerId: DealerId,
  messageId: MessageId,
  /** The purpose or job that wants it told. */
  purpose: z.string(),
  messageClass: MessageClass,
  channel: Channel,
  recipient: Recipient,
  subject: z.string(),
  cycle: z.string(),
  step: z.string(),
  template: z.object({ name: z.string(), version: z.int().positive() }),
  /** An SMS's text, or a mail's subject line; a mail's body stands in the files bucket. */
  text: z.string(),
  status: MessageStatus,
  deliveryId: DeliveryId,
  /** Parts of an SMS: what it costs. */
  segments: z.int().positive().optional(),
  /** Resolved at sending, so a new number counts. */
  address: z.string().optional(),
  providerId: z.string().optional(),
  reason: z.string().optional(),
  attempts: z.array(Attempt),
  sentAt: Instant.optional(),
  /** What the provider has said since, each with the latest time at which it happened, by the provider's clock. */
  heard: z.partialRecord(Heard, z.object({ at: Instant, code: z.string().optional() })).optional(),
  /** What a person decided when it was held. */
  decision: z.object({ kind: z.enum(['released', 'dropped']), at: Instant, by: z.string() }).optional(),
  ...recordFields,
})
export type Message = z.infer<typeof Message>

/** To a customer, or to who brought a customer's car: consent, windows and masks are for them. */
export function isCustomers({ recipient }: Pick<Message, 'recipient'>): boolean {
  switch (recipient.kind) {
    case 'customer':
    case 'presenter':
      return true
    case 'staff':
    case 'manufacturer':
      return false
  }
}

/** When it was last handed to a provider; of a message that never was, when it was last written. */
export function lastTriedAt({ attempts, updatedAt }: Pick<Message, 'attempts' | 'updatedAt'>): Instant {
  return attempts.at(-1)?.at ?? updatedAt
}

/** One claim covers so many messages; after a crash of a worker no more than these of a delivery are in doubt. */
export const MOST_IN_DELIVERY = 25

/**
 * Messages that are sent together: one claim for all of them. The claim (`planned → sending`) is a
 * conditional write before the provider is called.
 */
export const Delivery = z.object({
  dealerId: DealerId,
  deliveryId: DeliveryId,
  channel: Channel,
  status: z.enum(['planned', 'sending', 'done']),
  /** Nobody is disturbed before. */
  sendAfter: Instant,
  /** Since when it might have gone, where it has been tried and waits for another turn. */
  waitingSince: Instant.optional(),
  /** When somebody must look after it: planned and not claimed, or claimed and the lease over. */
  attentionAt: Instant.optional(),
  messageIds: z.array(MessageId).min(1).max(MOST_IN_DELIVERY),
  /** Those without a result yet. */
  pending: z.array(MessageId).max(MOST_IN_DELIVERY),
  /** Of the last claim: the worker whose it is knows it by this, should the answer to its claim be lost. */
  claimId: z.string().optional(),
  /** While it is being sent: where each message goes, so that a receipt finds it should the worker die. */
  addresses: z.record(MessageId, z.string()).optional(),
  attempts: z.int().nonnegative(),
  ...recordFields,
})
export type Delivery = z.infer<typeof Delivery>

/** What one commit of a sweep decided for one dealer: the page on which a day is added up. */
export const DecisionJournal = z.object({
  dealerId: DealerId,
  purpose: z.string(),
  date: z.iso.date(),
  journalId: z.string(),
  decided: z.array(
    z.object({
      subject: z.string(),
      cycle: z.string(),
      step: z.string(),
      outcome: z.enum(['message', 'suppressed', 'failed']),
      reason: z.string().optional(),
      messageId: MessageId.optional(),
      /** Of a message that is written after the decision, with others: by then it is, or never will be. */
      toldBy: Instant.optional(),
    }),
  ),
  ...recordFields,
})
export type DecisionJournal = z.infer<typeof DecisionJournal>
