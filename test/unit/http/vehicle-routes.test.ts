import { beforeEach, describe, expect, it } from 'vitest'
import type { Vehicle } from '../../../shared/domain/vehicle.ts'
import * as routes from '../../../shared/http/routes/vehicles.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account } from '../../support/api-client.ts'
import {
  coverOf,
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  dueItemOf,
  erasedOf,
  local,
  mergedOf,
  orderIdOf,
  staffIdOf,
  vehicleIdOf,
  vehicleOf,
  visitOf,
} from '../../support/builders.ts'
import { earlier, puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>

const advisor: Account = {
  dealerId: 'D001',
  roles: ['service_advisor'],
  staffId: staffIdOf('A1'),
  sub: 'account-a1',
}
const keeper: Account = { ...advisor, roles: ['front_desk_supervisor'], sub: 'account-f1' }
const stranger: Account = { ...keeper, dealerId: 'D002', sub: 'account-x' }

/** Made-up VINs: of two makers with the right check digit, and of an imported car with a wrong one. */
const vins = ['LGWEF4A53HF000001', 'LGBH52E03KY000001', 'LVSHFFAC3JS000001'] as const
const imported = '1M8GDM9A9KP042788'

beforeEach(async () => {
  api = startApi()
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(customerRecord, customerOf('anna'), customerOf('berta', { name: '王小明' })),
    ...puts(vehicleRecord, vehicleOf('anna', { vin: vins[0] as never })),
    takeName('D001', 'vin', vins[0], vehicleIdOf('anna'), earlier),
  )
})

const anna = { vehicleId: vehicleIdOf('anna') }
const body = {
  vin: ' lgbh52e0-3ky000001 '.replace('-', ' '),
  plate: '浙a·00001',
  brand: '东风日产',
  model: '轩逸',
  soldOn: '2026-11-20',
  customerId: customerIdOf('anna'),
}
const stored = (vehicleId = anna.vehicleId) => api.store.vehicles.byId('D001', vehicleId)
const put = (more: Partial<Vehicle>) =>
  save(api.store, vehicleRecord.put({ ...vehicleOf('anna', more), version: 1 }, earlier))

describe('POST /vehicles', () => {
  it('takes in a vehicle with its first reminder, however VIN and plate are written', async () => {
    const reply = await api.as(advisor)(routes.createVehicle, { body })
    expect(reply).toMatchObject({
      status: 201,
      etag: '"1"',
      body: { vin: vins[1], plate: '浙A00001', status: 'active', warnings: [] },
    })
    if (!reply.ok) throw new Error(reply.problem.code)
    const { vehicleId } = reply.body
    expect(await stored(vehicleId)).toMatchObject({ version: 1, createdBy: staffIdOf('A1') })
    const subject = `vehicle#${vehicleId}`
    expect(await api.store.dueItems.bySubject('D001', 'maintenance-reminders', subject)).toMatchObject({
      cycle: 'sale',
      step: 'before',
    })
    expect(await api.store.audit.of('D001', 'Vehicle', vehicleId)).toMatchObject([
      { action: 'created', after: { vin: vins[1] }, createdBy: staffIdOf('A1') },
    ])
  })

  it('names the vehicle that has the VIN already', async () => {
    const reply = await api.as(advisor)(routes.createVehicle, { body: { ...body, vin: vins[0] } })
    expect(reply).toMatchObject({
      status: 409,
      problem: { code: 'already-exists', existing: anna.vehicleId },
    })
  })

  it('names the vehicle that was taken in a moment ago', async () => {
    const first = await api.as(advisor)(routes.createVehicle, { body })
    if (!first.ok) throw new Error(first.problem.code)
    expect(await api.as(advisor)(routes.createVehicle, { body })).toMatchObject({
      status: 409,
      problem: { code: 'already-exists', existing: first.body.vehicleId },
    })
  })

  it('warns of a wrong check digit where none is owed, and refuses it where it is', async () => {
    const warned = await api.as(advisor)(routes.createVehicle, { body: { ...body, vin: imported } })
    expect(warned).toMatchObject({ ok: true, body: { warnings: [{ code: 'vin-check-digit' }] } })
    const wrong = { ...body, vin: vins[1].replace('03KY', '13KY') }
    expect(await api.as(advisor)(routes.createVehicle, { body: wrong })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body.vin', reason: 'wrong-check-digit' }] },
    })
  })

  it.each([
    ['vin', { ...body, vin: 'LGW' }, 'wrong-format'],
    ['plate', { ...body, plate: 'A12345' }, 'wrong-format'],
    ['soldOn', { ...body, soldOn: '2026-11-24' }, 'too-far-ahead'],
    ['customerId', { ...body, customerId: customerIdOf('nobody') }, 'not-a-choice'],
    ['status', { ...body, status: 'sold' }, 'unknown-field'],
  ])('refuses a %s that cannot be', async (field, given, reason) => {
    const before = api.table.all()
    const reply = await api.as(advisor)(routes.createVehicle, { body: given })
    expect(reply).toMatchObject({ status: 422, problem: { errors: [{ path: `body.${field}`, reason }] } })
    expect(api.table.all()).toEqual(before)
  })

  it('gives the vehicle to whom a merged customer is now, and to nobody who is erased', async () => {
    await save(api.store, ...puts(customerRecord, mergedOf('twin', 'berta'), erasedOf('gone')))
    const ofTwin = { ...body, customerId: customerIdOf('twin') }
    expect(await api.as(advisor)(routes.createVehicle, { body: ofTwin })).toMatchObject({
      body: { customerId: customerIdOf('berta') },
    })
    const ofGone = { ...body, vin: vins[2], customerId: customerIdOf('gone') }
    expect(await api.as(advisor)(routes.createVehicle, { body: ofGone })).toMatchObject({ status: 422 })
  })

  it('makes one vehicle of a request that is sent many times at once under one key', async () => {
    const given = { body, idempotencyKey: 'key-12345678' }
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => api.as(advisor)(routes.createVehicle, given)),
    )
    for (const reply of replies) expect(reply).toEqual(replies[0])
    expect(replies[0]).toMatchObject({ status: 201 })
    expect(api.table.all().filter(({ entity }) => entity === 'Vehicle')).toHaveLength(2)
  })
})

