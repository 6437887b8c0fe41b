import { expect, it } from 'vitest'
import type { Route } from '../../../shared/http/contract.ts'
import * as visits from '../../../shared/http/routes/field-service.ts'
import * as steps from '../../../shared/http/routes/order-steps.ts'
import * as routes from '../../../shared/http/routes/orders.ts'
import { setPartPrice } from '../../../shared/http/routes/part-prices.ts'
import * as parts from '../../../shared/http/routes/parts-orders.ts'
import { customerIdOf, day, local, staffIdOf, vehicleIdOf } from '../../support/builders.ts'
import { shown, type Race } from './race.ts'

const at = (time: string) => local(`2026-11-23 ${time}`)

/** Orders go through the workshop, the parts store and to the customer, and every button is pressed by several. */
export function ordersAtOnce(race: () => Race): void {
  const seen = ({ body }: { body: { orderId: string; etag: string } }) => ({
    params: { orderId: body.orderId },
    ifMatch: body.etag,
  })
  const booking = () => ({
    body: {
      begin: 'appointment',
      vehicleId: vehicleIdOf('anna'),
      kind: 'repair',
      appointmentAt: at('14:00'),
    } as const,
  })

  it('an appointment that is made a hundred times at once is one order', async () => {
    const { body } = await race().once(routes.createOrder, booking(), { twins: 100 })
    const params = { vehicleId: vehicleIdOf('anna') }
    const orders = await race().ask(routes.listVehicleOrders, { params })
    expect(orders).toMatchObject({ ok: true, body: { items: [{ orderId: body.orderId }] } })
    race().api.moveTo(at('14:00'))
    await race().once(steps.orderNoShow, seen({ body }))
    race().api.moveTo(at('10:00'))
  })

  it('a price limit that is known is changed by who has seen it', async () => {
    const params = { partNumber: 'P-1' }
    const limit = (limitFen: number) => ({ limitFen, fromOn: day('2026-11-01'), source: '价格表' })
    const first = await race().ask(setPartPrice, { params, body: limit(1_000) })
    await race().once(setPartPrice, { params, ifMatch: first.etag!, body: limit(2_000) })
  })

  it('a repair order takes each of its steps once', async () => {
    let order = await race().once(routes.createOrder, booking())
    const step = async (route: Route, own?: object) => {
      const body = own === undefined ? undefined : shown(route, own)
      order = (await race().once(route, { ...seen(order), ...(body && { body }) })) as never
    }
    await step(routes.changeOrder, { complaint: '异响', presenter: undefined, reworkOf: undefined })
    await step(steps.rescheduleOrder, { appointmentAt: at('15:00') })
    await step(steps.receiveOrder, {})
    await step(steps.estimateOrder, {})
    await step(steps.authorizeOrder, { promisedAt: at('18:00') })
    await step(steps.promiseDelivery, { promisedAt: at('18:30') })
    await step(steps.startWork)
    await step(steps.proposeExtraWork, {})
    await step(steps.agreeExtraWork, { extraWorkId: 'x1', promisedAt: undefined })
    // The second writer has proposed it too.
    await step(steps.refuseExtraWork, { extraWorkId: 'x2' })
    await step(steps.finishWork)
    await step(steps.failQualityCheck, {})
    await step(steps.finishWork)
    await step(steps.passQualityCheck, {})
    await step(steps.invoiceOrder, {})
    await step(steps.withdrawInvoice)
    await step(steps.invoiceOrder, {})
    await step(steps.deliverOrder)
    expect(order.body.status).toBe('delivered')
    const other = await race().once(routes.createOrder, booking())
    await race().once(steps.cancelOrder, { ...seen(other), body: shown(steps.cancelOrder) })
  })

  it('parts are ordered, counted, ordered again and done with, each once', async () => {
    const ordered = ({ body }: { body: { partsOrderId: string; etag: string } }) => ({
      params: { partsOrderId: body.partsOrderId },
      ifMatch: body.etag,
    })
    const placing = (own: object) =>
      race().once(parts.placePartsOrder, {
        body: shown(parts.placePartsOrder, { orderId: undefined, expectedOn: '2026-11-25', ...own }),
      })
    let lamp = await placing({ supplierNumber: 'G1' })
    lamp = await race().once(parts.changePartsOrder, { ...ordered(lamp), body: { supplierNumber: 'G2' } })
    lamp = await race().once(parts.expectPartsOrder, {
      ...ordered(lamp),
      body: { expectedOn: day('2026-11-26'), reason: '缺货' },
    })
    lamp = await race().once(parts.receivePartsOrder, {
      ...ordered(lamp),
      body: { lines: [{ line: 1, damaged: 1 }], photos: ['photos/lamp.jpg'] },
    })
    await race().once(parts.reorderMissingParts, { ...ordered(lamp), body: {} }, { transactions: 1 })
    const { partsOrderId } = lamp.body
    const now = await race().ask(parts.readPartsOrder, { params: { partsOrderId } })
    if (!now.ok) throw new Error(now.problem.code)
    const all = { lines: [{ line: 2, received: 2 }] }
    const whole = await race().once(parts.receivePartsOrder, { ...ordered(now), body: all })
    await race().once(parts.closePartsOrder, ordered(whole))
    const other = await placing({ supplierNumber: 'G3' })
    await race().once(parts.cancelPartsOrder, { ...ordered(other), body: shown(parts.cancelPartsOrder) })
  })

  it('a visit takes each of its steps once', async () => {
    const visited = ({ body }: { body: { fieldServiceOrderId: string; etag: string } }) => ({
      params: { fieldServiceOrderId: body.fieldServiceOrderId },
      ifMatch: body.etag,
    })
    const request = () =>
      race().once(visits.requestFieldService, {
        body: shown(visits.requestFieldService, { customerId: customerIdOf('anna') }),
      })
    let visit = await request()
    visit = await race().once(visits.changeFieldService, {
      ...visited(visit),
      body: { assignedTo: staffIdOf('S1') },
    })
    visit = await race().once(visits.couldNotReachFieldService, {
      ...visited(visit),
      body: { remark: '关机' },
    })
    visit = await race().once(visits.contactFieldService, visited(visit))
    visit = await race().once(visits.scheduleFieldService, {
      ...visited(visit),
      body: { scheduledFor: at('14:00') },
    })
    visit = await race().once(visits.arriveFieldService, visited(visit))
    visit = await race().once(visits.completeFieldService, {
      ...visited(visit),
      body: shown(visits.completeFieldService),
    })
    await race().once(visits.handInFeedbackCard, {
      ...visited(visit),
      body: shown(visits.handInFeedbackCard),
    })
    const other = await request()
    await race().once(visits.cancelFieldService, {
      ...visited(other),
      body: shown(visits.cancelFieldService),
    })
  })
}
