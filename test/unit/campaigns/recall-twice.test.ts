import { beforeEach, describe, expect, it } from 'vitest'
import { reopenCar } from '../../../shared/http/routes/campaigns.ts'
import { readFollowUpList } from '../../../shared/http/routes/follow-up-calls.ts'
import { correctNotice } from '../../../shared/http/routes/notice-verbs.ts'
import { informOfRecall } from '../../../shared/http/routes/recall-calls.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { day, local, orderIdOf, repairOrderOf, vehicleIdOf, visitOf } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { caller, NUMBER, openRecalls, tuesday, vinOfCar, type CarName, type RecallRig } from './recall-rig.ts'

let rig: RecallRig
beforeEach(async () => {
  rig = await openRecalls()
})

/** What a person finds to be one car: the other record goes into the kept one. */
async function merge(kept: CarName, other: CarName) {
  const vin = vinOfCar(other)
  await rig.change(kept, {
    absorbed: [vehicleIdOf(other)],
    formerVins: [{ vin, because: 'merged', until: day('2026-11-23'), by: 'x' }],
  })
  await rig.change(other, { status: 'merged', mergedInto: vehicleIdOf(kept) })
}

async function callsOn(on: string) {
  const reply = await rig.as(caller)(readFollowUpList, { query: { on } })
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.body.entries.flatMap(({ calls }) => calls)
}

async function inform(name: CarName) {
  const { followUpCallId, version } = rig.callOf(name)!
  const given = { params: { followUpCallId }, ifMatch: `"${String(version)}"`, body: {} }
  expect(await rig.as(caller)(informOfRecall, given)).toMatchObject({ ok: true })
}

describe('two records that turn out to be one recalled car', () => {
  it('get one SMS and one call', async () => {
    await rig.lists('a', [vinOfCar('anna'), vinOfCar('berta')])
    await merge('anna', 'berta')
    rig.moveTo(tuesday)
    await rig.sweep()
    expect(rig.sms()).toHaveLength(1)
    expect(await callsOn('2026-11-24')).toHaveLength(1)
    await rig.tidy()
    expect(rig.callOf('anna')).toMatchObject({ status: 'waiting' })
    expect(rig.callOf('berta')).toMatchObject({ status: 'withdrawn' })
  })

  it('are not called about again once one of them was', async () => {
    await rig.lists('a', [vinOfCar('berta')])
    rig.moveTo(tuesday)
    await inform('berta')
    await merge('anna', 'berta')
    await rig.lists('b', [vinOfCar('anna'), vinOfCar('berta')])
    expect(rig.callOf('anna')).toBeUndefined()
  })

  it('lose the call that still waits when the other one was made before the merge', async () => {
    await rig.lists('a', [vinOfCar('anna'), vinOfCar('berta')])
    rig.moveTo(tuesday)
    await inform('berta')
    await merge('anna', 'berta')
    expect(await callsOn('2026-11-24')).toEqual([])
  })
})

describe('a list of a service campaign that was taken for a recall', () => {
  it('brings nobody an SMS once it is corrected, also where an earlier list of that campaign stands', async () => {
    await rig.lists('a', [vinOfCar('dora')], { subject: '冬季免费检测服务活动' })
    const { noticeId } = await rig.lists('b', [vinOfCar('anna')])
    await rig.noticeVerb(correctNotice, noticeId, { kind: 'service_campaign' })
    await rig.effects()
    expect(await rig.campaign()).toMatchObject({ kind: 'service_campaign', status: 'open' })
    rig.moveTo(tuesday)
    await rig.sweep()
    expect(rig.sms()).toEqual([])
    expect(await callsOn('2026-11-24')).toEqual([])
  })

  it('leaves a recall a recall as long as a list of one stands', async () => {
    await rig.lists('a', [vinOfCar('dora')])
    const { noticeId } = await rig.lists('b', [vinOfCar('anna')], { subject: '冬季免费检测服务活动' })
    await rig.noticeVerb(correctNotice, noticeId, { kind: 'technical_bulletin' })
    await rig.effects()
    expect(await rig.campaign()).toMatchObject({ kind: 'recall', status: 'open' })
  })
})

describe('a list that follows one that was taken back', () => {
  it('leaves as long to take it back again as any other', async () => {
    const { noticeId } = await rig.lists('a', [vinOfCar('anna')])
    await rig.noticeVerb(correctNotice, noticeId, { kind: 'technical_bulletin' })
    await rig.effects()
    rig.moveTo(local('2026-11-24 09:45'))
    await rig.lists('b', [vinOfCar('anna')])
    rig.moveTo(tuesday)
    await rig.sweep()
    expect(rig.sms()).toEqual([])
    expect(await callsOn('2026-11-24')).toEqual([])
    rig.moveTo(local('2026-11-25 10:00'))
    await rig.sweep()
    expect(rig.sms()).toHaveLength(1)
    expect(await callsOn('2026-11-25')).toHaveLength(1)
  })
})

describe('a car that was done before its list came', () => {
  it('is called about where it is to be done after all', async () => {
    const order = repairOrderOf('before', { campaignCode: NUMBER })
    await save(rig.store, ...puts(repairOrderRecord, order))
    await rig.change('anna', { visits: [visitOf('2026-05-02', { orderId: orderIdOf('before') })] })
    await rig.lists('a', [vinOfCar('anna')])
    expect(rig.callOf('anna')).toBeUndefined()
    expect(await rig.verb(reopenCar, vinOfCar('anna'))).toMatchObject({ ok: true })
    expect(rig.callOf('anna')).toMatchObject({ status: 'waiting', dueOn: '2026-11-24' })
  })
})

describe('a car that had left, and is listed again after it came back', () => {
  it('is not counted among those of which nobody is told', async () => {
    await rig.change('anna', { status: 'moved_away' })
    await rig.lists('a', [vinOfCar('anna')])
    expect(await rig.counts()).toMatchObject({ open: 1, left: 1 })
    await rig.change('anna', { status: 'active' })
    await rig.lists('b', [vinOfCar('anna')])
    expect(await rig.counts()).toMatchObject({ open: 1, left: 0 })
  })
})