describe('GET /vehicles', () => {
  const find = async (query: Record<string, string>, account = advisor) => {
    const reply = await api.as(account)(routes.findVehicles, { query })
    if (!reply.ok) throw new Error(reply.problem.code)
    return reply.body.items.map(({ vehicleId, found }) => [vehicleId, found])
  }

  it('finds by VIN and by plate, however they are written', async () => {
    expect(await find({ vin: vins[0].toLowerCase() })).toEqual([[anna.vehicleId, 'current']])
    expect(await find({ plate: '浙a-12345' })).toEqual([[anna.vehicleId, 'current']])
    expect(await find({ vin: vins[1] })).toEqual([])
    expect(await find({ plate: '浙A99999' })).toEqual([])
  })

  it('finds by a former plate, after the one that has it now', async () => {
    const given = { params: anna, body: { plate: '浙A77777' }, ifMatch: '"1"' }
    await api.as(advisor)(routes.changeVehicle, given)
    expect(await find({ plate: '浙A12345' })).toEqual([[anna.vehicleId, 'former']])
    const reply = await api.as(advisor)(routes.createVehicle, { body: { ...body, plate: '浙A12345' } })
    const { vehicleId } = (reply.ok && reply.body) as { vehicleId: string }
    expect(await find({ plate: '浙A12345' })).toEqual([
      [vehicleId, 'current'],
      [anna.vehicleId, 'former'],
    ])
    expect(await find({ plate: '浙A77777' })).toEqual([[anna.vehicleId, 'current']])
  })

  it('asks for one of the two, and no more', async () => {
    for (const query of [{}, { vin: vins[0], plate: '浙A12345' }]) {
      expect(await api.as(advisor)(routes.findVehicles, { query })).toMatchObject({
        status: 422,
        problem: {
          errors: [
            { path: 'query.vin', reason: 'one-of-several' },
            { path: 'query.plate', reason: 'one-of-several' },
          ],
        },
      })
    }
  })

  it('tells another dealer nothing', async () => {
    expect(await find({ vin: vins[0] }, stranger)).toEqual([])
    expect(await find({ plate: '浙A12345' }, stranger)).toEqual([])
  })
})

