import type { MessageReceipt } from '../../events/message-receipt.v1.ts'
import type { Delivery, Heard, Message } from '../../shared/domain/message.ts'
import { Instant } from '../../shared/domain/time.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'

/** What a provider answered to a worker that had lost its lease when it answered. */
export interface Acceptance {
  readonly channel: 'worker'
  readonly outcome: 'sent'
  readonly providerId: string
  readonly acceptedAt: string
  readonly address: string | undefined
}

/** What a receipt changes. */
export type ReceiptEffect =
  /** All of it is known. */
  | { readonly kind: 'known' }
  /** The message is being sent at this moment: what comes of it is recorded first. */
  | { readonly kind: 'early' }
  | {
      readonly kind: 'changed'
      readonly message: Message
      /** The delivery that the message waited in: it no longer does. */
      readonly delivery?: Delivery
      /** Nothing more is sent to this address: the one that the receipt is about, which may be an older one. */
      readonly suppress?: { readonly address: string; readonly code: string }
    }

/**
 * A provider's word is the truth, whatever the ledger thought, and each receipt adds to what was heard: any order
 * and any number of them end in the same row. None makes a message planned.
 * @param delivery the message's own
 */
export function applyReceipt(
  message: Message,
  delivery: Delivery | undefined,
  receipt: MessageReceipt | Acceptance,
): ReceiptEffect {
  const waits = message.status === 'planned' && delivery?.pending.includes(message.messageId) === true
  if (waits && delivery.status === 'sending') return { kind: 'early' }
  const heard = withOutcome(message.heard, receipt)
  const next: Message = {
    ...message,
    ...statusOf(heard),
    heard,
    providerId: message.providerId ?? receipt.providerId,
    sentAt: message.sentAt ?? Instant.parse(receipt.acceptedAt),
  }
  if (saysTheSame(next, message)) return { kind: 'known' }
  const code = suppressionFor(receipt)
  const address = (receipt.channel === 'sms' ? receipt.number : receipt.address) ?? message.address
  return {
    kind: 'changed',
    message: next,
    ...(waits ? { delivery: without(delivery, message.messageId) } : {}),
    ...(code === undefined || address === undefined ? {} : { suppress: { address, code } }),
  }
}

type HeardOf = NonNullable<Message['heard']>

/** Of the same news the latest stays. */
function withOutcome(heard: HeardOf | undefined, receipt: MessageReceipt | Acceptance): HeardOf | undefined {
  if (receipt.outcome === 'sent') return heard
  const news = {
    at: Instant.parse(receipt.at),
    ...(receipt.channel === 'sms' && receipt.code !== undefined ? { code: receipt.code } : {}),
  }
  const known = heard?.[receipt.outcome]
  return known !== undefined && orderOf(known) >= orderOf(news)
    ? heard
    : { ...heard, [receipt.outcome]: news }
}

function orderOf({ at, code = '' }: NonNullable<HeardOf[Heard]>): string {
  return `${at} ${code}`
}

/**
 * What a provider took is sent at least. A bounce after the arrival, by the provider's own clock, is a bounce; one
 * that may not be for ever says nothing of a message that has arrived: it is the reader's holiday notice.
 */
function statusOf(heard: HeardOf | undefined): Pick<Message, 'status' | 'reason'> {
  const { delivered, complained, bounced, returned, rejected } = heard ?? {}
  const arrived = [delivered?.at, complained?.at]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1)
  if (bounced !== undefined && (arrived === undefined || bounced.at >= arrived))
    return { status: 'bounced', reason: bounced.code ?? 'bounced' }
  if (arrived !== undefined)
    return { status: 'delivered', reason: complained === undefined ? undefined : 'complained' }
  if (returned !== undefined) return { status: 'bounced', reason: 'returned' }
  if (rejected !== undefined) return { status: 'failed', reason: 'content-rejected' }
  return { status: 'sent', reason: undefined }
}

/** Codes of an SMS's bounce that are the number's fault for good; of others the next SMS may arrive. */
const NUMBER_AT_FAULT: readonly string[] = ['invalid-number', 'opted-out']

function suppressionFor(receipt: MessageReceipt | Acceptance): string | undefined {
  switch (receipt.outcome) {
    case 'bounced':
      if (receipt.channel === 'mail') return 'bounced'
      return receipt.code !== undefined && NUMBER_AT_FAULT.includes(receipt.code) ? receipt.code : undefined
    case 'complained':
      return 'complained'
    case 'sent':
    case 'delayed':
    case 'delivered':
    case 'returned':
    case 'rejected':
      return undefined
  }
}

function without(delivery: Delivery, messageId: string): Delivery {
  const pending = delivery.pending.filter((each) => each !== messageId)
  return pending.length > 0
    ? { ...delivery, pending }
    : { ...delivery, pending, status: 'done', attentionAt: undefined, addresses: undefined }
}
