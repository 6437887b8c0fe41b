import { withoutContactData } from '../../shared/domain/order.ts'
import { repairOrderRecord } from '../../shared/store/orders.ts'
import { everOwned, ordersInTheirTime } from './each-of.ts'
import { entriesWithout, recordsOf, someAtATime, type ErasureTask } from './erasure-part.ts'
import { orderContact } from './what-stays.ts'

/** Repair orders stay, as the law asks for; who brought the car does not. */
export function orderEraser(): ErasureTask {
  return someAtATime(
    async ({ store, dealer: { dealerId }, record }) => {
      const ids = recordsOf(record)
      const owned = await everOwned(store, dealerId, ids)
      return (await ordersInTheirTime(store, dealerId, owned, ids)).map(({ orderId }) => orderId)
    },
    async (orderIds, { store, dealer: { dealerId }, stamp }) => {
      const [orders, entries] = await Promise.all([
        store.orders.byIds(dealerId, orderIds),
        Promise.all(orderIds.map((id) => store.audit.of(dealerId, repairOrderRecord.entity, id))),
      ])
      return [
        ...[...orders.values()]
          .filter(({ contact }) => contact !== undefined)
          .map((order) => [repairOrderRecord.put(withoutContactData(order), stamp)]),
        ...entriesWithout(entries.flat(), (name) => orderContact.has(name), stamp),
      ]
    },
  )
}
