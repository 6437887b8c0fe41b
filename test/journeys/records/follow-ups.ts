import { expect, it } from 'vitest'
import * as complaints from '../../../shared/http/routes/complaints.ts'
import * as routes from '../../../shared/http/routes/follow-up-calls.ts'
import { listVehicleOrders } from '../../../shared/http/routes/orders.ts'
import { readNewOwnerList, welcomeNewOwner } from '../../../shared/http/routes/new-owner-calls.ts'
import { createVehicle, findVehicles } from '../../../shared/http/routes/vehicles.ts'
import { day, local } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

/** After the delivery the customer is called, complains, is answered, and is called again. */
export function customersAreCalled(desk: () => Desk): void {
  const caller = () => desk().as('follow_up_caller')
  const head = () => desk().as('service_manager')
  const seen = ({ followUpCallId, etag }: { followUpCallId: string; etag: string }) => ({
    params: { followUpCallId },
    ifMatch: etag,
  })
  let vehicleId = ''
  let orderId = ''
  /** The calls that wait on a day. */
  const waiting = async (on = day('2026-11-26')) => {
    const { entries } = (await done(caller()(routes.readFollowUpList, { query: { on } }))).body
    return entries.flatMap(({ calls }) => calls)
  }

  it('the car that was delivered is on the list of the third day, with whom to ask for', async () => {
    const found = await done(head()(findVehicles, { query: { plate: '浙AD12345' } }))
    ;({ vehicleId } = found.body.items[0]!)
    const orders = await done(head()(listVehicleOrders, { params: { vehicleId } }))
    ;({ orderId } = orders.body.items.find(({ status }) => status === 'delivered')!)
    expect(await waiting(day('2026-11-25'))).toEqual([])
    expect(await waiting()).toMatchObject([
      { orderId, contact: { is: 'owner', mobile: '+8613800000010' }, order: { complaint: '保养及制动异响' } },
    ])
  })

  it('what the customer is not content with is answered, and asked about again', async () => {
    const { body: call } = await done(caller()(routes.readFollowUpOfOrder, { params: { orderId } }))
    const missed = await done(caller()(routes.noAnswerFollowUp, { ...seen(call), body: { remark: '关机' } }))
    const answers = [
      { question: 'overall', score: 4 },
      { question: 'repair_quality', score: 2, words: '孙女士说刹车还响' },
    ]
    const heard = await done(caller()(routes.reachFollowUp, { ...seen(missed.body), body: { answers } }))
    const params = { complaintId: heard.body.complaintId! }
    const step = async (route: typeof complaints.answerComplaint, body: object) => {
      const { etag } = (await done(head()(complaints.readComplaint, { params }))).body
      return (await done(head()(route, { params, ifMatch: etag, body: body as never }))).body
    }
    const second = async () => (await waiting()).find(({ kind }) => kind === 'confirmation')!
    await step(complaints.answerComplaint, { text: '已更换卡钳' })
    const no = { content: false, words: '还响' }
    await done(caller()(routes.hearBackFollowUp, { ...seen(await second()), body: no }))
    const open = await done(head()(complaints.readComplaint, { params }))
    expect(open.body).toMatchObject({ status: 'open', callId: call.followUpCallId })
    await step(complaints.answerComplaint, { text: '已更换导销' })
    await done(caller()(routes.refuseFollowUp, { ...seen(await second()), body: {} }))
    await step(complaints.disputeComplaint as never, {})
    await step(complaints.answerComplaint, { text: '已换总成' })
    await done(caller()(routes.wrongNumberFollowUp, { ...seen(await second()), body: {} }))
    await step(complaints.confirmComplaint as never, {})
    expect(await waiting()).toEqual([])

    const { followUpCallId } = call
    const whole = await done(caller()(routes.readFollowUp, { params: { followUpCallId } }))
    expect(whole.body).toMatchObject({ status: 'reached', score: 4, ...params })
    await done(head()(routes.listFollowUpChanges, { params: { followUpCallId } }))
    const ofCar = await done(caller()(routes.listFollowUpsOfVehicle, { params: { vehicleId } }))
    expect(ofCar.body.items).toHaveLength(4)
    const query = { from: local('2026-11-22 00:00'), until: local('2026-11-24 00:00') }
    const ended = await done(head()(routes.listEndedFollowUps, { query }))
    expect(ended.body.items.map(({ status }) => status).sort()).toEqual([
      'reached',
      'reached',
      'refused',
      'wrong_number',
    ])
  })

  it('the owner of a new car is welcomed, and the booklet registered', async () => {
    const clerk = desk().as('warranty_clerk')
    const { customerId } = (await done(head()(findVehicles, { query: { plate: '浙AD12345' } }))).body
      .items[0]!
    const body = {
      vin: 'LGWEF4A58HF000009',
      brand: '长城',
      model: '哈弗H6',
      soldOn: day('2026-11-21'),
      customerId,
    } as const
    const car = await done(desk().as('service_advisor')(createVehicle, { body: body }))
    const { items } = (await done(clerk(readNewOwnerList))).body
    expect(items).toMatchObject([{ vehicleId: car.body.vehicleId, vehicle: { soldOn: '2026-11-21' } }])
    const given = { ...seen(items[0]!), body: { bookletRegistered: true } }
    const welcomed = await done(clerk(welcomeNewOwner, { ...given, idempotencyKey: 'welcome-new-0001' }))
    expect(welcomed.body).toMatchObject({ status: 'reached', bookletRegistered: true })
  })
}
