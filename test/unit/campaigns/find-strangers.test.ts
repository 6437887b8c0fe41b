import { beforeEach, describe, expect, it } from 'vitest'
import { findStrangers } from '../../../functions/campaigns/find-strangers.ts'
import { Vin } from '../../../shared/domain/vin.ts'
import { openRecallStore } from '../../../shared/store/campaign-store.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import {
  local,
  orderIdOf,
  repairOrderOf,
  stampAt,
  vehicleIdOf,
  vehicleOf,
  visitOf,
} from '../../support/builders.ts'
import { vinOf } from '../../support/campaign-builders.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { NUMBER, openRecalls, vinOfCar, type RecallRig } from './recall-rig.ts'

const stranger = Vin.parse(vinOf(99))
const morning = local('2026-11-24 09:00')

let rig: RecallRig
beforeEach(async () => {
  rig = await openRecalls()
})

const find = (at = morning) => {
  rig.moveTo(at)
  return findStrangers({ store: openRecallStore(rig.table), clock: clockAt(at), log: rig.log })
}
const listed = (subject?: string) =>
  rig.lists('a', [vinOfCar('anna'), stranger, vinOf(98)], subject === undefined ? {} : { subject })
const comesIn = (more: Parameters<typeof vehicleOf>[1] = {}) =>
  save(
    rig.store,
    ...puts(
      vehicleRecord,
      vehicleOf('new', { vin: stranger, customerId: vehicleOf('dora').customerId, ...more }),
    ),
    takeName('D001', 'vin', stranger, vehicleIdOf('new'), stampAt(morning)),
  )
const ofNew = () => rig.calls().filter(({ vehicleId }) => vehicleId === vehicleIdOf('new'))

describe('a VIN that was unknown when a recall listed it', () => {
  it('is one of the dealer’s cars the morning after it came into the books, and its owner is told from the next working day on', async () => {
    await listed()
    await comesIn()
    expect(await find()).toEqual({ cameIn: 1 })
    expect(await rig.counts()).toMatchObject({ listed: 3, ours: 2, unknownHere: 1, open: 2 })
    expect(ofNew()).toMatchObject([{ status: 'waiting', dueOn: '2026-11-25' }])
    rig.moveTo(local('2026-11-24 10:00'))
    await rig.sweep()
    expect(rig.sms()).toHaveLength(1)
    rig.moveTo(local('2026-11-25 10:00'))
    await rig.sweep()
    expect(rig.sms().map(({ subject }) => subject)).toContain(`vehicle#${vehicleIdOf('new')}`)
  })

  it('is found once, in the first run of a day, and no more once calls about the recall are over', async () => {
    await listed()
    await comesIn()
    expect(await find(local('2026-11-24 09:30'))).toEqual({ cameIn: 0 })
    expect(await find(local('2026-12-24 09:00'))).toEqual({ cameIn: 0 })
    expect(await find(local('2026-12-23 09:00'))).toEqual({ cameIn: 1 })
    expect(await find(local('2026-12-23 09:00'))).toEqual({ cameIn: 0 })
    expect(ofNew()).toHaveLength(1)
  })

  it('is told to nobody where the work was done under its number, or it is no recall', async () => {
    await save(rig.store, ...puts(repairOrderRecord, repairOrderOf('before', { campaignCode: NUMBER })))
    await listed()
    await comesIn({ visits: [visitOf('2026-05-02', { orderId: orderIdOf('before') })] })
    await find()
    expect(await rig.mark(stranger)).toMatchObject({ status: 'done_here', vehicleId: vehicleIdOf('new') })
    expect(ofNew()).toEqual([])
  })

  it('of a service campaign is counted alone', async () => {
    await listed('冬季免费检测服务活动')
    await comesIn()
    expect(await find()).toEqual({ cameIn: 1 })
    expect(await rig.counts()).toMatchObject({ ours: 2, unknownHere: 1 })
    expect(ofNew()).toEqual([])
  })
})
