import { beforeEach, describe, expect, it } from 'vitest'
import { Vin } from '../../../shared/domain/vin.ts'
import * as routes from '../../../shared/http/routes/campaigns.ts'
import { eraseCustomer, exportCustomer } from '../../../shared/http/routes/customer-data.ts'
import { readFollowUpList, refuseFollowUp } from '../../../shared/http/routes/follow-up-calls.ts'
import { deliverOrder } from '../../../shared/http/routes/order-steps.ts'
import { informOfRecall } from '../../../shared/http/routes/recall-calls.ts'
import { campaignIdOf, campaignRecord } from '../../../shared/store/campaigns.ts'
import { followUpCallRecord } from '../../../shared/store/follow-up-calls.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import {
  customerIdOf,
  followUpCallOf,
  day,
  local,
  orderIdOf,
  repairOrderOf,
  stampAt,
  vehicleIdOf,
} from '../../support/builders.ts'
import { vinOf } from '../../support/campaign-builders.ts'
import { puts, save } from '../../support/store.ts'
import {
  advisor,
  caller,
  campaignId,
  cars,
  keeper,
  NUMBER,
  openRecalls,
  tuesday,
  vinOfCar,
  type RecallRig,
} from './recall-rig.ts'

let rig: RecallRig
beforeEach(async () => {
  rig = await openRecalls()
  await rig.lists('a', [vinOfCar('anna'), vinOfCar('berta'), vinOf(99)])
})

const params = { campaignId }
const anna = vinOfCar('anna')

async function vinsIn(state: 'open' | 'done_here' | 'done_elsewhere' | 'not_applicable' | 'unknown_here') {
  const reply = await rig.as(advisor)(routes.listCampaignCars, { params, query: { state } })
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.body.items.map(({ vin }) => vin)
}

/** An order that is as good as handed out. */
async function invoiced(name: string, campaignCode?: string) {
  const order = repairOrderOf(name, {
    status: 'invoiced',
    livesHere: true,
    deliveredOn: undefined,
    receivedOn: day('2026-11-23'),
    campaignCode,
  })
  await save(rig.store, ...puts(repairOrderRecord, order))
  return order.orderId
}
const delivered = async (orderId: string) => {
  const { version } = (await rig.store.orders.byId('D001', orderId))!
  const reply = await rig.as(keeper)(deliverOrder, { params: { orderId }, ifMatch: `"${String(version)}"` })
  expect(reply).toMatchObject({ ok: true })
}

describe('the delivery of an order', () => {
  it('under the number of a recall ends it for the car, with its call, in one transaction', async () => {
    await delivered(await invoiced('visit', NUMBER.toLowerCase()))
    expect(await rig.mark(anna)).toMatchObject({
      status: 'done_here',
      ended: { orderId: orderIdOf('visit'), on: '2026-11-23' },
    })
    expect(rig.callOf('anna')).toMatchObject({ status: 'withdrawn' })
    expect(await rig.counts()).toMatchObject({ open: 1, doneHere: 1 })
    rig.moveTo(tuesday)
    await rig.sweep()
    expect(rig.sms()).toHaveLength(1)
  })

  it('under no number, or another one, says nothing of it', async () => {
    await delivered(await invoiced('plain'))
    await delivered(await invoiced('other', 'S2026M0999V'))
    expect(await rig.mark(anna)).toMatchObject({ status: 'open' })
    expect(rig.callOf('anna')).toMatchObject({ status: 'waiting' })
  })

  it('leaves alone what a person has said of the car', async () => {
    await rig.verb(routes.carNotApplicable, anna, { reason: '未装此批次' })
    await delivered(await invoiced('visit', NUMBER))
    expect(await rig.mark(anna)).toMatchObject({ status: 'not_applicable' })
  })

  it('of a car that was unknown when it was listed makes it one of ours that is done', async () => {
    const stranger = Vin.parse(vinOf(99))
    const vehicle = (await rig.store.vehicles.byId('D001', vehicleIdOf('dora')))!
    await save(
      rig.store,
      vehicleRecord.put({ ...vehicle, vin: stranger }, stampAt(tuesday)),
      takeName('D001', 'vin', stranger, vehicleIdOf('dora'), stampAt(tuesday)),
    )
    const orderId = await invoiced('new', NUMBER)
    const order = (await rig.store.orders.byId('D001', orderId))!
    await save(rig.store, repairOrderRecord.put({ ...order, vehicleId: vehicle.vehicleId }, stampAt(tuesday)))
    await delivered(orderId)
    expect(await rig.counts()).toMatchObject({ listed: 3, ours: 3, unknownHere: 0, doneHere: 1 })
  })
})

