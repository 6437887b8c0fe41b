import type { Dealer } from '../../shared/domain/dealer.ts'
import { isCustomers, type Delivery, type Message } from '../../shared/domain/message.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { sendAfter, windowOf } from '../../shared/domain/send-window.ts'
import { deliveriesFor } from '../../shared/due/plan-deliveries.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { deliveryRecord } from '../../shared/store/messages.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { decideHeld, type DecidedMessage, type HeldDecision, type HeldOutcome } from './decide-held.ts'

export interface ReleasedMessage extends DecidedMessage {
  /** The new one, which it shares with those that were released with it and go the same way at the same time. */
  readonly delivery: Delivery
}

/**
 * A person says that held messages did not arrive: they are planned again, within the hours in which their readers may
 * be disturbed. Whether they may be sent at all is asked again at the moment of sending.
 * @param also what else belongs into the transaction
 * @throws NotFound when there is no such dealer, Contested
 */
export async function releaseMessages(
  store: Store,
  which: HeldDecision,
  stamp: Stamp,
  also: (outcome: HeldOutcome<ReleasedMessage>) => readonly Write[],
): Promise<HeldOutcome<ReleasedMessage>> {
  const dealer = await store.dealers.byId(which.dealerId)
  if (dealer === undefined) throw new NotFound()
  const decide = (held: readonly Message[]) => {
    const planned = held.map((before) => plannedAgain(before, dealer, stamp))
    const deliveries = deliveriesFor(dealer.dealerId, planned, stamp)
    return {
      decided: deliveries.flatMap(({ delivery, carried }) =>
        carried.map(({ before, row }): ReleasedMessage => {
          const message = { ...row, deliveryId: delivery.deliveryId }
          return { before, message, delivery }
        }),
      ),
      writes: deliveries.map(({ delivery }) => deliveryRecord.put(delivery, stamp)),
    }
  }
  return decideHeld(store, which, stamp, decide, also)
}

function plannedAgain(before: Message, { settings, zone }: Dealer, stamp: Stamp) {
  const hasHours = isCustomers(before)
  const row: Message = {
    ...before,
    status: 'planned',
    reason: undefined,
    decision: { kind: 'released', ...stamp },
  }
  return {
    before,
    row,
    sendAfter: hasHours ? sendAfter(stamp.at, windowOf(settings, before.messageClass), zone) : stamp.at,
  }
}