describe('GET /vehicles/{vehicleId}', () => {
  it('says what falls due and why', async () => {
    await put({
      soldOn: day('2026-01-10'),
      visits: [visitOf('2026-07-01', { name: 'serviced', odometerKm: 8_000 })],
      cover: { commercial: coverOf('anna', '2026-12-01') },
      readings: [{ on: day('2026-11-20'), km: 100, source: 'told', by: 'test' }],
    })
    await save(api.store, ...puts(dueItemRecord, dueItemOf('anna', { dueAt: local('2026-12-18 09:00') })))
    expect(await api.as(advisor)(routes.readVehicle, { params: anna })).toMatchObject({
      etag: '"2"',
      body: {
        owner: { customerId: customerIdOf('anna'), name: '王芳' },
        nextService: {
          on: '2026-11-07',
          daysLeft: -16,
          base: { kind: 'visit', on: '2026-07-01', orderId: orderIdOf('serviced') },
          interval: { months: 6, km: 6000 },
          because: 'km',
          kmPerDay: 46.5,
          zh: '自2026-07-01保养起6,000公里，按每天46.5公里（先于6个月）',
        },
        workshop: { lastVisitOn: '2026-07-01', daysSinceVisit: 145 },
        odometer: { last: { km: 8000 }, setAside: [{ on: '2026-11-20', km: 100 }] },
        cover: { commercial: { daysLeft: 8 } },
        waiting: [{ purpose: 'maintenance-reminders', step: 'before', zh: '保养到期前短信提醒' }],
      },
    })
  })

  it('promises no service to one that has left', async () => {
    await put({ status: 'scrapped' })
    const reply = await api.as(advisor)(routes.readVehicle, { params: anna })
    expect(reply.ok && reply.body.nextService).toBe(undefined)
  })

  it('is not there for another dealer', async () => {
    expect(await api.as(stranger)(routes.readVehicle, { params: anna })).toMatchObject({ status: 404 })
  })
})

describe('PATCH /vehicles/{vehicleId}', () => {
  const change = (given: object, ifMatch = '"1"', account = advisor) =>
    api.as(account)(routes.changeVehicle, { params: anna, body: given, ifMatch })

  it('changes the fields that are given, takes away what is null, and remembers the plate', async () => {
    await put({ warrantyFrom: day('2026-01-11') })
    const given = { plate: '浙A77777', warrantyFrom: null, model: '哈弗H9' }
    expect(await change(given, '"2"')).toMatchObject({ etag: '"3"', body: { plate: '浙A77777' } })
    const now = await stored()
    expect(now).toMatchObject({
      brand: '长城',
      model: '哈弗H9',
      platedSince: '2026-11-23',
      formerPlates: [{ plate: '浙A12345', until: '2026-11-23', by: staffIdOf('A1') }],
    })
    expect(now?.warrantyFrom).toBeUndefined()
    await change({ plate: null }, '"3"')
    expect(await stored()).toMatchObject({
      formerPlates: [{ plate: '浙A12345' }, { plate: '浙A77777', from: '2026-11-23' }],
    })
    expect((await stored())?.plate).toBeUndefined()
  })

  it('keeps what was changed, and no more than was', async () => {
    await change({ plate: '浙A77777' })
    const [entry] = await api.store.audit.of('D001', 'Vehicle', anna.vehicleId)
    expect(entry).toMatchObject({
      action: 'changed',
      before: { plate: '浙A12345' },
      after: { plate: '浙A77777' },
    })
    expect(await change({ plate: '浙A77777' }, '"2"')).toMatchObject({ etag: '"2"' })
    expect(await api.store.audit.of('D001', 'Vehicle', anna.vehicleId)).toHaveLength(1)
  })

  it('refuses the VIN of another vehicle, with which one it is', async () => {
    const other = await api.as(advisor)(routes.createVehicle, { body })
    expect(await change({ vin: vins[1] })).toMatchObject({
      status: 409,
      problem: { code: 'already-exists', existing: other.ok && other.body.vehicleId },
    })
    expect(await stored()).toMatchObject({ version: 1, vin: vins[0] })
  })

  it('corrects a VIN, and the one before goes on finding the vehicle', async () => {
    expect(await change({ vin: vins[2] })).toMatchObject({
      body: { vin: vins[2], formerVins: [{ vin: vins[0], because: 'corrected' }] },
    })
    for (const [vin, found] of [
      [vins[0], 'former'],
      [vins[2], 'current'],
    ] as const) {
      expect(await api.as(advisor)(routes.findVehicles, { query: { vin } })).toMatchObject({
        body: { items: [{ vehicleId: anna.vehicleId, found }] },
      })
    }
    // And back again: it is its own.
    expect(await change({ vin: vins[0] }, '"2"')).toMatchObject({
      body: { vin: vins[0], formerVins: [{ vin: vins[2] }] },
    })
  })

  it('lets a VIN go over to the car that has it, if the caller says whose it was', async () => {
    await change({ vin: vins[2] })
    const real = { ...body, vin: vins[0] }
    expect(await api.as(advisor)(routes.createVehicle, { body: real })).toMatchObject({
      status: 409,
      problem: { existing: anna.vehicleId },
    })
    const named = { ...real, vinWasOf: anna.vehicleId }
    const reply = await api.as(advisor)(routes.createVehicle, { body: named })
    expect(reply).toMatchObject({ status: 201 })
    expect(await stored()).toMatchObject({ vin: vins[2], formerVins: [] })
    expect(await api.as(advisor)(routes.findVehicles, { query: { vin: vins[0] } })).toMatchObject({
      body: { items: [{ vehicleId: reply.ok && reply.body.vehicleId, found: 'current' }] },
    })
    // What it has now is nobody's to take.
    const again = { ...body, vin: vins[2], vinWasOf: anna.vehicleId }
    expect(await api.as(advisor)(routes.createVehicle, { body: again })).toMatchObject({ status: 409 })
  })

  it('gives the real car an id of its own where the VIN had given one to the vehicle that had it', async () => {
    const first = await api.as(advisor)(routes.createVehicle, { body })
    if (!first.ok) throw new Error(first.problem.code)
    const { vehicleId } = first.body
    const correction = { params: { vehicleId }, body: { vin: vins[2] }, ifMatch: '"1"' }
    await api.as(advisor)(routes.changeVehicle, correction)
    const real = await api.as(advisor)(routes.createVehicle, { body: { ...body, vinWasOf: vehicleId } })
    expect(real).toMatchObject({ status: 201, body: { vin: vins[1] } })
    expect(real.ok && real.body.vehicleId).not.toBe(vehicleId)
    expect(await stored(vehicleId)).toMatchObject({ vin: vins[2] })
  })

  it('takes nothing without the version, of an old one, or of another dealer', async () => {
    const given = { params: anna, body: { model: 'x' } }
    expect(await api.as(advisor)(routes.changeVehicle, given)).toMatchObject({ status: 428 })
    expect(await change({ model: 'x' }, '"7"')).toMatchObject({ status: 412, etag: '"1"' })
    expect(await change({ model: 'x' }, '"1"', stranger)).toMatchObject({ status: 404 })
    expect(await stored()).toMatchObject({ version: 1 })
  })

  it('is worked out anew when somebody else was faster, and then refused', async () => {
    api.table.onCommit = () => {
      api.table.onCommit = undefined
      api.table.put(asItem({ model: '哈弗M6', version: 2 }))
      return undefined
    }
    expect(await change({ plate: '浙A77777' })).toMatchObject({ status: 412, etag: '"2"' })
    expect(await stored()).toMatchObject({ model: '哈弗M6', plate: '浙A12345' })
  })
})

