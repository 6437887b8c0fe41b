import * as z from 'zod'

/** One line: what stands in a header must not begin another one. */
const headerText = z
  .string()
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, { error: 'control characters or line breaks' })

/** Characters of a file's name: safe ones have at most 180 bytes, and a number for uniqueness. */
export const MOST_FILENAME = 200

export const Attachment = z.object({
  filename: headerText.min(1).max(MOST_FILENAME),
  contentType: z.string().regex(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/i),
  base64: z.base64(),
})
export type Attachment = z.infer<typeof Attachment>

/** A message id without its angle brackets, as far as it may stand in a header of ours. */
export const ThreadId = z.string().regex(/^[!-;=?-~]{1,900}$/)

/** In which thread a mail stands: RFC 5322, section 3.6.4. */
const Thread = z.object({
  inReplyTo: ThreadId,
  references: z.array(ThreadId).max(51),
})

/** A mail as it is kept until it is sent: everything but who gets it. */
export const MailContent = z.object({
  subject: headerText.min(1).max(200),
  html: z.string().min(1),
  /** The same for readers without HTML. */
  text: z.string().min(1),
  attachments: z.array(Attachment).max(10),
  /** Of an answer that a person gave; what we send by ourselves begins a thread. */
  answers: z.object({ replyTo: z.email(), thread: Thread.optional() }).optional(),
})
export type MailContent = z.infer<typeof MailContent>

/** The mail as it goes out a second time, when nobody knows whether the first one arrived. */
export function asResent(content: MailContent): MailContent {
  const mark = '【重发】'
  return content.subject.startsWith(mark)
    ? content
    : { ...content, subject: `${mark}${content.subject}`.slice(0, 200) }
}
