import {
  isCustomers,
  lastTriedAt,
  PROVIDER_UNAVAILABLE,
  type DecisionJournal,
  type Message,
} from '../../shared/domain/message.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { fateOf } from '../../shared/due/account.ts'
import type { DecidedView, HeldView, MessageView } from '../../shared/http/routes/messages.ts'

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

/** A held message with what is known of it and how to find out more. */
export function heldView(message: Message): HeldView {
  return {
    ...message,
    etag: etagOf(message.version),
    recipient: recipientView(message),
    triedAt: lastTriedAt(message),
    advice: message.reason === PROVIDER_UNAVAILABLE ? notSent : adviceOn(message),
  }
}

const notSent: HeldView['advice'] = {
  zh: '短信或邮件服务商超过一小时不可用，此消息肯定没有发出：服务恢复后要发就再发（release），已另行告知或不必再发就不发（drop）。',
  en: 'The provider could not be used for more than an hour, so this surely did not go out: once it works again release it, or drop it if it is not wanted any more.',
}

const advice: Readonly<Record<Message['channel'], HeldView['advice']>> = {
  sms: {
    zh: '请按号码和时间查短信发送日志，或致电客户：没收到就再发（release），收到了或已另行告知就不再发（drop）。',
    en: "Look for number and minute in the provider's delivery log, or call the customer: release if it did not arrive, drop if it did or the customer was told otherwise.",
  },
  mail: {
    zh: '请问收件人是否收到（再发的邮件标有“重发”）：没收到就再发（release），收到了就不再发（drop）。',
    en: 'Ask the recipient (a mail that was sent again is marked 重发): release if it did not arrive, drop if it did.',
  },
}

function adviceOn({ channel, recipient }: Message): HeldView['advice'] {
  return recipient.kind === 'manufacturer' ? askManufacturer : advice[channel]
}

const askManufacturer: HeldView['advice'] = {
  zh: '请致电厂家确认是否收到此邮件：没收到就再发（release），收到了就不再发（drop）。系统不会自行重发。',
  en: 'Ask the manufacturer whether this mail arrived: release if it did not, drop if it did. Nothing sends it again by itself.',
}

function recipientView({ recipient, address }: Message): MessageView['recipient'] {
  const shown = isCustomers({ recipient }) ? address && masked(address) : address
  return { ...recipient, address: shown }
}

/** `+86138****8000`: enough to recognize a number, too little to call it. */
function masked(mobile: string): string {
  return `${mobile.slice(0, 6)}****${mobile.slice(-4)}`
}
