import type * as z from 'zod'
import type { OrderId } from '../../shared/domain/ids.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { RepairOrder } from '../../shared/domain/order.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import type { Route } from '../../shared/http/contract.ts'
import { asSeen } from '../../shared/http/etag.ts'
import type { ChangedOrder } from '../../shared/http/routes/order-views.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { changedView } from './order-view.ts'
import { vehicleOfOrder } from '../../shared/store/vehicle-of-order.ts'
import type { OrderRecords } from '../../shared/store/order-records.ts'
import { saveOrder, type OrderContext, type PlannedOrder } from './save-order.ts'

export interface OrdersDependencies {
  readonly store: OrderRecords
  readonly clock: Clock
}

type StepRoute<Query extends Readonly<Record<string, z.ZodType>>, Body extends z.ZodType> = Route<
  { orderId: typeof OrderId },
  Query,
  Body,
  typeof ChangedOrder,
  false,
  true
>

/** What a step makes of an order, given what was sent and who sent it. */
type Step<Body extends z.ZodType> = (
  order: RepairOrder,
  body: z.output<Body>,
  context: OrderContext,
  caller: Caller,
) => PlannedOrder | Promise<PlannedOrder>

/**
 * Answers a route that takes an order one step further: worked out on the order in the version that the caller has
 * seen, and written whole.
 * @param action what is done, as a verb in the past
 */
export function stepsOf({ store, clock }: OrdersDependencies) {
  return <Query extends Readonly<Record<string, z.ZodType>>, Body extends z.ZodType>(
    route: StepRoute<Query, Body>,
    action: string,
    plan: Step<Body>,
  ): Implementation =>
    implement(route, async ({ caller, params: { orderId }, body, version, remember }) => {
      const { dealerId } = caller
      const stamp = stampOf(caller, clock.now())
      const { answer } = await untilCommitted(store, async () => {
        const [dealer, found] = await Promise.all([
          store.dealers.byId(dealerId),
          store.orders.byId(dealerId, orderId),
        ])
        if (dealer === undefined) throw new NotFound()
        const order = asSeen(found, version)
        const vehicle = await vehicleOfOrder(store, dealerId, order.vehicleId)
        const context = { store, dealer, vehicle, stamp, today: dateIn(stamp.at, dealer.zone) }
        const planned = await plan(order, body, context, caller)
        const { saved, writes } = await saveOrder(order, planned, action, context, (as) =>
          remember(answerOf(as, dealer, stamp)),
        )
        return { answer: answerOf(saved, dealer, stamp), writes }
      })
      return answer
    })
}

export function answerOf(saved: Parameters<typeof changedView>[0], dealer: Dealer, { at }: Stamp) {
  return { body: changedView(saved, dealer, at), version: saved.order.version }
}
