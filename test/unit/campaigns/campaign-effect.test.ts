import { beforeEach, describe, expect, it } from 'vitest'
import { Vin } from '../../../shared/domain/vin.ts'
import { correctNotice } from '../../../shared/http/routes/notice-verbs.ts'
import * as routes from '../../../shared/http/routes/campaigns.ts'
import { openEffectStore } from '../../../shared/store/effect-store.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { day, local, orderIdOf, repairOrderOf, vehicleIdOf, visitOf } from '../../support/builders.ts'
import { vinOf } from '../../support/campaign-builders.ts'
import { puts, save } from '../../support/store.ts'
import { mailWithFiles, csv } from '../manufacturer-notices/effect-rig.ts'
import { cars, keeper, monday, openRecalls, tuesday, vinOfCar, type RecallRig } from './recall-rig.ts'

let rig: RecallRig
beforeEach(async () => {
  rig = await openRecalls()
})
const stranger = vinOf(99)
const effectOf = (noticeId: string) => openEffectStore(rig.table).noticeEffects.ofNotice('D001', noticeId)

describe('a recall that comes in', () => {
  it('marks the cars that it lists, counts those that are none of ours, and owes each owner an SMS and a call', async () => {
    const { noticeId } = await rig.lists('a', [vinOfCar('anna'), vinOfCar('berta'), stranger])
    expect(await rig.campaign()).toMatchObject({
      number: 'S2026M0117V',
      kind: 'recall',
      manufacturer: '甲汽车',
      status: 'open',
      lists: [{ noticeId, listed: 3, unknownHere: 1 }],
    })
    expect(await rig.mark(vinOfCar('anna'))).toMatchObject({ vehicleId: vehicleIdOf('anna'), status: 'open' })
    expect((await rig.mark(stranger))!.vehicleId).toBeUndefined()
    for (const name of ['anna', 'berta'] as const) {
      expect(await rig.item(name)).toMatchObject({ step: 'notice', dueAt: tuesday })
      expect(rig.callOf(name)).toMatchObject({
        status: 'waiting',
        since: '2026-11-23',
        dueOn: '2026-11-24',
        lastOn: '2026-12-23',
      })
    }
    expect(await rig.counts()).toMatchObject({ listed: 3, ours: 2, unknownHere: 1, open: 2, sms: 0 })
    expect(await effectOf(noticeId)).toMatchObject({ status: 'applied', found: 3, applied: 2, skipped: 1 })
  })

  it('waits for the next working day, so that a wrong list can be taken back', async () => {
    rig.moveTo(local('2026-11-27 17:00'))
    await rig.lists('a', [vinOfCar('anna')])
    expect(await rig.item('anna')).toMatchObject({ dueAt: local('2026-11-30 10:00') })
    expect(rig.callOf('anna')).toMatchObject({ dueOn: '2026-11-30' })
  })

  it('finds a car by a VIN that it was written down under, and tells its owner once', async () => {
    const wrong = vinOf(50)
    await rig.change('anna', {
      formerVins: [{ vin: Vin.parse(wrong), because: 'corrected', until: day('2026-05-01'), by: 'x' }],
    })
    await save(rig.store, takeName('D001', 'vin', wrong, vehicleIdOf('anna'), { at: monday, by: 'test' }))
    await rig.lists('a', [wrong, vinOfCar('anna')])
    expect(await rig.mark(wrong)).toMatchObject({ vehicleId: vehicleIdOf('anna') })
    expect(rig.calls()).toHaveLength(1)
    rig.moveTo(tuesday)
    await rig.sweep()
    expect(rig.sms()).toHaveLength(1)
  })

  it('keeps and marks a car that has left, and tells nobody of it', async () => {
    await rig.change('anna', { status: 'sold' })
    await rig.lists('a', [vinOfCar('anna')])
    expect(await rig.mark(vinOfCar('anna'))).toMatchObject({ left: 'sold', status: 'open' })
    expect(await rig.item('anna')).toBeUndefined()
    expect(rig.calls()).toEqual([])
    expect(await rig.counts()).toMatchObject({ ours: 1, open: 1, left: 1 })
  })

  it('is done already where an order under its number was delivered before it came', async () => {
    const order = repairOrderOf('before', { campaignCode: 's2026m0117v' })
    await save(rig.store, ...puts(repairOrderRecord, order))
    await rig.change('anna', { visits: [visitOf('2026-05-02', { orderId: orderIdOf('before') })] })
    await rig.lists('a', [vinOfCar('anna')])
    expect(await rig.mark(vinOfCar('anna'))).toMatchObject({
      status: 'done_here',
      ended: { orderId: order.orderId, on: '2026-05-02' },
    })
    expect(rig.calls()).toEqual([])
    expect(await rig.item('anna')).toBeUndefined()
  })

  it('lists a car under each of its numbers', async () => {
    const rows = [`${vinOfCar('anna')},S2026M0117V`, `${vinOfCar('anna')},S2026M0118V`]
    await rig.receive(
      'a',
      mailWithFiles('【召回】两项召回', '请联系车主。', { 'a.csv': csv('车架号,活动编号', rows) }),
    )
    await rig.effects()
    const reply = await rig.as(keeper)(routes.readCampaignsOfCar, { params: { vin: vinOfCar('anna') } })
    expect(reply.ok && reply.body.items.map(({ campaign }) => campaign.number).sort()).toEqual([
      'S2026M0117V',
      'S2026M0118V',
    ])
    expect(rig.calls()).toHaveLength(2)
  })

  it('without a number is the notice’s own; under one of several it is nobody’s guess', async () => {
    const vins = csv('车架号', [vinOfCar('anna')])
    const notice = await rig.receive(
      'a',
      mailWithFiles('【召回】安全气囊召回', '涉及S2026M0117V和S2026M0118V。', { 'a.csv': vins }),
    )
    await rig.effects()
    expect(await effectOf(notice.noticeId)).toMatchObject({
      status: 'applied',
      applied: 1,
      faults: [{ code: 'campaign-unclear', file: 'a.csv', row: 2 }],
    })
    const reply = await rig.as(keeper)(routes.listCampaigns)
    expect(reply.ok && reply.body.items.map(({ number }) => number)).toEqual([undefined])
  })

  it('that lists no car has found nothing', async () => {
    const notice = await rig.receive('a', mailWithFiles('【召回】安全气囊召回', '名单另发。'))
    await rig.effects()
    expect(await effectOf(notice.noticeId)).toMatchObject({ status: 'nothing_found' })
  })

  it('marks a thousand VINs in many steps, each of them once, also when it is begun twice', async () => {
    const vins = Array.from({ length: 1000 }, (_, index) => vinOf(1000 + index))
    await rig.lists('a', [...vins, vinOfCar('anna')])
    expect(await rig.campaign()).toMatchObject({ lists: [{ listed: 1001, unknownHere: 1000 }] })
    expect(rig.calls()).toHaveLength(1)
  })
})

