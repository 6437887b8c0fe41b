import { asResent, MailContent } from '../../shared/messages/mail-content.ts'
import { Json } from '../../shared/runtime/hints.ts'
import { refused, type SendResult } from '../../shared/senders/send-result.ts'
import { fileKeys } from '../../shared/store/files.ts'
import type { DeliverDependencies } from './deliver.ts'
import { lines } from './log-lines.ts'
import { maySendNow } from './may-send-now.ts'
import type { ToSend } from './send-facts.ts'
import { mayHaveBeenSent, type Attempt } from './settle.ts'

const StoredMail = Json.pipe(MailContent)

/** Where a message would go by these facts, whether it may or not. */
export function addressOf({ customer, staff, manufacturer }: ToSend['facts']): string | undefined {
  return customer?.mobile ?? staff?.email ?? manufacturer
}

/** Hands one message to its provider, if it may go. */
export async function attempt(
  { message, facts }: ToSend,
  { clock, sms, mail, files, log }: DeliverDependencies,
): Promise<Attempt> {
  const verdict = maySendNow(message, facts, clock.now())
  if (verdict.kind !== 'send') return { message, verdict }
  const { address } = verdict
  const at = clock.now()
  const { messageId, dealerId, messageClass, text } = message
  const { customer } = facts
  if (message.channel === 'sms') {
    const result: SendResult =
      customer === undefined
        ? refused('invalid-number')
        : await sms.send({ to: customer.mobile, text, messageClass, messageId })
    return { message, address, at, result }
  }
  let stored: string | undefined
  try {
    stored = await files.read(fileKeys.mail(dealerId, messageId))
  } catch (error) {
    // Nothing has left: it must not put the delivery's other mails in doubt.
    log.error(lines.unreadableMail, error, { dealerId, messageId })
    return { message, address, at, result: { kind: 'not-sent', cause: 'body not read' } }
  }
  const content = StoredMail.safeParse(stored)
  if (!content.success) return { message, address, at, result: refused('content-rejected') }
  const outgoing = mayHaveBeenSent(message) ? asResent(content.data) : content.data
  return {
    message,
    address,
    at,
    result: await mail.send({ to: address, content: outgoing, messageId, dealerId }),
  }
}