/** The stored item of anna's vehicle as another writer leaves it. */
function asItem(more: Partial<Vehicle>) {
  const write = vehicleRecord.put({ ...vehicleOf('anna', more), version: (more.version ?? 1) - 1 }, earlier)
  if (write.kind !== 'put') throw new Error('a put is a put')
  return { ...write.item, ...write.key }
}

describe('GET /vehicles/{vehicleId}/changes', () => {
  it('lists them newest first, page by page, and takes no cursor of another vehicle', async () => {
    for (const [index, model] of ['a', 'b', 'c'].entries()) {
      const given = { params: anna, body: { model }, ifMatch: `"${String(index + 1)}"` }
      await api.as(advisor)(routes.changeVehicle, given)
    }
    const page = await api.as(keeper)(routes.listVehicleChanges, { params: anna, query: { limit: '2' } })
    if (!page.ok || page.body.next === undefined) throw new Error('there is a second page')
    const { next: cursor } = page.body
    const models = page.body.items.map(({ after }) => (after as { model: string }).model)
    const rest = await api.as(keeper)(routes.listVehicleChanges, { params: anna, query: { cursor } })
    expect(models).toEqual(['c', 'b'])
    expect(rest).toMatchObject({ body: { items: [{ after: { model: 'a' } }] } })
    await save(api.store, ...puts(vehicleRecord, vehicleOf('other')))
    const ofOther = { params: { vehicleId: vehicleIdOf('other') }, query: { cursor } }
    expect(await api.as(keeper)(routes.listVehicleChanges, ofOther)).toMatchObject({
      status: 400,
      problem: { code: 'cursor-invalid' },
    })
    const stolen = { params: anna, query: { cursor } }
    expect((await api.as(stranger)(routes.listVehicleChanges, stolen)).status).toBe(404)
  })

  it('is for those who answer for the records', async () => {
    expect(await api.as(advisor)(routes.listVehicleChanges, { params: anna })).toMatchObject({ status: 403 })
  })
})