describe('a second list of the same recall', () => {
  it('adds its cars, and tells nobody a second time', async () => {
    await rig.lists('a', [vinOfCar('anna')])
    rig.moveTo(tuesday)
    await rig.sweep()
    expect(rig.sms()).toHaveLength(1)
    await rig.lists('b', [vinOfCar('anna'), vinOfCar('berta'), stranger])
    expect(await rig.counts()).toMatchObject({ listed: 3, ours: 2, unknownHere: 1, sms: 1 })
    rig.moveTo(local('2026-11-25 10:00'))
    await rig.sweep()
    expect(
      rig
        .sms()
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(['anna', 'berta'].map((name) => `vehicle#${vehicleIdOf(name)}`).sort())
    expect(rig.calls()).toHaveLength(2)
  })

  it('of a recall that was withdrawn begins it anew with its own cars alone', async () => {
    await rig.lists('a', [vinOfCar('anna'), vinOfCar('berta')])
    await rig.verb(routes.withdrawCampaign, undefined, { reason: '名单有误' })
    rig.moveTo(tuesday)
    await rig.sweep()
    expect(rig.sms()).toEqual([])
    await rig.tidy()
    expect(rig.calls().map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn'])
    await rig.lists('b', [vinOfCar('berta')])
    expect(await rig.campaign()).toMatchObject({ status: 'open' })
    expect(await rig.counts()).toMatchObject({ listed: 1, ours: 1 })
    rig.moveTo(local('2026-11-25 10:00'))
    await rig.sweep()
    expect(rig.sms().map(({ subject }) => subject)).toEqual([`vehicle#${vehicleIdOf('berta')}`])
    expect(rig.callOf('berta')).toMatchObject({ status: 'waiting', dueOn: '2026-11-25' })
    expect(rig.callOf('anna')).toMatchObject({ status: 'withdrawn' })
  })
})

describe('a notice that turns out to be no recall', () => {
  it('takes its list back: nobody is told, and what another list names stays', async () => {
    const { noticeId } = await rig.lists('a', [vinOfCar('anna'), vinOfCar('berta')])
    await rig.lists('b', [vinOfCar('berta')])
    await rig.noticeVerb(correctNotice, noticeId, { kind: 'technical_bulletin' })
    await rig.effects()
    expect(await effectOf(noticeId)).toMatchObject({ status: 'withdrawn' })
    expect(await rig.campaign()).toMatchObject({ status: 'open' })
    expect(await rig.counts()).toMatchObject({ listed: 1, ours: 1 })
    rig.moveTo(tuesday)
    await rig.sweep()
    expect(rig.sms().map(({ subject }) => subject)).toEqual([`vehicle#${vehicleIdOf('berta')}`])
    expect((await rig.item('anna'))!.decided).toMatchObject([
      { outcome: 'suppressed', reason: 'taken-off-list' },
    ])
  })

  it('and was the only one withdraws the campaign; as a service campaign its cars are marked, and nobody is told', async () => {
    const { noticeId } = await rig.lists('a', cars.map(vinOfCar))
    await rig.noticeVerb(correctNotice, noticeId, { kind: 'service_campaign' })
    await rig.effects()
    expect(await rig.campaign()).toMatchObject({
      kind: 'service_campaign',
      status: 'open',
      lists: [{ takenBack: { at: monday } }, { listed: 4 }],
    })
    expect(await rig.counts()).toMatchObject({ ours: 4, open: 4 })
    rig.moveTo(tuesday)
    await Promise.all([rig.sweep(), rig.tidy()])
    expect(rig.sms()).toEqual([])
    expect(rig.calls().every(({ status }) => status === 'withdrawn')).toBe(true)
  })
})
