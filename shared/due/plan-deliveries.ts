import { idFor } from '../domain/ids.ts'
import { MOST_IN_DELIVERY, type Delivery } from '../domain/message.ts'
import { unwritten, type Stamp } from '../domain/record.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { deliveryRecord, messageRecord } from '../store/messages.ts'
import type { Write } from '../store/table-client.ts'
import type { PlannedMessage } from './apply-decision.ts'

/** A delivery that nobody has claimed so long after its time is queued again. */
export const RESCUE_AFTER_MINUTES = 10

/**
 * Messages of one dealer of which this is the same go in the same deliveries. What goes to a manufacturer goes by itself:
 * in doubt it is held, while a mail to staff beside it would wait for its second turn.
 */
export function deliveredTogether({ row, sendAfter }: PlannedMessage): string {
  const whose = row.recipient.kind === 'manufacturer' ? 'manufacturer' : 'others'
  return `${row.channel} ${sendAfter} ${whose}`
}

/** The ledger rows of messages and the deliveries that carry them, by channel and time. */
export function writesForMessages(
  dealerId: string,
  messages: readonly PlannedMessage[],
  stamp: Stamp,
): Write[] {
  return deliveriesFor(dealerId, messages, stamp).flatMap(({ delivery, carried }) => [
    ...carried.map(({ row }) => messageRecord.put({ ...row, deliveryId: delivery.deliveryId }, stamp)),
    deliveryRecord.put(delivery, stamp),
  ])
}

/** The deliveries of messages, by channel and time, each with those that it carries. */
export function deliveriesFor<Planned extends PlannedMessage>(
  dealerId: string,
  messages: readonly Planned[],
  stamp: Stamp,
): { readonly delivery: Delivery; readonly carried: readonly Planned[] }[] {
  const groups = Map.groupBy(messages, deliveredTogether)
  return [...groups.values()].flatMap((group) =>
    chunks(group, MOST_IN_DELIVERY).flatMap((carried) => {
      const [first] = carried
      return first === undefined ? [] : [{ delivery: deliveryOf(dealerId, carried, first, stamp), carried }]
    }),
  )
}

function deliveryOf(
  dealerId: string,
  carried: readonly PlannedMessage[],
  { row: { channel }, sendAfter }: PlannedMessage,
  stamp: Stamp,
): Delivery {
  const messageIds = carried.map(({ row }) => row.messageId)
  // A message that is planned again has been written since, so it never gets a delivery that it had before.
  const written = carried.flatMap(({ row: { version } }) => (version === 0 ? [] : [String(version)]))
  return {
    ...unwritten(stamp),
    dealerId,
    deliveryId: idFor('delivery', dealerId, ...messageIds, ...written),
    channel,
    status: 'planned',
    sendAfter,
    attentionAt: attentionAt(sendAfter, stamp.at),
    messageIds,
    pending: messageIds,
    attempts: 0,
  }
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
