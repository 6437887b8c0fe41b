import * as z from 'zod'
import { MessageId } from '../../domain/ids.ts'
import { Heard, MessageStatus, MOST_IN_DELIVERY } from '../../domain/message.ts'
import { Channel, AccountedPurpose, MessageClass } from '../../domain/purpose.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { Etag } from '../etag.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'messages-api'
const readers = ['service_manager', 'insurance_manager', 'information_clerk'] as const
/** Who may say that a customer is told again, or not. */
const deciders = ['service_manager', 'insurance_manager'] as const

const Recipient = z.object({
  kind: z.enum(['customer', 'staff', 'presenter', 'manufacturer']),
  id: z.string(),
  /** Where it went; of a mobile number only the ends. */
  address: z.string().optional(),
})

/** What was decided for one subject, and what has become of it since. */
const Decided = z.object({
  purpose: z.string(),
  subject: z.string(),
  step: z.string(),
  /** As the day's account counts it. */
  fate: z.enum(['sent', 'suppressed', 'deferred', 'failed']),
  reason: z.string().optional(),
  /** Absent when there was nothing to tell. */
  message: z
    .object({
      messageId: MessageId,
      channel: Channel,
      status: MessageStatus,
      recipient: Recipient,
      sentAt: Instant.optional(),
    })
    .optional(),
})

export type DecidedView = z.infer<typeof Decided>

export const listMessages = defineRoute({
  method: 'GET',
  path: '/messages',
  functionName,
  roles: readers,
  params: {},
  query: { on: CalendarDate, purpose: AccountedPurpose.optional(), ...pageQuery },
  body: noBody,
  response: pageOf(Decided),
  summary: {
    zh: '某日决定发送、暂缓和不发的全部消息及原因',
    en: 'What was sent, held and suppressed on a day, and why',
  },
})

const Attempts = z.array(z.object({ at: Instant, outcome: z.string() }))

const LedgerRow = z.object({
  messageId: MessageId,
  purpose: z.string(),
  messageClass: MessageClass,
  channel: Channel,
  recipient: Recipient,
  subject: z.string(),
  cycle: z.string(),
  step: z.string(),
  template: z.object({ name: z.string(), version: z.int() }),
  text: z.string(),
  segments: z.int().optional(),
  status: MessageStatus,
  reason: z.string().optional(),
  providerId: z.string().optional(),
  attempts: Attempts,
  sentAt: Instant.optional(),
  /** What the provider has said since, and when it happened by the provider's clock. */
  heard: z.partialRecord(Heard, z.object({ at: Instant, code: z.string().optional() })).optional(),
  /** What a person decided when it was held: who and when. */
  decision: z.object({ kind: z.enum(['released', 'dropped']), at: Instant, by: z.string() }).optional(),
  createdAt: Instant,
  updatedAt: Instant,
})
export type MessageView = z.input<typeof LedgerRow>

export const readMessage = defineRoute({
  method: 'GET',
  path: '/messages/{messageId}',
  functionName,
  roles: readers,
  params: { messageId: MessageId },
  query: {},
  body: noBody,
  response: LedgerRow,
  summary: { zh: '一条消息的内容与发送经过', en: 'One message: its text and what became of it' },
})

export const listMessageChanges = defineRoute({
  method: 'GET',
  path: '/messages/{messageId}/changes',
  functionName,
  roles: readers,
  params: { messageId: MessageId },
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: {
    zh: '谁对一条未决消息作过决定',
    en: 'Who decided what on a message that was held, newest first',
  },
})

const HeldMessage = z.object({
  messageId: MessageId,
  /** For the `If-Match` of a decision, or the body of one on several. */
  etag: z.string(),
  purpose: z.string(),
  channel: Channel,
  recipient: Recipient,
  subject: z.string(),
  step: z.string(),
  text: z.string(),
  /** `in-doubt`: nobody knows whether it arrived; `provider-unavailable`: it surely never left. */
  reason: z.string().optional(),
  /** When it was last handed to the provider, or was to be. */
  triedAt: Instant,
  attempts: Attempts,
  providerId: z.string().optional(),
  /** How to find out, for the person who decides. */
  advice: z.object({ zh: z.string(), en: z.string() }),
})
export type HeldView = z.input<typeof HeldMessage>

