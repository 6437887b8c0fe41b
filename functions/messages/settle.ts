import { IN_DOUBT, PROVIDER_UNAVAILABLE, type Delivery, type Message } from '../../shared/domain/message.ts'
import { addMinutes, addSeconds, type Instant } from '../../shared/domain/time.ts'
import { RESCUE_AFTER_MINUTES } from '../../shared/due/plan-deliveries.ts'
import { LONGEST_DELAY_SECONDS } from '../../shared/runtime/queue.ts'
import type { SendResult } from '../../shared/senders/send-result.ts'
import type { SendVerdict } from './may-send-now.ts'

/** What one attempt on one message came to: sent or not, or not tried at all. */
export type Attempt =
  /** `at` is the instant just before the request: a delivery log is matched by it. */
  | {
      readonly message: Message
      readonly address: string
      readonly at: Instant
      readonly result: SendResult
    }
  | { readonly message: Message; readonly verdict: Exclude<SendVerdict, { kind: 'send' }> }
  /** `at` is the instant of the claim. */
  | { readonly message: Message; readonly at: Instant; readonly abandoned: true }

export interface Settlement {
  readonly messages: readonly Message[]
  readonly delivery: Delivery
  /** Addresses that nothing more is sent to. */
  readonly suppressed: readonly { address: string; code: string }[]
}

/** Faults of the provider that a message outlives before it is held for a person; being too fast is no fault. */
const MOST_FAULTS = 5

/** An attempt that surely did not reach anybody. */
const NOT_SENT = 'not-sent'

/** Minutes until the next attempt, by how many faults there were. */
const RETRY_MINUTES = [1, 5, 15, 60]

/**
 * What is recorded of a delivery's attempts. Everything that has an end leaves `pending`; what remains makes
 * the delivery wait for its next attempt. An SMS in doubt, and a mail to a manufacturer, is
 * held and never sent again on its own; a staff mail in doubt is sent once more after ten minutes, and then held.
 */
export function settle(delivery: Delivery, attempts: readonly Attempt[], now: Instant): Settlement {
  const settled = attempts.map((attempt) => settleOne(attempt, now))
  const waiting = settled.flatMap(({ message, again }) => (again === undefined ? [] : [{ message, again }]))
  const untouched = delivery.pending.filter(
    (messageId) => !attempts.some(({ message }) => message.messageId === messageId),
  )
  const pending = [...waiting.map(({ message }) => message.messageId), ...untouched]
  const deferred = settled.filter(({ wasDeferred }) => wasDeferred === true).length
  // The latest of the waits: nothing is tried sooner than it should be.
  const next =
    waiting
      .map(({ again }) => again)
      .sort()
      .at(-1) ?? now
  return {
    messages: settled.map(({ message }) => message),
    suppressed: settled.flatMap(({ suppressed }) => suppressed ?? []),
    delivery: {
      ...delivery,
      pending,
      addresses: undefined,
      attempts: delivery.attempts + 1,
      ...(pending.length === 0
        ? { status: 'done', attentionAt: undefined }
        : {
            status: 'planned',
            sendAfter: next,
            // To wait for one's hour is no delay.
            waitingSince:
              deferred === pending.length ? undefined : (delivery.waitingSince ?? delivery.sendAfter),
            attentionAt: attentionAt(next, now),
          }),
    },
  }
}

/** A hint in the queue comes first and the sweep of deliveries after it; beyond the queue's reach it is the hint. */
function attentionAt(next: Instant, now: Instant): Instant {
  return next > addSeconds(now, LONGEST_DELAY_SECONDS) ? next : addMinutes(next, RESCUE_AFTER_MINUTES)
}

interface Settled {
  readonly message: Message
  /** When it is tried again. */
  readonly again?: Instant
  /** It waits for its reader's hours. */
  readonly wasDeferred?: boolean
  readonly suppressed?: { address: string; code: string }[]
}

