import { isOpen, visitOfOrder, type RepairOrder } from '../../shared/domain/order.ts'
import { ledgerOfVehicle } from '../../shared/due/ledger-of-vehicle.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { changeView } from '../../shared/http/changes.ts'
import { ledgerWarningView } from '../../shared/http/ledger-warning.ts'
import { paged } from '../../shared/http/paged.ts'
import {
  listOrders,
  listOrderChanges,
  listVehicleOrders,
  readOrder,
} from '../../shared/http/routes/orders.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { repairOrderRecord } from '../../shared/store/orders.ts'
import type { Listed } from '../../shared/store/read.ts'
import type { Store } from '../../shared/store/store.ts'
import { vehicleOfOrder } from '../../shared/store/vehicle-of-order.ts'
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
      const now = clock.now()
      const isHere = isOpen(order) && visitOfOrder(order) !== undefined
      const vehicle = isHere ? await vehicleOfOrder(store, dealerId, order.vehicleId) : undefined
      const ledger = vehicle && (await ledgerOfVehicle(store, dealer, vehicle, now))
      const ledgerWarnings = ledger?.warnings.map(ledgerWarningView)
      return { body: { ...orderView(order, dealer, now), ledgerWarnings }, version: order.version }
    }),
    implement(listOrders, async ({ caller: { dealerId }, query }) => {
      const { state: status, promisedBefore, advisor: advisorId, number } = query
      const filter = { state: status, promisedBefore, advisor: advisorId, number }
      const dealer = await store.dealers.byId(dealerId)
      if (dealer === undefined) throw new NotFound()
      const body = await paged(
        { dealerId, list: listOrders.path, filter },
        query,
        (paging) =>
          number === undefined
            ? store.orders.open(dealerId, { status, promisedBefore, advisorId }, paging)
            : ofNumber(store, dealerId, number),
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

async function ofNumber(
  store: Pick<Store, 'guards' | 'orders'>,
  dealerId: string,
  number: string,
): Promise<Listed<RepairOrder>> {
  const ids = await store.guards.idsBehind(dealerId, 'order-number', [number])
  const orders = await store.orders.byIds(dealerId, ids.values())
  return { items: [...orders.values()], next: undefined }
}
