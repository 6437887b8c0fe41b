import * as z from 'zod'
import { MessageId } from '../../domain/ids.ts'
import { MessageStatus } from '../../domain/message.ts'
import { Channel, MessageClass, PurposeName } from '../../domain/purpose.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { defineRoute, noBody } from '../contract.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'messages-api'
const readers = ['service_manager', 'insurance_manager', 'information_clerk'] as const

const Recipient = z.object({
  kind: z.enum(['customer', 'staff']),
  id: z.string(),
  /** Where it went; of a customer's number only the ends. */
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
  query: { on: CalendarDate, purpose: PurposeName.optional(), ...pageQuery },
  body: noBody,
  response: pageOf(Decided),
  summary: {
    zh: '某日决定发送、暂缓和不发的全部消息及原因',
    en: 'What was sent, held and suppressed on a day, and why',
  },
})

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
  attempts: z.array(z.object({ at: Instant, outcome: z.string() })),
  sentAt: Instant.optional(),
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
