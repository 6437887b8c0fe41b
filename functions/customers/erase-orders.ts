import { withoutContactData } from '../../shared/domain/order.ts'
import { repairOrderRecord } from '../../shared/store/orders.ts'
import type { Store } from '../../shared/store/store.ts'
import { EVER, everOwned, ordersInTheirTime } from './each-of.ts'
import { numbersOfTheirs } from './erase-numbers.ts'
import { entriesWithout, recordsOf, someAtATime, type ErasureTask } from './erasure-part.ts'
import { contactOf } from './what-stays.ts'

/** An order that names who brought the car, and the numbers of whom it is to name no longer; undefined: of anybody. */
interface NamingOrder {
  readonly orderId: string
  readonly mobiles: ReadonlySet<string> | undefined
}

/** Repair orders stay, as the law asks for; who brought the person's car does not, nor that the person brought another's. */
export function orderEraser(): ErasureTask {
  return someAtATime(
    async ({ store, dealer: { dealerId }, record }): Promise<NamingOrder[]> => {
      const ids = recordsOf(record)
      const owned = await everOwned(store, dealerId, ids)
      const own = new Set<string>(
        (await ordersInTheirTime(store, dealerId, owned, ids)).map(({ orderId }) => orderId),
      )
      const mobiles = await numbersOfTheirs(store, dealerId, record.mobiles ?? [], new Set(ids))
      const brought = await ordersBroughtBy(store, dealerId, mobiles)
      return [
        ...[...own].map((orderId) => ({ orderId, mobiles: undefined })),
        ...brought.filter((orderId) => !own.has(orderId)).map((orderId) => ({ orderId, mobiles })),
      ]
    },
    async (some, { store, dealer: { dealerId }, stamp }) => {
      const orders = await store.orders.byIds(
        dealerId,
        some.map(({ orderId }) => orderId),
      )
      const groups = await Promise.all(
        some.map(async ({ orderId, mobiles }) => {
          const entries = await store.audit.of(dealerId, repairOrderRecord.entity, orderId)
          const order = orders.get(orderId)
          const { mobile = '' } = order?.contact?.presenter ?? {}
          const names = order?.contact !== undefined && (mobiles === undefined || mobiles.has(mobile))
          return [
            ...(names ? [[repairOrderRecord.put(withoutContactData(order), stamp)]] : []),
            ...entriesWithout(entries, contactOf(mobiles), stamp),
          ]
        }),
      )
      return groups.flat()
    },
  )
}

/** The orders of whose car somebody with these numbers was told as the one who had brought it. */
async function ordersBroughtBy(
  store: Pick<Store, 'messages'>,
  dealerId: string,
  mobiles: ReadonlySet<string>,
): Promise<string[]> {
  const told = await Promise.all([...mobiles].map((mobile) => store.messages.triedTo(mobile, EVER)))
  const orderIds = told
    .flat()
    .flatMap((message) =>
      message.dealerId === dealerId && message.recipient.kind === 'presenter' ? [message.recipient.id] : [],
    )
  return [...new Set(orderIds)]
}
