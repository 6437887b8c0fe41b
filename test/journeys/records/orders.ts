import { expect, it } from 'vitest'
import { dropSeveralHeld, listHeld } from '../../../shared/http/routes/messages.ts'
import * as steps from '../../../shared/http/routes/order-steps.ts'
import * as routes from '../../../shared/http/routes/orders.ts'
import {
  listPartPriceChanges,
  listUnconfirmedPrices,
  readPartPrice,
  setPartPrice,
} from '../../../shared/http/routes/part-prices.ts'
import { readTimeline } from '../../../shared/http/routes/vehicle-timeline.ts'
import { findVehicles, readVehicle } from '../../../shared/http/routes/vehicles.ts'
import { day, local } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

const pads = '3501110XKZ16A'
const mirror = '8202100XKZ96A'
const mirrorFrame = '8202101XKZ96A'
const walkaround = {
  findings: [{ place: '左后门', damage: '划痕' }],
  fuelEighths: 4,
  belongings: [],
  photos: [],
}
const noLines = { labor: [], parts: [] }

/** A car comes for its service, from the appointment to the delivery. */
export function carInTheWorkshop(desk: () => Desk): void {
  const advisor = () => desk().as('service_advisor')
  const foreman = () => desk().as('workshop_supervisor')
  const seen = ({ orderId, etag }: { orderId: string; etag: string }) => ({
    params: { orderId },
    ifMatch: etag,
  })
  const at = (time: string) => local(`2026-11-23 ${time}`)
  let vehicleId = ''
  let orderId = ''
  const now = async () => (await done(advisor()(routes.readOrder, { params: { orderId } }))).body
  const appointment = async (more: object = {}) => {
    const body = { begin: 'appointment', vehicleId, kind: 'maintenance', appointmentAt: at('14:00') } as const
    return (await done(advisor()(routes.createOrder, { body: { ...body, ...more } }))).body
  }

  it('an appointment is moved, kept, and quoted at the price that is one for all', async () => {
    await desk().stack.runUntil(at('13:30'))
    const found = await done(advisor()(findVehicles, { query: { plate: '浙AD12345' } }))
    vehicleId = found.body.items[0]!.vehicleId
    const booked = await appointment()
    orderId = booked.orderId
    const moved = await done(
      advisor()(steps.rescheduleOrder, { ...seen(booked), body: { appointmentAt: at('15:00') } }),
    )
    const reception = { complaint: '保养，制动有异响', odometerKm: 9_000, walkaround }
    const here = await done(advisor()(steps.receiveOrder, { ...seen(moved.body), body: reception }))

    const limit = { limitFen: 51_000, fromOn: day('2026-11-01'), source: '厂家价格表', name: '前制动片' }
    const parts = desk().as('parts_supervisor')
    await done(parts(setPartPrice, { params: { partNumber: pads }, body: limit }))
    const changes = await done(parts(listPartPriceChanges, { params: { partNumber: pads } }))
    expect(changes.body.items).toMatchObject([{ action: 'limit-set', after: { name: '前制动片' } }])
    const price = await done(advisor()(readPartPrice, { params: { partNumber: pads } }))
    const { customerFen } = price.body.today!
    const service = { code: 'M-001', name: '首次保养', laborHours: 1, rateFen: 18_000 }
    const lines = { labor: [service], parts: [{ partNumber: pads, name: '前制动片', quantity: 2 }] }
    const quoted = await done(advisor()(steps.estimateOrder, { ...seen(here.body), body: lines }))
    expect(quoted.body.totalFen).toBe(18_000 + 2 * customerFen)
    const signed = { reference: 'W-0001', signedBy: 'owner' } as const
    await done(advisor()(steps.authorizeOrder, { ...seen(quoted.body), body: signed }))
  })

  it('the customer hears when the car is ready, and of every change of it', async () => {
    const before = desk().sms().length
    const first = await done(
      advisor()(steps.promiseDelivery, { ...seen(await now()), body: { promisedAt: at('18:00') } }),
    )
    await desk().stack.drained()
    const later = { promisedAt: at('19:00'), reason: '等配件' }
    await done(foreman()(steps.promiseDelivery, { ...seen(first.body), body: later }))
    await desk().stack.drained()
    const told = desk().sms().slice(before)
    expect(told.map(({ to }) => to)).toEqual(['+8613800000010', '+8613800000010'])
    expect(told[0]!.text).toContain('18:00')
    expect(told[1]!.text).toContain('19:00')

    desk().loseSms(1)
    const soon = { promisedAt: at('18:30') }
    await done(foreman()(steps.promiseDelivery, { ...seen(await now()), body: soon }))
    await desk().stack.drained()
    const manager = desk().as('service_manager')
    const held = (await done(manager(listHeld))).body.items
    const messages = held.map(({ messageId, etag }) => ({ messageId, etag }))
    const dropped = await done(manager(dropSeveralHeld, { body: { messages } }))
    expect(dropped.body.messages).toMatchObject([{ outcome: 'dropped' }])
    expect(desk().sms()).toHaveLength(before + 2)
    const open = await done(advisor()(routes.listOrders, { query: { promisedBefore: at('20:00') } }))
    expect(open.body.items.map((order) => order.orderId)).toEqual([orderId])
    expect((await done(advisor()(routes.listOrders))).body.items).toHaveLength(2)
  })

  it('extra work waits for the customer, and only what was agreed to is invoiced', async () => {
    const working = await done(foreman()(steps.startWork, seen(await now())))
    const wipers = { code: 'W-010', name: '更换雨刮', laborHours: 0.5, rateFen: 18_000 }
    const priceLimit = { limitFen: 30_000, source: '厂家电话' }
    const glass = { partNumber: mirror, name: '后视镜片', quantity: 1, priceLimit }
    const frame = { ...glass, partNumber: mirrorFrame, name: '后视镜框' }
    const first = await done(
      foreman()(steps.proposeExtraWork, {
        ...seen(working.body),
        body: { ...noLines, labor: [wipers], reason: '雨刮老化' },
      }),
    )
    const both = await done(
      foreman()(steps.proposeExtraWork, {
        ...seen(first.body),
        body: { ...noLines, parts: [glass, frame], reason: '镜片裂' },
      }),
    )
    expect(both.body.status).toBe('awaiting_customer')
    const unconfirmed = await done(advisor()(listUnconfirmedPrices))
    const numbers = unconfirmed.body.items.map(({ partNumber }) => partNumber)
    expect(numbers.sort()).toEqual([mirror, mirrorFrame])
    const said = { decidedBy: 'owner', how: 'phone' } as const
    const yes = await done(
      advisor()(steps.agreeExtraWork, { ...seen(both.body), body: { ...said, extraWorkId: 'x1' } }),
    )
    const no = await done(
      advisor()(steps.refuseExtraWork, { ...seen(yes.body), body: { ...said, extraWorkId: 'x2' } }),
    )
    expect(no.body).toMatchObject({ status: 'in_work', totalFen: working.body.totalFen + 9_000 })
  })

  it('what the quality check finds is done again, and the delivery moves the next service', async () => {
    const inspector = desk().as('quality_inspector')
    const done1 = await done(foreman()(steps.finishWork, seen(await now())))
    const failed = await done(
      inspector(steps.failQualityCheck, { ...seen(done1.body), body: { remark: '异响仍在' } }),
    )
    const done2 = await done(foreman()(steps.finishWork, seen(failed.body)))
    await done(inspector(steps.passQualityCheck, { ...seen(done2.body), body: {} }))
    const changed = await done(
      advisor()(routes.changeOrder, { ...seen(await now()), body: { complaint: '保养及制动异响' } }),
    )
    const cashier = desk().as('finance')
    const wrong = await done(cashier(steps.invoiceOrder, { ...seen(changed.body), body: {} }))
    const back = await done(cashier(steps.withdrawInvoice, seen(wrong.body)))
    const right = await done(cashier(steps.invoiceOrder, { ...seen(back.body), body: { reference: 'F-1' } }))
    const before = await done(advisor()(readVehicle, { params: { vehicleId } }))
    await done(advisor()(steps.deliverOrder, seen(right.body)))
    const after = await done(advisor()(readVehicle, { params: { vehicleId } }))
    expect(before.body.nextService?.base.kind).toBe('sale')
    expect(after.body).toMatchObject({ nextService: { base: { kind: 'visit', orderId } } })
    expect(await advisor()(steps.deliverOrder, seen(await now()))).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused' },
    })
    const changes = await done(advisor()(routes.listOrderChanges, { params: { orderId } }))
    expect(changes.body.items[0]).toMatchObject({ after: { status: 'delivered' } })
  })

  it('who does not come, and who thinks better of it, is not in the workshop', async () => {
    const [missed, given] = [await appointment(), await appointment()]
    const noShow = () => desk().as('customer_service_rep')(steps.orderNoShow, seen(missed))
    expect(await noShow()).toMatchObject({ status: 409, problem: { code: 'appointment-ahead' } })
    await desk().stack.runUntil(at('14:00'))
    await done(noShow())
    const body = { reason: 'customer_changed_mind' } as const
    await done(advisor()(steps.cancelOrder, { ...seen(given), body }))
    const all = await done(advisor()(routes.listVehicleOrders, { params: { vehicleId } }))
    expect(all.body.items.map(({ status }) => status).sort()).toEqual(['cancelled', 'delivered', 'no_show'])
  })

  it('all of it stands in one line with what the car was before: owners, policies, messages', async () => {
    const { body } = await done(advisor()(readTimeline, { params: { vehicleId } }))
    const kinds = new Set(body.items.map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(['follow_up', 'message', 'order', 'owner', 'policy'])
    expect(body.items.filter(({ kind }) => kind === 'message')).toHaveLength(4)
  })
}
