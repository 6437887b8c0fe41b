import type { Implementation } from '../../shared/http/api-handler.ts'
import * as steps from '../../shared/http/routes/order-steps.ts'
import { changeOrder } from '../../shared/http/routes/orders.ts'
import { knownAdvisor } from './advisor.ts'
import { amend } from './amend.ts'
import { deliver, invoice, withdrawInvoice } from './invoice.ts'
import { openOrder } from './open-order.ts'
import { orderLists } from './order-lists.ts'
import { partPricesApi } from './part-prices-api.ts'
import { priceLines, withinMostLines } from './price-lines.ts'
import { cancel, noShow, receive, reschedule } from './reception.ts'
import { stepsOf, type OrdersDependencies } from './steps.ts'
import { withRework } from './suggest-rework.ts'
import * as work from './work.ts'

/** What answers the routes of repair orders and of what parts cost. */
export function ordersApi(dependencies: OrdersDependencies): Implementation[] {
  const { store } = dependencies
  const step = stepsOf(dependencies)
  return [
    openOrder(dependencies),
    ...orderLists(dependencies),
    ...partPricesApi(dependencies),
    step(changeOrder, 'changed', async (order, body, context, caller) => {
      // Nobody becomes the advisor by putting another field right.
      const facts = { caller, store, today: context.today, before: order.advisorId }
      const known = body.advisorId === undefined ? body : await knownAdvisor(body, facts)
      return { order: await amend(order, known, context) }
    }),
    step(steps.rescheduleOrder, 'rescheduled', (order, body, { dealer, stamp }) => ({
      order: reschedule(order, body.appointmentAt, dealer.zone, stamp),
    })),
    step(steps.receiveOrder, 'received', async (order, body, context, caller) => {
      const named = order.advisorId === undefined || body.advisorId !== undefined
      const facts = { caller, store, today: context.today, before: order.advisorId }
      const known = named ? await knownAdvisor(body, facts) : body
      return { order: await withRework(receive(order, known, context.today, context.stamp), context) }
    }),
    step(steps.orderNoShow, 'no-show', (order, _, { stamp }) => ({
      order: noShow(order, stamp.at),
    })),
    step(steps.estimateOrder, 'estimated', async (order, body, context) => {
      const { lines, writes } = await priceLines(body, order, context)
      return { order: await withRework(withinMostLines(work.estimate(order, lines)), context), writes }
    }),
    step(steps.authorizeOrder, 'authorized', (order, body, { stamp }) => ({
      order: work.authorize(order, body, stamp),
    })),
    step(steps.startWork, 'work-started', (order) => ({ order: work.startWork(order) })),
    step(steps.proposeExtraWork, 'extra-work-proposed', async (order, body, context) => {
      const { lines, writes } = await priceLines(body, order, context)
      return {
        order: withinMostLines(work.proposeExtraWork(order, body.reason, lines, context.stamp)),
        writes,
      }
    }),
    step(steps.agreeExtraWork, 'extra-work-agreed', (order, body, { stamp }) => ({
      order: work.decideExtraWork(order, 'agreed', body, stamp),
    })),
    step(steps.refuseExtraWork, 'extra-work-refused', (order, body, { stamp }) => ({
      order: work.decideExtraWork(order, 'refused', body, stamp),
    })),
    step(steps.finishWork, 'work-finished', (order) => ({ order: work.finishWork(order) })),
    step(steps.passQualityCheck, 'quality-check-passed', (order, { remark }, { stamp }) => ({
      order: work.checkQuality(order, 'passed', remark, stamp),
    })),
    step(steps.failQualityCheck, 'quality-check-failed', (order, { remark }, { stamp }) => ({
      order: work.checkQuality(order, 'failed', remark, stamp),
    })),
    step(steps.invoiceOrder, 'invoiced', (order, { reference }, { stamp }) => ({
      order: invoice(order, reference, stamp),
    })),
    step(steps.withdrawInvoice, 'invoice-withdrawn', (order) => ({ order: withdrawInvoice(order) })),
    step(steps.deliverOrder, 'delivered', (order, _, { today, stamp }) => ({
      order: deliver(order, today, stamp),
    })),
    step(steps.promiseDelivery, 'delivery-promised', (order, body, { stamp }) => ({
      order: work.promise(order, body.promisedAt, body.reason, stamp),
    })),
    step(steps.cancelOrder, 'cancelled', (order, body, { stamp }) => ({
      order: cancel(order, body, stamp),
    })),
  ]
}
