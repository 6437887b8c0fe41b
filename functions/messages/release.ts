import type { Dealer } from '../../shared/domain/dealer.ts'
import { idFor } from '../../shared/domain/ids.ts'
import type { Delivery, Message } from '../../shared/domain/message.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { sendAfter } from '../../shared/domain/send-window.ts'
import { attentionAt } from '../../shared/due/plan-deliveries.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { deliveryRecord } from '../../shared/store/messages.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { decideHeld, type HeldDecision } from './decide-held.ts'

export interface Released {
  readonly message: Message
  /** The new delivery of this one message. */
  readonly delivery: Delivery
}

/**
 * A person says that a held message did not arrive: it is planned again, in a delivery of its own, within the hours
 * in which its reader may be disturbed. Whether it may be sent at all is asked again at the moment of sending.
 * @param also what else belongs into the transaction
 * @throws NotFound, Stale, NotHeld, Contested
 */
export async function releaseMessage(
  store: Store,
  which: HeldDecision,
  stamp: Stamp,
  also: (released: Released) => readonly Write[],
): Promise<Released> {
  const dealer = await store.dealers.byId(which.dealerId)
  if (dealer === undefined) throw new NotFound()
  return decideHeld(store, which, stamp, (held) => {
    const released = releasedOf(held, dealer, stamp)
    return { ...released, writes: [deliveryRecord.put(released.delivery, stamp), ...also(released)] }
  })
}

/** Pure: the id of the delivery tells how often the message was tried, so each release makes one of its own. */
function releasedOf(held: Message, dealer: Dealer, stamp: Stamp): Released {
  const { dealerId, messageId, channel, attempts, recipient } = held
  const { at: now } = stamp
  const deliveryId = idFor('delivery', dealerId, messageId, String(attempts.length))
  const from = recipient.kind === 'staff' ? now : sendAfter(now, dealer.settings.smsWindow, dealer.zone)
  return {
    message: {
      ...held,
      status: 'planned',
      reason: undefined,
      deliveryId,
      decision: { kind: 'released', ...stamp },
    },
    delivery: {
      ...unwritten(stamp),
      dealerId,
      deliveryId,
      channel,
      status: 'planned',
      sendAfter: from,
      attentionAt: attentionAt(from, now),
      messageIds: [messageId],
      pending: [messageId],
      attempts: 0,
    },
  }
}
