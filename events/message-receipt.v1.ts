import * as z from 'zod'

const common = {
  /** The provider's own id of the message. */
  providerId: z.string().min(1),
  /** When the provider took the message, UTC ISO 8601, by the provider's clock. */
  acceptedAt: z.iso.datetime(),
  /** When it happened, by the same clock: receipts come late and out of order. */
  at: z.iso.datetime(),
  /** How often it came too early: its message was not recorded yet. */
  tries: z.int().nonnegative(),
}

/**
 * A provider's word on a message that it took. A mail is known by its tags; an SMS only by its number, which is why
 * this one fact carries one: it goes through a queue of ours and nowhere else.
 */
export const MessageReceipt = z.discriminatedUnion('channel', [
  z.strictObject({
    channel: z.literal('mail'),
    dealerId: z.string().min(1),
    messageId: z.string().regex(/^msg_[a-z2-7]{20}$/),
    /** Where this attempt went, if the provider says so: the message may have gone to another address since. */
    address: z.string().optional(),
    /** `returned`: a bounce that may not be for ever. */
    outcome: z.enum(['sent', 'delayed', 'delivered', 'returned', 'bounced', 'complained', 'rejected']),
    ...common,
  }),
  z.strictObject({
    channel: z.literal('sms'),
    /** E.164. */
    number: z.string().regex(/^\+[1-9]\d{6,14}$/),
    outcome: z.enum(['delivered', 'bounced']),
    /** In how many parts it went, if the log says so: an SMS in doubt of another length is not the one meant. */
    parts: z.int().positive().optional(),
    /** Of a bounce, why: `invalid-number`, `opted-out`, `carrier-refused`. */
    code: z.string().optional(),
    ...common,
  }),
])
export type MessageReceipt = z.infer<typeof MessageReceipt>
