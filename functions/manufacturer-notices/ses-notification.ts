import * as z from 'zod'
import { SesReceipt } from './mail-verdicts.ts'

/**
 * SES's word on a mail that it has put into the bucket, as far as we use it:
 * https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
 */
export const SesNotification = z.object({
  notificationType: z.literal('Received'),
  mail: z.object({
    /** SES's own id, never the sender's. */
    messageId: z.string().min(1).max(200),
  }),
  receipt: SesReceipt.extend({
    /** The addresses of the envelope that the rule has taken. */
    recipients: z.array(z.string()).max(100),
    action: z.object({ type: z.literal('S3'), objectKey: z.string().min(1).max(1024) }),
  }),
})
export type SesNotification = z.infer<typeof SesNotification>
