import * as z from 'zod'

/** Text that must be JSON; a fault says nothing of the text. */
export const Json = z.string().transform((text, context) => {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    context.addIssue({ code: 'custom', message: 'no JSON' })
    return z.NEVER
  }
})

/** The bodies of queue records; what cannot be read goes back to the queue and, in the end, to its dead letters. */
export function hintsOf<Body>(
  records: readonly { messageId: string; body: string }[],
  schema: z.ZodType<Body>,
): { hints: { messageId: string; body: Body }[]; unreadable: string[] } {
  const hints: { messageId: string; body: Body }[] = []
  const unreadable: string[] = []
  for (const { messageId, body } of records) {
    const parsed = Json.pipe(schema).safeParse(body)
    if (parsed.success) hints.push({ messageId, body: parsed.data })
    else unreadable.push(messageId)
  }
  return { hints, unreadable }
}
