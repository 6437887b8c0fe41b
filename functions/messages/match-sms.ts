import type { MessageReceipt } from '../../events/message-receipt.v1.ts'
import { IN_DOUBT, type Message } from '../../shared/domain/message.ts'
import { addMinutes, epochMilliseconds, Instant } from '../../shared/domain/time.ts'
import { LEASE_SECONDS } from './lease.ts'

type SmsReceipt = Extract<MessageReceipt, { channel: 'sms' }>

/** A worker's clock may be so far off. */
const CLOCK_OFF_MINUTES = 10

/**
 * How far the time of an attempt may lie before and after the time at which SNS took the SMS: of an attempt whose
 * worker died it is that of its claim, up to a lease before. In whole steps of five minutes.
 */
const MINUTES_OFF = 5 * Math.ceil((CLOCK_OFF_MINUTES + LEASE_SECONDS / 60) / 5)

/** Which of a number's SMS the delivery log means by its provider's id. */
export function knownByProvider(receipt: SmsReceipt, messages: readonly Message[]): Message | undefined {
  return messages.find(({ providerId }) => providerId === receipt.providerId)
}

/** The earliest attempt that a delivery log can mean. */
export function earliestFor(receipt: SmsReceipt): Instant {
  return addMinutes(Instant.parse(receipt.acceptedAt), -MINUTES_OFF)
}

/**
 * Which of a number's SMS in doubt the delivery log means: the one that was tried about then. Of several it could be any:
 * the time of an attempt whose worker died is that of its claim, and the clocks may differ by more than lies between
 * them, so all stay for a person. It must only be asked when every SMS that was being sent to the number at that time has
 * been recorded, else a message in doubt is given the receipt of another one.
 */
export function likelyInDoubt(receipt: SmsReceipt, messages: readonly Message[]): Message | undefined {
  const took = epochMilliseconds(Instant.parse(receipt.acceptedAt))
  const wasTriedThen = ({ attempts }: Message) =>
    attempts.some(
      ({ at, outcome }) =>
        outcome === IN_DOUBT && Math.abs(epochMilliseconds(at) - took) <= MINUTES_OFF * 60_000,
    )
  const [only, ...others] = messages
    .filter(({ providerId }) => providerId === undefined)
    .filter(
      ({ segments }) => receipt.parts === undefined || segments === undefined || segments === receipt.parts,
    )
    .filter(wasTriedThen)
  return others.length === 0 ? only : undefined
}
