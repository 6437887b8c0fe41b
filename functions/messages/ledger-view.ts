import type { DecisionJournal, Message } from '../../shared/domain/message.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { fateOf } from '../../shared/due/account.ts'
import type { DecidedView, MessageView } from '../../shared/http/routes/messages.ts'

type Decision = DecisionJournal['decided'][number]

/** A decision of a day and what has become of it, as the API shows it. */
export function decidedView(
  journal: DecisionJournal,
  decision: Decision,
  message: Message | undefined,
  now: Instant,
): DecidedView {
  const { subject, step } = decision
  return {
    purpose: journal.purpose,
    subject,
    step,
    ...fateOf(decision, message, now),
    message: message && {
      messageId: message.messageId,
      channel: message.channel,
      status: message.status,
      recipient: recipientView(message),
      sentAt: message.sentAt,
    },
  }
}

/** A message with its text and what became of it. */
export function messageView(message: Message): MessageView {
  return { ...message, recipient: recipientView(message) }
}

function recipientView({ recipient, address }: Message): MessageView['recipient'] {
  const shown = recipient.kind === 'customer' ? address && masked(address) : address
  return { ...recipient, address: shown }
}

/** `+86138****8000`: enough to recognize a number, too little to call it. */
function masked(mobile: string): string {
  return `${mobile.slice(0, 6)}****${mobile.slice(-4)}`
}
