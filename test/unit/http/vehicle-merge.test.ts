import { beforeEach, describe, expect, it } from 'vitest'
import type { Vehicle } from '../../../shared/domain/vehicle.ts'
import { mergeVehicle } from '../../../shared/http/routes/vehicle-merge.ts'
import { findVehicles } from '../../../shared/http/routes/vehicles.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { policyRecord } from '../../../shared/store/policies.ts'
import { rememberPlate, vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account } from '../../support/api-client.ts'
import {
  callEntryOf,
  coverOf,
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  dueItemOf,
  local,
  orderIdOf,
  policyIdOf,
  policyOf,
  repairOrderOf,
  staffIdOf,
  stampAt,
  vehicleIdOf,
  vehicleOf,
  visitOf,
} from '../../support/builders.ts'
import { earlier, puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>

const keeper: Account = {
  dealerId: 'D001',
  roles: ['information_clerk'],
  staffId: staffIdOf('C1'),
  sub: 'account-c1',
}
const stranger: Account = { ...keeper, dealerId: 'D002', sub: 'account-x' }

const VIN = 'LGWEF4A53HF000001' as Vehicle['vin']
const TYPO = 'LGWEF4A54HF000010' as Vehicle['vin']
const OTHER_CAR = 'LVSHFFAC3JS000001' as Vehicle['vin']
const kept = vehicleIdOf('kept')
const twin = vehicleIdOf('twin')
const plate = (text: string) => text as unknown as NonNullable<Vehicle['plate']>

/** A car of anna's, and a second record of it, begun with a VIN that was mistyped, under berta. */
async function twoRecords(ofKept: Partial<Vehicle> = {}, ofTwin: Partial<Vehicle> = {}) {
  await save(
    api.store,
    ...puts(
      vehicleRecord,
      vehicleOf('kept', { vin: VIN, customerId: customerIdOf('anna'), soldOn: day('2025-11-01'), ...ofKept }),
      vehicleOf('twin', {
        vin: TYPO,
        plate: plate('浙A00002'),
        customerId: customerIdOf('berta'),
        soldOn: day('2025-11-01'),
        ...ofTwin,
      }),
    ),
    takeName('D001', 'vin', VIN, kept, earlier),
    takeName('D001', 'vin', ofTwin.vin ?? TYPO, twin, earlier),
  )
}

beforeEach(async () => {
  api = startApi()
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(customerRecord, customerOf('anna'), customerOf('berta')),
  )
})

const merge = (body: object = {}, ifMatch = '"1"', account = keeper) =>
  api.as(account)(mergeVehicle, {
    params: { vehicleId: kept },
    body: { otherId: twin, otherEtag: '"1"', ...body },
    ifMatch,
  })
const stored = async (vehicleId: string) => (await api.store.vehicles.byId('D001', vehicleId))!
const timer = (purpose: 'maintenance-reminders' | 'insurance-call-lists', vehicleId: string) =>
  api.store.dueItems.bySubject('D001', purpose, `vehicle#${vehicleId}`)
const find = async (query: Record<string, string>) => {
  const reply = await api.as(keeper)(findVehicles, { query })
  if (!reply.ok) throw new Error(reply.problem.code)
  return reply.body.items.map(({ vehicleId, found }) => [vehicleId, found])
}
const ofTwin = { vehicleId: twin }

