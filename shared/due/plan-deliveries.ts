import { idFor } from '../domain/ids.ts'
import type { Delivery, Message } from '../domain/message.ts'
import { unwritten, type Stamp } from '../domain/record.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { deliveryRecord, messageRecord } from '../store/messages.ts'
import type { Write } from '../store/table-client.ts'
import type { PlannedMessage } from './apply-decision.ts'

/** One claim covers so many messages; after a crash no more than these are in doubt. */
export const MOST_IN_DELIVERY = 25

/** A delivery that nobody has claimed so long after its time is queued again. */
export const RESCUE_AFTER_MINUTES = 10

/** Messages of one dealer of which this is the same go in the same deliveries. */
export function deliveredTogether({ row, sendAfter }: PlannedMessage): string {
  return `${row.channel} ${sendAfter}`
}

/** The ledger rows of messages and the deliveries that carry them, by channel and time. */
export function writesForMessages(
  dealerId: string,
  messages: readonly PlannedMessage[],
  stamp: Stamp,
): Write[] {
  const groups = Map.groupBy(messages, deliveredTogether)
  return [...groups.values()].flatMap((group) =>
    chunks(group, MOST_IN_DELIVERY).flatMap((chunk) => writesForDelivery(dealerId, chunk, stamp)),
  )
}

function writesForDelivery(dealerId: string, chunk: readonly PlannedMessage[], stamp: Stamp): Write[] {
  const [first] = chunk
  if (first === undefined) return []
  const messageIds = chunk.map(({ row }) => row.messageId)
  const deliveryId = idFor('delivery', dealerId, ...messageIds)
  const rows = chunk.map(({ row }): Message => ({ ...row, deliveryId }))
  const delivery: Delivery = {
    ...unwritten(stamp),
    dealerId,
    deliveryId,
    channel: first.row.channel,
    status: 'planned',
    sendAfter: first.sendAfter,
    attentionAt: attentionAt(first.sendAfter, stamp.at),
    messageIds,
    pending: messageIds,
    attempts: 0,
  }
  return [...rows.map((row) => messageRecord.put(row, stamp)), deliveryRecord.put(delivery, stamp)]
}

/**
 * When the sweep of deliveries must look at one: what may go at once is queued by the relay and only missed
 * when nobody has taken it ten minutes later; what must wait for its window is queued when that opens.
 */
export function attentionAt(sendAfter: Instant, now: Instant): Instant {
  return sendAfter > now ? sendAfter : addMinutes(now, RESCUE_AFTER_MINUTES)
}

export function chunks<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  )
}