describe('a car of a campaign', () => {
  it.each([
    ['done_here', routes.carDone, { reason: '随保养完成' }],
    ['done_elsewhere', routes.carDoneElsewhere, { on: '2026-11-20' }],
    ['not_applicable', routes.carNotApplicable, { reason: '未装此批次' }],
  ] as const)(
    'is %s by a person’s word, needs no call then, and may be open again',
    async (state, route, body) => {
      expect(await rig.verb(route, anna, body, advisor)).toMatchObject({
        ok: true,
        body: { status: state, allowed: ['reopen'] },
      })
      expect(await vinsIn(state)).toEqual([anna])
      expect(rig.callOf('anna')).toMatchObject({ status: 'withdrawn' })
      expect(await rig.verb(routes.reopenCar, anna, undefined, advisor)).toMatchObject({ ok: true })
      expect(await vinsIn('open')).toEqual([anna, vinOfCar('berta')].sort())
      expect(rig.callOf('anna')).toMatchObject({ status: 'waiting' })
    },
  )

  it('is done by an order of its own, and by no other car’s', async () => {
    await save(
      rig.store,
      ...puts(
        repairOrderRecord,
        repairOrderOf('own'),
        repairOrderOf('other', { vehicleId: vehicleIdOf('berta') }),
      ),
    )
    expect(await rig.verb(routes.carDone, anna, { orderId: orderIdOf('other') })).toMatchObject({
      ok: false,
      problem: { errors: [{ path: 'body.orderId', reason: 'not-a-choice' }] },
    })
    expect(await rig.verb(routes.carDone, anna, {})).toMatchObject({ ok: false, status: 422 })
    expect(await rig.verb(routes.carDone, anna, { orderId: orderIdOf('own') })).toMatchObject({ ok: true })
  })

  it('takes each of its steps once, and none that lies ahead', async () => {
    const ahead = await rig.verb(routes.carDone, anna, { reason: 'x', on: '2026-11-24' })
    expect(ahead).toMatchObject({ problem: { errors: [{ path: 'body.on', reason: 'too-far-ahead' }] } })
    await rig.verb(routes.carDone, anna, { reason: 'x' })
    expect(await rig.verb(routes.carDone, anna, { reason: 'x' })).toMatchObject({
      status: 409,
      problem: { code: 'transition-refused' },
    })
  })
})

describe('at reception', () => {
  it('a VIN tells its campaigns, what is to be done in front, also of a car that has never been here', async () => {
    await rig.lists('b', [anna], { subject: '冬季免费检测服务活动', number: 'SC-2026-01' })
    await rig.verb(routes.carDone, anna, { reason: '已换' })
    const inOrder = async () => {
      const reply = await rig.as(advisor)(routes.readCampaignsOfCar, { params: { vin: anna } })
      return reply.ok && reply.body.items.map(({ due, campaign: { number } }) => [number, due])
    }
    expect(await inOrder()).toEqual([
      ['SC-2026-01', true],
      [NUMBER, false],
    ])
    await rig.verb(routes.reopenCar, anna)
    const service = campaignIdOf('D001', 'SC-2026-01')
    await rig.as(advisor)(routes.carDone, {
      params: { campaignId: service, vin: anna },
      ifMatch: '"1"',
      body: { reason: '已检' },
    })
    expect(await inOrder()).toEqual([
      [NUMBER, true],
      ['SC-2026-01', false],
    ])
    const stranger = await rig.as(advisor)(routes.readCampaignsOfCar, { params: { vin: vinOf(99) } })
    expect(stranger).toMatchObject({ ok: true, body: { items: [{ due: true }] } })
    expect(stranger.ok && stranger.body.vehicleId).toBeUndefined()
  })

  it('a VIN that neither the books nor a list know is not found', async () => {
    const reply = await rig.as(advisor)(routes.readCampaignsOfCar, { params: { vin: vinOf(500) } })
    expect(reply).toMatchObject({ status: 404 })
  })
})

describe('a service campaign', () => {
  it('marks its cars and counts them, and calls or writes to nobody', async () => {
    await rig.lists('b', [vinOfCar('carla')], { subject: '冬季免费检测服务活动', number: 'SC-2026-01' })
    rig.moveTo(tuesday)
    await rig.sweep()
    expect(rig.sms().map(({ subject }) => subject)).not.toContain(`vehicle#${vehicleIdOf('carla')}`)
    expect(rig.callOf('carla')).toBeUndefined()
    const reply = await rig.as(advisor)(routes.listCampaigns)
    expect(reply.ok && reply.body.items.map(({ kind, counts }) => [kind, counts.open])).toContainEqual([
      'service_campaign',
      1,
    ])
  })
})

