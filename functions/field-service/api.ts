import type { FieldServiceOrder } from '../../shared/domain/field-service-order.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { visitTimerWrites } from '../../shared/due/plans/visit-timers.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changeRecord } from '../../shared/http/change-record.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import type { Answer } from '../../shared/http/respond.ts'
import {
  arriveFieldService,
  cancelFieldService,
  changeFieldService,
  completeFieldService,
  contactFieldService,
  couldNotReachFieldService,
  handInFeedbackCard,
  listFieldService,
  listFieldServiceOfCustomer,
  readFieldService,
  readFieldServiceChanges,
  requestFieldService,
  scheduleFieldService,
  type FieldServiceView,
} from '../../shared/http/routes/field-service.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { fieldServiceRecord } from '../../shared/store/field-service-orders.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { corrected } from './correct-visit.ts'
import { requestVisit } from './request-visit.ts'
import {
  arrived,
  cancelled,
  cardHandedIn,
  completed,
  contacted,
  notReached,
  scheduled,
} from './visit-steps.ts'
import { visitSummary, visitView } from './visit-view.ts'

/** A call of a route that changes one order. */
interface ChangeCall {
  readonly caller: Caller
  readonly params: { readonly fieldServiceOrderId: string }
  readonly version: number
  readonly remember: (answer: Answer<FieldServiceView>) => Write[]
}

/** What answers the routes of field service. */
export function fieldServiceApi({ store, clock }: { store: Store; clock: Clock }): Implementation[] {
  const answer = (order: FieldServiceOrder): Answer<FieldServiceView> => ({
    body: visitView(order),
    version: order.version,
  })
  const dealerOf = async ({ dealerId }: Caller) => {
    const dealer = await store.dealers.byId(dealerId)
    if (dealer === undefined) throw new NotFound()
    return dealer
  }
  const orderOf = async (dealerId: string, fieldServiceOrderId: string) => {
    const order = await store.fieldService.byId(dealerId, fieldServiceOrderId)
    if (order === undefined) throw new NotFound()
    return order
  }
  const changed = async (
    { caller, params: { fieldServiceOrderId: id }, version, remember }: ChangeCall,
    action: string,
    change: (
      order: FieldServiceOrder,
      stamp: Stamp,
      today: CalendarDate,
    ) => FieldServiceOrder | Promise<FieldServiceOrder>,
  ) => {
    const dealer = await dealerOf(caller)
    const { dealerId, zone } = dealer
    const stamp = stampOf(caller, clock.now())
    const read = () => store.fieldService.byId(dealerId, id)
    const order = await changeRecord(
      store,
      { kind: fieldServiceRecord, id, version, read },
      { action, stamp },
      (before) => change(before, stamp, dateIn(stamp.at, zone)),
      async (after, before) => [
        ...(await visitTimerWrites(before, after, { store, dealer, stamp })),
        ...remember(answer(after)),
      ],
    )
    return answer(order)
  }

  return [
    implement(requestFieldService, async ({ caller, body, remember }) => {
      const dealer = await dealerOf(caller)
      const stamp = stampOf(caller, clock.now())
      return answer(await requestVisit(store, dealer, body, stamp, (order) => remember(answer(order))))
    }),
    implement(listFieldService, async ({ caller: { dealerId }, query: { limit, cursor, ...filter } }) => {
      const { assignedTo, status } = filter
      const page = await paged(
        { dealerId, list: listFieldService.path, filter },
        { limit, cursor },
        async (paging) => {
          const { items, next } = await store.fieldService.open(dealerId, { assignedTo, ...paging })
          // Open visits are few: a state narrows the page down after it was read.
          return { items: items.filter((order) => (status ?? order.status) === order.status), next }
        },
        visitSummary,
      )
      return { body: page }
    }),
    implement(listFieldServiceOfCustomer, async ({ caller: { dealerId }, params: { customerId }, query }) => {
      const customer = await store.customers.byId(dealerId, customerId)
      if (customer === undefined) throw new NotFound()
      const ids = [customer.customerId, ...customer.mergedFrom.map((other) => other.customerId)] as const
      const page = await paged(
        { dealerId, list: listFieldServiceOfCustomer.path, filter: { customerId } },
        query,
        (paging) => store.fieldService.ofCustomer(dealerId, ids, paging),
        visitSummary,
      )
      return { body: page }
    }),
    implement(readFieldService, async ({ caller: { dealerId }, params: { fieldServiceOrderId } }) =>
      answer(await orderOf(dealerId, fieldServiceOrderId)),
    ),
    implement(changeFieldService, (call) =>
      changed(call, 'changed', (order, _, today) => corrected(store, order, call.body, today)),
    ),
    implement(contactFieldService, (call) => changed(call, 'contacted', contacted)),
    implement(couldNotReachFieldService, (call) =>
      changed(call, 'not-reached', (order, stamp) => notReached(order, call.body.remark, stamp)),
    ),
    implement(scheduleFieldService, (call) =>
      changed(call, 'scheduled', (order, stamp) => scheduled(order, call.body, stamp)),
    ),
    implement(arriveFieldService, (call) => changed(call, 'arrived', arrived)),
    implement(completeFieldService, (call) =>
      changed(call, 'completed', (order, stamp) => completed(order, call.body, stamp)),
    ),
    implement(handInFeedbackCard, (call) =>
      changed(call, 'card-handed-in', (order, stamp) => cardHandedIn(order, call.body, stamp)),
    ),
    implement(cancelFieldService, (call) =>
      changed(call, 'cancelled', (order, stamp) => cancelled(order, call.body.reason, stamp)),
    ),
    implement(readFieldServiceChanges, async ({ caller: { dealerId }, params, query }) => {
      const { fieldServiceOrderId: id } = params
      await orderOf(dealerId, id)
      const page = await paged(
        { dealerId, list: readFieldServiceChanges.path, filter: params },
        query,
        (paging) => store.audit.newestOf(dealerId, fieldServiceRecord.entity, id, paging),
        changeView,
      )
      return { body: page }
    }),
  ]
}
