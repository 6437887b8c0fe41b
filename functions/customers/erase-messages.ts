import type { ErasedCustomer } from '../../shared/domain/customer.ts'
import type { Delivery, Message } from '../../shared/domain/message.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { deliveryRecord, messageRecord } from '../../shared/store/messages.ts'
import type { Store } from '../../shared/store/store.ts'
import { EVER, everOwned, ordersInTheirTime } from './each-of.ts'
import { numbersOfTheirs } from './erase-numbers.ts'
import { recordsOf, type ErasedPart, type ErasureContext } from './erasure-part.ts'
import { deliveryWithout, erasedMessage, isErasedMessage } from './what-stays.ts'
import type { CustomerRecords } from '../../shared/store/customer-records.ts'
import { everyPage } from '../../shared/store/every-page.ts'

/** Each may bring its delivery along, so that both fit into one transaction. */
const MESSAGES_AT_ONCE = 45

/**
 * Erases the words and addresses of what was told to a person, some at a time; what was still to be told is not told any
 * more. A message that is being sent is left to the worker that has it: it is erased once it is known what became of it.
 * It looks for the messages once, on first use, so it serves one request.
 */
export function messageEraser(): (context: ErasureContext) => Promise<ErasedPart> {
  let found: readonly string[] | undefined
  let at = 0
  const beingSent = new Set<string>()
  return async ({ store, dealer: { dealerId }, stamp, record }) => {
    found ??= (await messagesOf(store, dealerId, record))
      .filter((message) => !isErasedMessage(message))
      .map(({ messageId }) => messageId)
    for (; at < found.length; at += MESSAGES_AT_ONCE) {
      const ids = found.slice(at, at + MESSAGES_AT_ONCE)
      const open = [...(await store.messages.byIds(dealerId, ids)).values()].filter(
        (message) => !isErasedMessage(message),
      )
      const planned = open.filter(({ status }) => status === 'planned')
      const deliveries = await store.messages.deliveriesByIds(
        dealerId,
        planned.map(({ deliveryId }) => deliveryId),
      )
      const isOnItsWay = ({ status, deliveryId }: Message) =>
        status === 'planned' && deliveries.get(deliveryId)?.status === 'sending'
      for (const { messageId } of open.filter(isOnItsWay)) beingSent.add(messageId)
      const erased = open.filter((message) => !isOnItsWay(message))
      if (erased.length === 0) continue
      return {
        writes: [
          ...erased.map((message) => messageRecord.put(erasedMessage(message), stamp)),
          ...deliveriesWithout(erased, deliveries).map((delivery) => deliveryRecord.put(delivery, stamp)),
        ],
        erased: erased.length,
        beingSent: beingSent.size,
      }
    }
    return { writes: [], erased: 0, beingSent: beingSent.size }
  }
}

/**
 * To the person, whosever car it was about, and to those who brought the person's vehicles: their names were taken down
 * with the person's order.
 */
async function messagesOf(
  store: CustomerRecords,
  dealerId: string,
  record: ErasedCustomer,
): Promise<Message[]> {
  const ids = recordsOf(record)
  const vehicles = await everOwned(store, dealerId, ids)
  const orders = await ordersInTheirTime(store, dealerId, vehicles, ids)
  const orderIds = new Set(orders.map(({ orderId }) => orderId))
  const mobiles = record.mobiles ?? []
  const own = await numbersOfTheirs(store, dealerId, mobiles, new Set(ids))
  return messagesTo(store, dealerId, { vehicles, mobiles }, ({ recipient, address = '' }) => {
    switch (recipient.kind) {
      case 'customer':
        return ids.includes(recipient.id)
      case 'presenter':
        return orderIds.has(recipient.id) || own.has(address)
      case 'staff':
      case 'manufacturer':
        return false
    }
  })
}

/** Found by the vehicles that they are about, and by the numbers that they went to, whosever the vehicle is by now. */
export async function messagesTo(
  store: Pick<Store, 'messages'>,
  dealerId: string,
  { vehicles, mobiles }: { readonly vehicles: readonly Vehicle[]; readonly mobiles: readonly string[] },
  isTheirs: (message: Message) => boolean,
): Promise<Message[]> {
  const told = await Promise.all([
    ...vehicles.map(({ vehicleId }) =>
      everyPage((paging) => store.messages.ofSubject(dealerId, `vehicle#${vehicleId}`, paging)),
    ),
    ...mobiles.map((mobile) => store.messages.triedTo(mobile, EVER)),
  ])
  const theirs = told
    .flat()
    .filter((message) => message.dealerId === dealerId && isTheirs(message))
    .map(({ messageId }) => messageId)
  return [...(await store.messages.byIds(dealerId, theirs)).values()]
}

function deliveriesWithout(
  messages: readonly Message[],
  deliveries: ReadonlyMap<string, Delivery>,
): Delivery[] {
  const planned = messages.filter(({ status }) => status === 'planned')
  return [...Map.groupBy(planned, ({ deliveryId }) => deliveryId)].flatMap(([deliveryId, own]) => {
    const delivery = deliveries.get(deliveryId)
    if (delivery?.status !== 'planned') return []
    const ids = own.map(({ messageId }) => messageId)
    return [deliveryWithout(delivery, ids)]
  })
}