describe('calls about a recall', () => {
  const list = async (on = '2026-11-24') => {
    const reply = await rig.as(caller)(readFollowUpList, { query: { on } })
    if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
    return reply.body.entries.flatMap(({ calls }) => calls)
  }
  const seen = () => {
    const { followUpCallId, version } = rig.callOf('anna')!
    return { params: { followUpCallId }, ifMatch: `"${String(version)}"` }
  }

  it('stand on the list from the next working day on, with the recall and the owner of now', async () => {
    expect(await list('2026-11-23')).toEqual([])
    await rig.change('anna', { customerId: customerIdOf('carla') })
    expect(await list()).toMatchObject([
      { kind: 'recall', campaign: { campaignId, number: NUMBER }, contact: { is: 'owner' } },
      { kind: 'recall' },
    ])
    const reply = await rig.as(caller)(readFollowUpList, { query: { on: '2026-11-24' } })
    expect(reply.ok && reply.body.entries.map(({ customerId }) => customerId)).toContain(
      customerIdOf('carla'),
    )
    rig.moveTo(tuesday)
    await rig.tidy()
    expect(rig.callOf('anna')).toMatchObject({ customerId: customerIdOf('carla') })
  })

  it('are on no list any more once the recall is withdrawn, also before the job has ended them', async () => {
    await rig.verb(routes.withdrawCampaign, undefined, { reason: '名单有误' })
    expect(await list()).toEqual([])
    const ended = (await rig.campaign())!.ended!.at
    rig.moveTo(addMinutes(ended, 24 * 60 - 1))
    expect(await rig.tidy()).toEqual({ tidied: 0 })
    expect(rig.callOf('anna')).toMatchObject({ status: 'waiting' })
    rig.moveTo(addMinutes(ended, 24 * 60))
    expect(await rig.tidy()).toEqual({ tidied: 2 })
    expect(rig.callOf('anna')).toMatchObject({ status: 'withdrawn' })
  })

  it('are on the list again when a recall that was withdrawn by a slip is opened again within the day', async () => {
    await rig.verb(routes.withdrawCampaign, undefined, { reason: '误点' })
    await rig.tidy()
    await rig.verb(routes.reopenCampaign, undefined)
    await rig.tidy()
    expect((await list()).length).toBeGreaterThan(0)
    expect(rig.callOf('anna')).toMatchObject({ status: 'waiting' })
  })

  it('about a car that was sold meanwhile end', async () => {
    await rig.change('anna', { status: 'sold' })
    expect(await rig.tidy()).toEqual({ tidied: 1 })
    expect(rig.callOf('anna')).toMatchObject({ status: 'withdrawn' })
  })

  it('tell the recall that the owner knows, and name the visit that was booked', async () => {
    await save(rig.store, ...puts(repairOrderRecord, repairOrderOf('booked')))
    const wrong = await rig.as(caller)(informOfRecall, {
      ...seen(),
      body: { bookedOrderId: orderIdOf('none') },
    })
    expect(wrong).toMatchObject({
      problem: { errors: [{ path: 'body.bookedOrderId', reason: 'not-a-choice' }] },
    })
    const body = { bookedOrderId: orderIdOf('booked'), remark: '约周六' }
    expect(await rig.as(caller)(informOfRecall, { ...seen(), body })).toMatchObject({
      ok: true,
      body: { status: 'reached', bookedOrderId: orderIdOf('booked') },
    })
    expect(await rig.mark(anna)).toMatchObject({ status: 'open', informedAt: local('2026-11-23 10:00') })
    expect(await rig.counts()).toMatchObject({ informed: 1 })
  })

  it('that are refused leave the other calls to that customer alone', async () => {
    await rig.change('berta', { customerId: customerIdOf('anna') })
    const visit = followUpCallOf('visit')
    await save(rig.store, ...puts(followUpCallRecord, visit))
    expect(await rig.as(caller)(refuseFollowUp, { ...seen(), body: {} })).toMatchObject({ ok: true })
    expect(rig.callOf('berta')).toMatchObject({ status: 'waiting' })
    expect(rig.calls().find(({ kind }) => kind === 'post_repair')).toMatchObject({ status: 'waiting' })
  })
})

