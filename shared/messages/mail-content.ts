import * as z from 'zod'

/** One line: what stands in a header must not begin another one. */
const headerText = z
  .string()
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, { error: 'control characters or line breaks' })

export const Attachment = z.object({
  filename: headerText.min(1).max(120),
  contentType: z.string().regex(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/i),
  base64: z.base64(),
})
export type Attachment = z.infer<typeof Attachment>

/** A mail as it is kept until it is sent: everything but who gets it. */
export const MailContent = z.object({
  subject: headerText.min(1).max(200),
  html: z.string().min(1),
  /** The same for readers without HTML. */
  text: z.string().min(1),
  attachments: z.array(Attachment).max(10),
})
export type MailContent = z.infer<typeof MailContent>

/** The mail as it goes out a second time, when nobody knows whether the first one arrived. */
export function asResent(content: MailContent): MailContent {
  const mark = '【重发】'
  return content.subject.startsWith(mark)
    ? content
    : { ...content, subject: `${mark}${content.subject}`.slice(0, 200) }
}