function settleOne(attempt: Attempt, now: Instant): Settled {
  if ('abandoned' in attempt) return doubtful(attempt.message, attempt.at, now)
  if ('verdict' in attempt) {
    const { message, verdict } = attempt
    return verdict.kind === 'defer'
      ? { message, again: verdict.until, wasDeferred: true }
      : { message: { ...message, status: 'suppressed', reason: verdict.reason } }
  }
  const { address, at, result } = attempt
  const tried = (outcome: string): Message => ({
    ...attempt.message,
    address,
    attempts: [...attempt.message.attempts, { at, outcome }],
  })
  switch (result.kind) {
    case 'accepted': {
      const { providerId } = result
      return { message: { ...tried('accepted'), status: 'sent', providerId, sentAt: at } }
    }
    case 'refused': {
      const message: Message = { ...tried(result.code), status: 'failed', reason: result.code }
      const suppressed = result.fault === 'address' ? [{ address, code: result.code }] : []
      return { message, suppressed }
    }
    case 'throttled':
      return { message: attempt.message, again: addMinutes(now, result.limit === 'quota' ? 60 : 1) }
    case 'not-sent':
      return retry(tried(NOT_SENT), now)
    case 'unknown':
      return doubtful({ ...attempt.message, address }, at, now)
  }
}

function doubtful(message: Message, at: Instant, now: Instant): Settled {
  const tried = { ...message, attempts: [...message.attempts, { at, outcome: IN_DOUBT }] }
  return message.channel === 'mail' && message.recipient.kind !== 'manufacturer' && !mayHaveBeenSent(message)
    ? { message: tried, again: addMinutes(now, RESCUE_AFTER_MINUTES) }
    : { message: { ...tried, status: 'held', reason: IN_DOUBT } }
}

function retry(message: Message, now: Instant): Settled {
  const faults = faultsOf(message)
  if (faults >= MOST_FAULTS) {
    const reason = mayHaveBeenSent(message) ? IN_DOUBT : PROVIDER_UNAVAILABLE
    return { message: { ...message, status: 'held', reason } }
  }
  return { message, again: addMinutes(now, RETRY_MINUTES[faults - 1] ?? 60) }
}

/** How often the provider could not be used; whoever releases a message gives it all its attempts again. */
function faultsOf({ attempts, decision }: Message): number {
  return attempts.filter(
    ({ outcome, at }) => outcome === NOT_SENT && (decision === undefined || at >= decision.at),
  ).length
}

/**
 * A claimed delivery whose worker is gone: each message without a result may have been sent, whether its
 * request had left or not.
 * @param damaged messages whose rows cannot be read: nobody can write down that they are in doubt
 */
export function settleAbandoned(
  delivery: Delivery,
  pending: readonly Message[],
  now: Instant,
  damaged: readonly string[] = [],
): Settlement {
  // What the claim gave no address was not to be sent in that turn: it waits for its own.
  const { addresses } = delivery
  const claimed = pending.filter(
    ({ messageId, channel }) => channel === 'mail' || addresses === undefined || messageId in addresses,
  )
  const attempts = claimed.map((message): Attempt => {
    // The number of the claim finds its delivery log.
    const address = addresses?.[message.messageId] ?? message.address
    return { message: { ...message, address }, at: delivery.updatedAt, abandoned: true }
  })
  const readable = pending.map(({ messageId }) => messageId)
  const settlement = settle({ ...delivery, pending: readable }, attempts, now)
  return damaged.length === 0
    ? settlement
    : { ...settlement, delivery: withDamaged(delivery, settlement.delivery, damaged) }
}

/**
 * What cannot be read may have been sent as well. An SMS stays claimed, so that nobody sends it again: mended, it is
 * held like the others. A mail waits with the others for its second turn.
 */
function withDamaged(claimed: Delivery, settled: Delivery, damaged: readonly string[]): Delivery {
  if (settled.status === 'planned') return { ...settled, pending: [...settled.pending, ...damaged] }
  const { addresses, attentionAt } = claimed
  return { ...settled, status: 'sending', pending: [...damaged], addresses, attentionAt }
}

/** Whether the provider may have this message already: then a staff mail says that it comes again. */
export function mayHaveBeenSent(message: Message): boolean {
  return message.attempts.some(({ outcome }) => outcome === IN_DOUBT)
}