describe('the campaigns', () => {
  it('are listed by their state, the newest first, each with how far it has come', async () => {
    await rig.lists('b', [vinOfCar('carla')], { number: 'S2026M0118V' })
    await rig.verb(routes.closeCampaign, undefined, { reason: '结束' })
    const numbers = async (state?: 'closed') => {
      const reply = await rig.as(advisor)(
        routes.listCampaigns,
        state === undefined ? {} : { query: { state } },
      )
      return reply.ok && reply.body.items.map(({ number, counts }) => [number, counts.ours])
    }
    expect(await numbers()).toEqual([['S2026M0118V', 1]])
    expect(await numbers('closed')).toEqual([[NUMBER, 2]])
  })

  it('are paged, and a cursor of one state is none of another', async () => {
    const first = await rig.as(advisor)(routes.listCampaignCars, { params, query: { limit: 1 } })
    const cursor = (first.ok && first.body.next) || ''
    const second = await rig.as(advisor)(routes.listCampaignCars, { params, query: { limit: 1, cursor } })
    const vins = [first, second].flatMap((page) => (page.ok ? page.body.items.map(({ vin }) => vin) : []))
    expect(vins.sort()).toEqual([anna, vinOfCar('berta')].sort())
    const forged = { limit: 1, cursor, state: 'done_here' } as const
    expect(await rig.as(advisor)(routes.listCampaignCars, { params, query: forged })).toMatchObject({
      status: 400,
    })
  })

  it('list VINs that are none of the dealer’s apart', async () => {
    expect(await vinsIn('unknown_here')).toEqual([vinOf(99)])
  })

  it('can be reopened, and say who did what', async () => {
    await rig.verb(routes.withdrawCampaign, undefined, { reason: '名单有误' })
    expect(await rig.verb(routes.reopenCampaign, undefined)).toMatchObject({
      ok: true,
      body: { status: 'open' },
    })
    const reply = await rig.as(keeper)(routes.listCampaignChanges, { params })
    expect(reply.ok && reply.body.items.map(({ action }) => action)).toEqual([
      'reopened',
      'withdrawn',
      'opened',
    ])
  })

  it('are withdrawn by keepers alone, in the version that they have seen', async () => {
    const body = { reason: '名单有误' }
    expect(await rig.as(advisor)(routes.withdrawCampaign, { params, ifMatch: '"1"', body })).toMatchObject({
      status: 403,
    })
    expect(await rig.as(keeper)(routes.withdrawCampaign, { params, body })).toMatchObject({ status: 428 })
    expect(await rig.as(keeper)(routes.withdrawCampaign, { params, ifMatch: '"7"', body })).toMatchObject({
      status: 412,
    })
  })

  it('of another dealer are not found, nor their cars', async () => {
    const stranger = { ...keeper, dealerId: 'D002' }
    const given = { params, ifMatch: '"1"' }
    const car = { params: { campaignId, vin: anna }, ifMatch: '"1"' }
    const replies = await Promise.all([
      rig.as(stranger)(routes.readCampaign, { params }),
      rig.as(stranger)(routes.listCampaignCars, { params }),
      rig.as(stranger)(routes.withdrawCampaign, { ...given, body: { reason: 'x' } }),
      rig.as(stranger)(routes.carDone, { ...car, body: { reason: 'x' } }),
      rig.as(stranger)(routes.readCampaignsOfCar, { params: { vin: anna } }),
    ])
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    expect(rig.table.all().filter(({ entity }) => entity === campaignRecord.entity)).toHaveLength(1)
    expect(cars).toHaveLength(4)
  })
})

describe('what a person may ask of their data', () => {
  const params = { customerId: customerIdOf('anna') }
  const said = '王芳说下月出国'

  it('has what campaigns say of their cars, without what was written before the car was theirs', async () => {
    await rig.verb(routes.carDoneElsewhere, anna, { reason: said })
    const mine = await rig.as(keeper)(exportCustomer, { params })
    expect(mine).toMatchObject({ ok: true, body: { campaigns: [{ vin: anna, ended: { reason: said } }] } })
    await rig.change('anna', {
      customerId: customerIdOf('dora'),
      ownedSince: day('2026-11-24'),
      formerOwners: [{ customerId: customerIdOf('anna'), until: day('2026-11-24'), by: 'x' }],
    })
    const theirs = await rig.as(keeper)(exportCustomer, { params: { customerId: customerIdOf('dora') } })
    if (!theirs.ok) throw new Error(JSON.stringify(theirs.problem))
    const mark = theirs.body.campaigns.find(({ vin }) => vin === anna)
    expect(mark).toMatchObject({ status: 'done_elsewhere' })
    expect(mark!.ended!.reason).toBeUndefined()
  })

  it('erases what was written of the car in their time, and leaves that it was recalled', async () => {
    await rig.verb(routes.carDoneElsewhere, anna, { reason: said })
    expect(JSON.stringify(rig.table.all())).toContain(said)
    let etag = '"1"'
    for (;;) {
      const reply = await rig.as(keeper)(eraseCustomer, { params, ifMatch: etag })
      if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
      if (reply.body.state === 'erased') break
      etag = reply.etag!
    }
    expect(await rig.mark(anna)).toMatchObject({ status: 'done_elsewhere', ended: { by: keeper.staffId } })
    expect(JSON.stringify(rig.table.all())).not.toContain(said)
  })
})
