import { idFor, OrderId } from '../../shared/domain/ids.ts'
import { ownNumber } from '../../shared/domain/own-number.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf } from '../../shared/http/caller.ts'
import { createOrder } from '../../shared/http/routes/orders.ts'
import { NotFound, Refused } from '../../shared/runtime/errors.ts'
import { takeName } from '../../shared/store/guards.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { knownAdvisor } from './advisor.ts'
import { newOrder } from './reception.ts'
import { withRework } from './suggest-rework.ts'
import { saveOrder } from './save-order.ts'
import { answerOf, type OrdersDependencies } from './steps.ts'

/** Answers the route that opens an order. Its number is the dealer's own, or drawn; either way one order's. */
export function openOrder({ store, clock }: OrdersDependencies): Implementation {
  return implement(createOrder, async ({ caller, body, remember }) => {
    const { dealerId } = caller
    const stamp = stampOf(caller, clock.now())
    const { answer } = await untilCommitted(store, async () => {
      const [dealer, vehicle] = await Promise.all([
        store.dealers.byId(dealerId),
        store.vehicles.byId(dealerId, body.vehicleId),
      ])
      if (dealer === undefined || vehicle === undefined) throw new NotFound()
      if (vehicle.mergedInto !== undefined) {
        throw new Refused('vehicle-merged', { existing: vehicle.mergedInto })
      }
      const today = dateIn(stamp.at, dealer.zone)
      const number = body.number ?? ownNumber('RO', today)
      const existing = (await store.guards.idsBehind(dealerId, 'order-number', [number])).get(number)
      // A number that was drawn and is taken meets its guard in the transaction, and is drawn anew.
      if (existing !== undefined && body.number !== undefined)
        throw new Refused('already-exists', { existing })
      const orderId = OrderId.parse(idFor('order', dealerId, number))
      const advised = await knownAdvisor(body, { caller, store, today })
      const begun = newOrder(advised, { dealerId, orderId, number }, today, dealer.zone, stamp)
      const context = { store, dealer, vehicle, stamp, today }
      const planned = {
        order: await withRework(begun, context),
        writes: [takeName(dealerId, 'order-number', number, orderId, stamp)],
      }
      const { saved, writes } = await saveOrder(undefined, planned, 'opened', context, (as) =>
        remember(answerOf(as, dealer, stamp)),
      )
      return { answer: answerOf(saved, dealer, stamp), writes }
    })
    return answer
  })
}