export const listHeld = defineRoute({
  method: 'GET',
  path: '/messages/held',
  functionName,
  roles: readers,
  params: {},
  query: pageQuery,
  body: noBody,
  response: pageOf(HeldMessage),
  summary: {
    zh: '不知是否已送达或因服务商不可用未能发出、等人决定的消息，等得最久的在前',
    en: 'Messages for a person to decide on: nobody knows whether they arrived, or the provider could not be used; oldest first',
  },
})

export const releaseHeld = defineRoute({
  method: 'POST',
  path: '/messages/{messageId}/release',
  functionName,
  roles: deciders,
  ifMatch: true,
  idempotent: true,
  params: { messageId: MessageId },
  query: {},
  body: noBody,
  response: z.object({
    messageId: MessageId,
    status: MessageStatus,
    /** Nobody is disturbed before. */
    sendAfter: Instant,
  }),
  refuses: ['message-not-held'],
  summary: {
    zh: '确认对方没有收到：再发一次',
    en: 'Says that a held message did not arrive: it is sent again, once',
  },
})

export const dropHeld = defineRoute({
  method: 'POST',
  path: '/messages/{messageId}/drop',
  functionName,
  roles: deciders,
  ifMatch: true,
  idempotent: true,
  params: { messageId: MessageId },
  query: {},
  body: noBody,
  response: z.object({ messageId: MessageId, status: MessageStatus }),
  refuses: ['message-not-held'],
  summary: {
    zh: '确认不再发送',
    en: 'Says that a held message is not to be sent again',
  },
})

/** As many as a worker that died may have left in doubt of one delivery; each once, as it was seen. */
const SeveralHeld = z.strictObject({
  messages: z
    .array(z.strictObject({ messageId: MessageId, etag: Etag }))
    .min(1)
    .max(MOST_IN_DELIVERY)
    .refine((messages) => new Set(messages.map(({ messageId }) => messageId)).size === messages.length, {
      params: { reason: 'named-twice' },
    }),
})
export type SeveralHeld = z.output<typeof SeveralHeld>

/** Nothing was changed of this message: the others of the request are decided all the same. */
const RefusedMessage = z.object({
  messageId: MessageId,
  outcome: z.literal('refused'),
  /** As the request for this message alone would be refused with. */
  code: z.enum(['not-found', 'version-stale', 'message-not-held']),
  /** Of the message as it is now, when it has changed since it was seen. */
  etag: z.string().optional(),
  zh: z.string(),
  en: z.string(),
})
export type RefusedView = z.input<typeof RefusedMessage>

const decidedFields = { messageId: MessageId, etag: z.string(), status: MessageStatus }

const severalFields = {
  method: 'POST',
  functionName,
  roles: deciders,
  idempotent: true,
  params: {},
  query: {},
  body: SeveralHeld,
} as const

export const releaseSeveralHeld = defineRoute({
  ...severalFields,
  path: '/messages/held/release',
  response: z.object({
    /** In the order of the request. */
    messages: z.array(
      z.discriminatedUnion('outcome', [
        z.object({
          ...decidedFields,
          outcome: z.literal('released'),
          /** Nobody is disturbed before. */
          sendAfter: Instant,
        }),
        RefusedMessage,
      ]),
    ),
  }),
  refuses: ['not-found'],
  summary: {
    zh: '确认多条消息对方都没有收到：一起再发一次',
    en: 'Says that several held messages did not arrive: they are sent again, once, together',
  },
})

export const dropSeveralHeld = defineRoute({
  ...severalFields,
  path: '/messages/held/drop',
  response: z.object({
    /** In the order of the request. */
    messages: z.array(
      z.discriminatedUnion('outcome', [
        z.object({ ...decidedFields, outcome: z.literal('dropped') }),
        RefusedMessage,
      ]),
    ),
  }),
  summary: {
    zh: '确认多条消息都不再发送',
    en: 'Says that several held messages are not to be sent again',
  },
})
