import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { Instant } from '../shared/domain/time.ts'

/** An SMS that the provider accepted. */
const AcceptedSms = z.object({
  channel: z.literal('sms'),
  /** The provider's message id. */
  id: z.string(),
  /** When it was accepted, by the runner's clock. */
  at: Instant,
  run: z.string(),
  /** E.164 */
  to: z.string(),
  text: z.string(),
  /** `AWS.SNS.SMS.SMSType` and the like. */
  attributes: z.record(z.string(), z.string()),
})

/** A mail that the provider accepted. */
const AcceptedMail = z.object({
  channel: z.literal('mail'),
  id: z.string(),
  at: Instant,
  run: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  /** The message as it was handed over, MIME, base64. */
  raw: z.base64(),
  tags: z.record(z.string(), z.string()),
  configurationSet: z.string().optional(),
})

export const OutboxMessage = z.discriminatedUnion('channel', [AcceptedSms, AcceptedMail])
export type OutboxMessage = z.infer<typeof OutboxMessage>
export type AcceptedSms = z.infer<typeof AcceptedSms>
export type AcceptedMail = z.infer<typeof AcceptedMail>
export type NewMessage = Omit<AcceptedSms, 'run'> | Omit<AcceptedMail, 'run'>

/** Everything that the stand-ins of SNS and SES accepted, in that order. Nothing is ever taken out. */
export interface Outbox {
  /** Marks this run's messages. */
  readonly run: string
  add(message: NewMessage): void
  /** Oldest first; those of earlier runs on the same file too. */
  all(): readonly OutboxMessage[]
  find(id: string): OutboxMessage | undefined
  /** What was accepted in this run. */
  counts(): { readonly sms: number; readonly mail: number }
}

/** @param file JSON lines, appended to; absent = memory only. */
export function openOutbox(file?: string): Outbox {
  const run = randomUUID()
  const messages: OutboxMessage[] = file !== undefined && existsSync(file) ? readLines(file) : []
  const byId = new Map(messages.map((message) => [message.id, message]))
  const counted = { sms: 0, mail: 0 }
  return {
    run,
    add(accepted) {
      const message: OutboxMessage = { ...accepted, run }
      // The line is written first: what the provider said yes to is on record before it says so.
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(message)}\n`)
      messages.push(message)
      byId.set(message.id, message)
      counted[message.channel] += 1
    },
    all: () => messages,
    find: (id) => byId.get(id),
    counts: () => ({ ...counted }),
  }
}

function readLines(file: string): OutboxMessage[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  // A last line without its end is one that a crash cut off before the provider had answered.
  return lines.slice(0, -1).map((line) => OutboxMessage.parse(JSON.parse(line)))
}