describe('POST /vehicles/{vehicleId}/merge', () => {
  it('moves orders and policies, and with them visits and cover', async () => {
    await twoRecords({ visits: [visitOf('2026-02-01', { name: 'mine' })] })
    await save(
      api.store,
      ...puts(repairOrderRecord, repairOrderOf('theirs', { ...ofTwin, odometerKm: 9_000 })),
      ...puts(
        policyRecord,
        policyOf('theirs', ofTwin),
        policyOf('mine', { vehicleId: kept, endsOn: day('2025-11-30') }),
      ),
    )
    expect(await merge()).toMatchObject({
      status: 200,
      etag: '"2"',
      body: {
        vehicle: { vehicleId: kept, absorbed: [twin] },
        other: { vehicleId: twin, etag: '"2"', status: 'merged', mergedInto: kept },
        moved: { orders: 1, policies: 1 },
      },
    })
    expect(await stored(kept)).toMatchObject({
      version: 2,
      visits: [{ orderId: orderIdOf('mine') }, { orderId: orderIdOf('theirs'), odometerKm: 9_000 }],
      cover: { commercial: { policyId: policyIdOf('theirs') } },
    })
    const { items: orders } = await api.store.orders.ofVehicle('D001', kept, { limit: 9 })
    expect(orders.map(({ orderId }) => orderId)).toEqual([orderIdOf('theirs')])
    const { items: policies } = await api.store.policies.ofVehicle('D001', kept, { limit: 9 })
    expect(policies.map(({ policyId }) => policyId)).toEqual([policyIdOf('theirs'), policyIdOf('mine')])
    for (const [kind, id, action] of [
      ['Vehicle', kept, 'merged-another'],
      ['Vehicle', twin, 'merged'],
      ['RepairOrder', orderIdOf('theirs'), 'vehicle-merged'],
      ['Policy', policyIdOf('theirs'), 'vehicle-merged'],
    ] as const) {
      expect(await api.store.audit.of('D001', kind, id)).toMatchObject([
        { action, createdBy: staffIdOf('C1') },
      ])
    }
  })

  it('keeps the past of both, and what finds the other finds the one that counts', async () => {
    const until = day('2026-05-01')
    await twoRecords(
      { formerPlates: [{ plate: plate('浙A00001'), until, by: 'clerk' }] },
      {
        formerPlates: [{ plate: plate('浙A00003'), until: day('2026-04-01'), by: 'clerk' }],
        readings: [{ on: until, km: 4_000, source: 'read', by: 'clerk' }],
        statusChanges: [{ status: 'active', on: until, by: 'clerk' }],
        exported: { odometerKm: 3_000, visitOn: day('2026-03-01') },
        warrantyFrom: day('2025-11-02'),
      },
    )
    await save(api.store, rememberPlate('D001', '浙A00003', twin, earlier))
    await merge()
    const today = '2026-11-23'
    expect(await stored(kept)).toMatchObject({
      plate: '浙A12345',
      customerId: customerIdOf('anna'),
      warrantyFrom: '2025-11-02',
      exported: { odometerKm: 3_000 },
      formerOwners: [{ customerId: customerIdOf('berta'), until: today }],
      formerPlates: [{ plate: '浙A00003' }, { plate: '浙A00001' }, { plate: '浙A00002', until: today }],
      formerVins: [{ vin: TYPO, because: 'merged', until: today, by: staffIdOf('C1') }],
      readings: [{ km: 4_000 }],
      statusChanges: [{ on: until }],
    })
    expect(await find({ vin: TYPO })).toEqual([[kept, 'former']])
    expect(await find({ plate: '浙A00002' })).toEqual([[kept, 'former']])
    expect(await find({ plate: '浙A00003' })).toEqual([[kept, 'former']])
    expect((await api.store.vehicles.ofCustomer('D001', customerIdOf('berta'), { limit: 9 })).items).toEqual(
      [],
    )
  })

  it('takes the plate of the other where it has none', async () => {
    await twoRecords({ plate: undefined })
    await merge()
    expect(await stored(kept)).toMatchObject({ plate: '浙A00002', formerPlates: [] })
    expect(await find({ plate: '浙A00002' })).toEqual([[kept, 'current']])
  })

  it('reminds once: the other’s reminder stops, and what was told in the cycle that counts is not told again', async () => {
    const visit = visitOf('2026-06-10', { name: 'theirs' })
    await twoRecords({}, { visits: [visit] })
    const told = [{ step: 'before', outcome: 'message', at: local('2026-11-20 09:00') }] as const
    await save(
      api.store,
      ...puts(
        repairOrderRecord,
        repairOrderOf('theirs', { ...ofTwin, receivedOn: visit.receivedOn, deliveredOn: day('2026-06-10') }),
      ),
      ...puts(
        dueItemRecord,
        dueItemOf('kept', { cycle: 'sale', step: 'lapsed', dueAt: local('2026-12-01 09:00') }),
        dueItemOf('twin', {
          cycle: orderIdOf('theirs'),
          step: 'after',
          dueAt: local('2026-12-17 09:00'),
          decided: [...told],
        }),
      ),
    )
    await merge()
    expect(await timer('maintenance-reminders', kept)).toMatchObject({
      version: 2,
      cycle: orderIdOf('theirs'),
      step: 'after',
      dueAt: local('2026-12-17 09:00'),
      decided: told,
    })
    const stopped = await timer('maintenance-reminders', twin)
    expect([stopped?.version, stopped?.step]).toEqual([2, undefined])
  })

  it('leaves the call on its list, under the record that counts', async () => {
    await twoRecords({}, { cover: { commercial: coverOf('theirs', '2026-12-31') } })
    await save(
      api.store,
      ...puts(policyRecord, policyOf('theirs', { ...ofTwin, endsOn: day('2026-12-31') })),
      ...puts(callEntryRecord, callEntryOf('S1', 'twin', { policyId: policyIdOf('theirs') })),
      ...puts(
        dueItemRecord,
        dueItemOf('twin', {
          purpose: 'insurance-call-lists',
          cycle: policyIdOf('theirs'),
          step: 'd33',
          dueAt: local('2026-11-30 07:30'),
          decided: [{ step: 'd45', outcome: 'message', at: local('2026-11-16 07:30') }],
          assignedTo: staffIdOf('S1'),
        }),
      ),
    )
    await merge()
    expect(await api.store.callLists.of('D001', staffIdOf('S1'))).toMatchObject([
      { vehicleId: kept, policyId: policyIdOf('theirs'), step: 'd45' },
    ])
    expect(await timer('insurance-call-lists', kept)).toMatchObject({
      cycle: policyIdOf('theirs'),
      step: 'd33',
      decided: [{ step: 'd45' }],
      assignedTo: staffIdOf('S1'),
    })
    expect((await timer('insurance-call-lists', twin))?.step).toBeUndefined()
  })

  it('goes on with what has come to the other since', async () => {
    await twoRecords()
    await merge()
    await save(api.store, ...puts(repairOrderRecord, repairOrderOf('late', ofTwin)))
    expect(await merge({ otherEtag: '"2"' }, '"2"')).toMatchObject({ body: { moved: { orders: 1 } } })
    const now = await stored(kept)
    expect(now.absorbed).toEqual([twin])
    expect(now.formerVins).toHaveLength(1)
    expect(now.visits).toMatchObject([{ orderId: orderIdOf('late') }])
  })

  it('asks whether they are one car where their VINs differ in many places', async () => {
    await twoRecords({}, { vin: OTHER_CAR })
    expect(await merge()).toMatchObject({ status: 409, problem: { code: 'vehicle-merge-unconfirmed' } })
    expect(await merge({ confirmed: true })).toMatchObject({ status: 200 })
  })

  it('of more than one transaction holds is refused, and nothing of it written', async () => {
    await twoRecords()
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => repairOrderOf(`order ${String(index)}`, ofTwin))
    await save(api.store, ...puts(repairOrderRecord, ...many(49)))
    const before = api.table.all()
    const refused = { status: 409, problem: { code: 'vehicle-merge-too-large' } }
    expect(await merge()).toMatchObject(refused)
    expect(api.table.all()).toEqual(before)
    await save(api.store, ...puts(repairOrderRecord, ...many(60).slice(49)))
    expect(await merge()).toMatchObject(refused)
  })

  it('is refused where the index shows a full page of what has moved already: more may stand behind it', async () => {
    await twoRecords()
    const orders = Array.from({ length: 50 }, (_, index) => repairOrderOf(`order ${String(index)}`, ofTwin))
    await save(api.store, ...puts(repairOrderRecord, ...orders))
    api.table.freezeIndexes()
    const stamp = stampAt(local('2026-11-23 09:00'))
    const moved = orders.slice(30).map((order) => ({ ...order, version: 1, vehicleId: kept }))
    await save(api.store, ...moved.map((order) => repairOrderRecord.put(order, stamp)))
    expect(await merge()).toMatchObject({ status: 409, problem: { code: 'vehicle-merge-too-large' } })
  })

  it('of a fifth record into one is refused', async () => {
    await twoRecords({ absorbed: ['x', 'y', 'z'].map(vehicleIdOf) })
    expect(await merge()).toMatchObject({ status: 409, problem: { code: 'vehicle-merge-too-large' } })
  })

  it('into itself, of one that went elsewhere, or of one that counts no more is refused', async () => {
    await twoRecords({}, { status: 'merged', mergedInto: vehicleIdOf('third') })
    expect(await merge({ otherId: kept })).toMatchObject({ status: 422 })
    expect(await merge()).toMatchObject({
      status: 409,
      problem: { code: 'vehicle-merged', existing: vehicleIdOf('third') },
    })
    const intoMerged = api.as(keeper)(mergeVehicle, {
      params: ofTwin,
      body: { otherId: kept, otherEtag: '"1"' },
      ifMatch: '"1"',
    })
    expect(await intoMerged).toMatchObject({ status: 409, problem: { existing: vehicleIdOf('third') } })
  })

  it('needs both versions as they are, and both records at the dealer', async () => {
    await twoRecords()
    expect(await merge({}, '"2"')).toMatchObject({ status: 412 })
    expect(await merge({ otherEtag: '"2"' })).toMatchObject({ status: 412 })
    expect(await merge({}, '"1"', stranger)).toMatchObject({ status: 404 })
    expect(await merge({ otherId: vehicleIdOf('nobody') })).toMatchObject({ status: 404 })
    await save(api.store, ...puts(vehicleRecord, vehicleOf('foreign', { dealerId: 'D002' })))
    expect(await merge({ otherId: vehicleIdOf('foreign') })).toMatchObject({ status: 404 })
    const advisor: Account = { ...keeper, roles: ['service_advisor'] }
    expect(await merge({}, '"1"', advisor)).toMatchObject({ status: 403 })
    expect((await stored(twin)).version).toBe(1)
  })

  it('is refused when the other has changed at that very moment, and nothing is half merged', async () => {
    await twoRecords()
    await save(api.store, ...puts(repairOrderRecord, repairOrderOf('theirs', ofTwin)))
    const other = await stored(twin)
    const write = vehicleRecord.put({ ...other, model: '哈弗M6' }, stampAt(local('2026-11-23 10:00')))
    api.table.onCommit = () => {
      api.table.onCommit = undefined
      if (write.kind === 'put') api.table.put({ ...write.item, ...write.key })
      return undefined
    }
    expect(await merge()).toMatchObject({ status: 412 })
    expect(await stored(kept)).toMatchObject({ version: 1 })
    expect(await stored(twin)).toMatchObject({ version: 2, status: 'active', model: '哈弗M6' })
    expect(
      (await api.store.orders.byIds('D001', [orderIdOf('theirs')])).get(orderIdOf('theirs')),
    ).toMatchObject({
      vehicleId: twin,
    })
  })

  it('happens once when it is sent twice under one key', async () => {
    await twoRecords()
    const call = () =>
      api.as(keeper)(mergeVehicle, {
        params: { vehicleId: kept },
        body: { otherId: twin, otherEtag: '"1"' },
        ifMatch: '"1"',
        idempotencyKey: 'key-12345678',
      })
    const first = await call()
    expect(first).toMatchObject({ status: 200 })
    expect(await call()).toEqual(first)
  })
})
