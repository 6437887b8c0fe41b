import type { Dealer } from '../../shared/domain/dealer.ts'
import type { PartsOrder } from '../../shared/domain/parts-order.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { partsTimerWrites } from '../../shared/due/plans/parts-timers.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changeRecord } from '../../shared/http/change-record.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import type { Answer } from '../../shared/http/respond.ts'
import {
  cancelPartsOrder,
  changePartsOrder,
  closePartsOrder,
  expectPartsOrder,
  listPartsOrders,
  listPartsOrdersOfRepairOrder,
  placePartsOrder,
  readPartsOrder,
  readPartsOrderChanges,
  receivePartsOrder,
  reorderMissingParts,
  type PartsOrderView,
} from '../../shared/http/routes/parts-orders.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { partsOrderRecord } from '../../shared/store/parts-orders.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { countDelivery } from './count-delivery.ts'
import { cancelled, closed, withExpected, withWords } from './end-or-correct.ts'
import { listOrders } from './list-orders.ts'
import { orderSummary, orderView } from './order-view.ts'
import { placeOrder } from './place-order.ts'
import { reorder } from './reorder.ts'

/** A call of a route that changes one order. */
interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly partsOrderId: string }
  readonly version: number
  readonly remember: (answer: Answer<PartsOrderView>) => Write[]
}

/** What answers the routes of parts orders. */
export function partsOrdersApi({ store, clock }: { store: Store; clock: Clock }): Implementation[] {
  const settingOf = async (caller: Caller) => {
    const dealer = await store.dealers.byId(caller.dealerId)
    if (dealer === undefined) throw new NotFound()
    const stamp = stampOf(caller, clock.now())
    const today = dateIn(stamp.at, dealer.zone)
    const answer = (order: PartsOrder): Answer<PartsOrderView> => ({
      body: orderView(order, today),
      version: order.version,
    })
    return { dealer, stamp, today, answer }
  }
  const changed = async (
    { caller, params: { partsOrderId }, version, remember }: ChangeCall,
    action: string,
    change: (order: PartsOrder, stamp: Stamp, dealer: Dealer) => PartsOrder | Promise<PartsOrder>,
  ) => {
    const { dealer, stamp, answer } = await settingOf(caller)
    const read = () => store.partsOrders.byId(dealer.dealerId, partsOrderId)
    const order = await changeRecord(
      store,
      { kind: partsOrderRecord, id: partsOrderId, version, read },
      { action, stamp },
      (before) => change(before, stamp, dealer),
      async (after, before) => [
        ...(await partsTimerWrites(before, after, { store, dealer, stamp })),
        ...remember(answer(after)),
      ],
    )
    return answer(order)
  }

  return [
    implement(placePartsOrder, async ({ caller, body, remember }) => {
      const { dealer, stamp, answer } = await settingOf(caller)
      return answer(await placeOrder(store, dealer, body, stamp, (order) => remember(answer(order))))
    }),
    implement(listPartsOrders, async ({ caller, query: { limit, cursor, ...filter } }) => {
      const { dealerId } = caller
      const { today } = await settingOf(caller)
      const page = await paged(
        { dealerId, list: listPartsOrders.path, filter },
        { limit, cursor },
        (paging) => listOrders(store, dealerId, filter, paging),
        (order) => orderSummary(order, today),
      )
      return { body: page }
    }),
    implement(listPartsOrdersOfRepairOrder, async ({ caller, params: { orderId }, query }) => {
      const { dealerId } = caller
      const [{ today }, waiting] = await Promise.all([
        settingOf(caller),
        store.orders.byIds(dealerId, [orderId]),
      ])
      if (waiting.size === 0) throw new NotFound()
      const page = await paged(
        { dealerId, list: listPartsOrdersOfRepairOrder.path, filter: { orderId } },
        query,
        (paging) => store.partsOrders.ofRepairOrder(dealerId, orderId, paging),
        (order) => orderSummary(order, today),
      )
      return { body: page }
    }),
    implement(readPartsOrder, async ({ caller, params: { partsOrderId } }) => {
      const [{ answer }, order] = await Promise.all([
        settingOf(caller),
        store.partsOrders.byId(caller.dealerId, partsOrderId),
      ])
      if (order === undefined) throw new NotFound()
      return answer(order)
    }),
    implement(changePartsOrder, (call) =>
      changed(call, 'changed', (order, _, dealer) => withWords(store, dealer, order, call.body)),
    ),
    implement(expectPartsOrder, (call) =>
      changed(call, 'expected', (order, stamp) => withExpected(order, call.body, stamp)),
    ),
    implement(receivePartsOrder, (call) =>
      changed(call, 'received', (order, stamp) => countDelivery(order, call.body, stamp)),
    ),
    implement(reorderMissingParts, async ({ caller, params, body, version, remember }) => {
      const { dealer, stamp, answer } = await settingOf(caller)
      const seen = { ...params, version }
      return answer(await reorder(store, dealer, seen, body, stamp, (order) => remember(answer(order))))
    }),
    implement(closePartsOrder, (call) => changed(call, 'closed', closed)),
    implement(cancelPartsOrder, (call) =>
      changed(call, 'cancelled', (order, stamp) => cancelled(order, call.body.reason, stamp)),
    ),
    implement(readPartsOrderChanges, async ({ caller: { dealerId }, params: { partsOrderId }, query }) => {
      if ((await store.partsOrders.byId(dealerId, partsOrderId)) === undefined) throw new NotFound()
      const page = await paged(
        { dealerId, list: readPartsOrderChanges.path, filter: { partsOrderId } },
        query,
        (paging) => store.audit.newestOf(dealerId, partsOrderRecord.entity, partsOrderId, paging),
        changeView,
      )
      return { body: page }
    }),
  ]
}
