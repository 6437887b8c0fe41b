import { expect, it } from 'vitest'
import * as routes from '../../../shared/http/routes/parts-orders.ts'
import { day } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

/** A car in the workshop waits for a lamp, which comes late and broken. */
export function partsForACar(desk: () => Desk): void {
  const planner = () => desk().as('parts_planner')
  const keeper = () => desk().as('warehouse_keeper')
  const lines = [
    { partNumber: '4121100XKZ96A', partName: '左前大灯总成', quantity: 1 },
    { partNumber: '2803101XKZ96A', partName: '前保险杠', quantity: 2 },
  ]
  const seen = ({ partsOrderId, etag }: { partsOrderId: string; etag: string }) => ({
    params: { partsOrderId },
    ifMatch: etag,
  })
  let orderId = ''
  let partsOrderId = ''

  it('the parts that a car waits for are found by its repair order, with the day they are expected', async () => {
    const { dealerId, store } = desk()
    orderId = (await store.guards.idsBehind(dealerId, 'order-number', ['R1'])).get('R1')!
    const body = {
      orderClass: 'E',
      orderedOn: day('2026-11-16'),
      expectedOn: day('2026-11-21'),
      orderId,
      lines,
    }
    const placed = await done(planner()(routes.placePartsOrder, { body, idempotencyKey: 'lamp-of-r1-0001' }))
    partsOrderId = placed.body.partsOrderId
    const late = await done(
      planner()(routes.listPartsOrders, { query: { expectedBefore: day('2026-11-22') } }),
    )
    expect(late.body.items).toMatchObject([{ partsOrderId, daysLate: 1 }])
    const until = { expectedOn: day('2026-11-25'), reason: '厂家缺货' }
    await done(planner()(routes.expectPartsOrder, { ...seen(placed.body), body: until }))
    const waiting = await done(
      desk().as('service_advisor')(routes.listPartsOrdersOfRepairOrder, { params: { orderId } }),
    )
    expect(waiting.body.items).toMatchObject([{ partsOrderId, expectedOn: '2026-11-25', status: 'placed' }])
  })

  it('what came broken is missing until it is ordered again', async () => {
    const now = await done(planner()(routes.readPartsOrder, { params: { partsOrderId } }))
    const changed = await done(
      planner()(routes.changePartsOrder, { ...seen(now.body), body: { supplierNumber: 'GW26111600124' } }),
    )
    const body = {
      lines: [
        { line: 1, damaged: 1 },
        { line: 2, received: 2 },
      ],
      remark: '灯罩破裂',
    }
    const counted = await done(keeper()(routes.receivePartsOrder, { ...seen(changed.body), body }))
    expect(counted.body).toMatchObject({ status: 'received', missing: 1 })
    expect(await keeper()(routes.receivePartsOrder, { ...seen(counted.body), body })).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused' },
    })
    const again = await done(planner()(routes.reorderMissingParts, { ...seen(counted.body), body: {} }))
    expect(again.body).toMatchObject({ reorderOf: partsOrderId, orderId, lines: [{ quantity: 1 }] })

    const open = await done(planner()(routes.listPartsOrders))
    expect(open.body.items).toHaveLength(2)
    const waiting = await done(
      desk().as('service_advisor')(routes.listPartsOrdersOfRepairOrder, { params: { orderId } }),
    )
    expect(waiting.body.items).toHaveLength(2)

    const { etag } = (await done(planner()(routes.readPartsOrder, { params: { partsOrderId } }))).body
    const closed = await done(keeper()(routes.closePartsOrder, { params: { partsOrderId }, ifMatch: etag }))
    expect(closed.body).toMatchObject({ status: 'closed', missing: 0 })
    await done(planner()(routes.cancelPartsOrder, { ...seen(again.body), body: { reason: '客户不再维修' } }))
    const changes = await done(
      desk().as('parts_supervisor')(routes.readPartsOrderChanges, { params: { partsOrderId } }),
    )
    expect(changes.body.items).toHaveLength(6)
  })
}
