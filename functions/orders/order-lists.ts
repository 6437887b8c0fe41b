import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import {
  listOpenOrders,
  listOrderChanges,
  listVehicleOrders,
  readOrder,
} from '../../shared/http/routes/orders.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { repairOrderRecord } from '../../shared/store/orders.ts'
import { orderSummary, orderView } from './order-view.ts'
import type { OrdersDependencies } from './steps.ts'

/** Answers what can be asked of orders. */
export function orderLists({ store, clock }: OrdersDependencies): Implementation[] {
  return [
    implement(readOrder, async ({ caller: { dealerId }, params: { orderId } }) => {
      const [dealer, order] = await Promise.all([
        store.dealers.byId(dealerId),
        store.orders.byId(dealerId, orderId),
      ])
      if (dealer === undefined || order === undefined) throw new NotFound()
      return { body: orderView(order, dealer, clock.now()), version: order.version }
    }),
    implement(listOpenOrders, async ({ caller: { dealerId }, query }) => {
      const { state: status, promisedBefore, advisor: advisorId } = query
      const filter = { state: status, promisedBefore, advisor: advisorId }
      const dealer = await store.dealers.byId(dealerId)
      if (dealer === undefined) throw new NotFound()
      const body = await paged(
        { dealerId, list: listOpenOrders.path, filter },
        query,
        (paging) => store.orders.open(dealerId, { status, promisedBefore, advisorId }, paging),
        (order) => orderSummary(order, dealer, clock.now()),
      )
      return { body }
    }),
    implement(listVehicleOrders, async ({ caller: { dealerId }, params: { vehicleId }, query }) => {
      const [dealer, vehicle] = await Promise.all([
        store.dealers.byId(dealerId),
        store.vehicles.byId(dealerId, vehicleId),
      ])
      if (dealer === undefined || vehicle === undefined) throw new NotFound()
      const body = await paged(
        { dealerId, list: listVehicleOrders.path, filter: { vehicleId } },
        query,
        (paging) => store.orders.ofVehicle(dealerId, vehicleId, paging),
        (order) => orderSummary(order, dealer, clock.now()),
      )
      return { body }
    }),
    implement(listOrderChanges, async ({ caller: { dealerId }, params: { orderId }, query }) => {
      if ((await store.orders.byId(dealerId, orderId)) === undefined) throw new NotFound()
      const body = await paged(
        { dealerId, list: listOrderChanges.path, filter: { orderId } },
        query,
        (paging) => store.audit.newestOf(dealerId, repairOrderRecord.entity, orderId, paging),
        changeView,
      )
      return { body }
    }),
  ]
}
