import { beforeEach, describe, expect, it } from 'vitest'
import { withVin } from '../../../shared/domain/change-vehicle.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import type { Vehicle } from '../../../shared/domain/vehicle.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { customerIdOf, customerOf, day, mergedOf, stampAt, vehicleOf } from '../../support/builders.ts'
import { earlier, puts, save } from '../../support/store.ts'
import { asOf, importingWorld, isSettled, later, type ImportingWorld } from './importing.ts'

const VIN = 'LGWEF4A53HF000001'
const RIGHT = 'LGBH52E03KY000001'
const vehicleId = idFor('vehicle', 'D001', VIN)
const row = (vin: string, number: string, plate = '', model = '哈弗H6') =>
  `${vin},${number},${plate},长城,${model},2026-06-01`
const vehicles = (...rows: string[]) => ['车架号,客户编号,车牌号,品牌,车型,购车日期', ...rows, ''].join('\n')

let world: ImportingWorld
beforeEach(async () => {
  world = await importingWorld()
  await save(
    world.store,
    ...puts(customerRecord, customerOf('anna', { number: 'C1' }), customerOf('berta', { number: 'C2' })),
    takeName('D001', 'customer-number', 'C1', customerIdOf('anna'), earlier),
    takeName('D001', 'customer-number', 'C2', customerIdOf('berta'), earlier),
  )
  await world.import('I1', { vehicles: vehicles(row(VIN, 'C1', '浙A12345')) })
})

const vehicle = async () => (await world.store.vehicles.byId('D001', vehicleId))!
const change = async (more: Partial<Vehicle> | ((vehicle: Vehicle) => Vehicle)) => {
  const known = await vehicle()
  const after = typeof more === 'function' ? more(known) : { ...known, ...more }
  await save(world.store, vehicleRecord.put(after, stampAt(asOf)))
}

describe('an export that names another owner', () => {
  const content = { vehicles: vehicles(row(VIN, 'C2', '浙A12345')) }

  it('is a change of owner, with who had it, and settles', async () => {
    await world.import('I2', content, later)
    expect(await vehicle()).toMatchObject({
      customerId: customerIdOf('berta'),
      ownedSince: '2026-11-23',
      formerOwners: [{ customerId: customerIdOf('anna'), until: '2026-11-23', by: 'import I2' }],
    })
    await isSettled(world, content)
  })

  it('brings back one that was sold, and its reminders', async () => {
    await change({ status: 'sold' })
    await world.import('I2', content, later)
    expect(await vehicle()).toMatchObject({ status: 'active', statusChanges: [{ status: 'active' }] })
    const item = await world.store.dueItems.bySubject('D001', 'maintenance-reminders', `vehicle#${vehicleId}`)
    expect(item?.step).toBe('after')
  })

  it('is none where it names the same person’s record that counts', async () => {
    await save(world.store, ...puts(customerRecord, mergedOf('twin', 'berta')))
    await change({ customerId: customerIdOf('twin') })
    await world.import('I2', content, later)
    expect(await vehicle()).toMatchObject({ customerId: customerIdOf('berta'), formerOwners: [] })
  })
})

describe('an export that names another plate', () => {
  it('lets the one before find the vehicle still', async () => {
    await world.import('I2', { vehicles: vehicles(row(VIN, 'C1', '浙A00001')) })
    expect((await world.store.vehicles.oncePlated('D001', '浙A12345', 9)).map((each) => each.plate)).toEqual([
      '浙A00001',
    ])
    await world.import('I3', { vehicles: vehicles(row(VIN, 'C1', '浙A12345')) })
    await world.import('I4', { vehicles: vehicles(row(VIN, 'C1')) })
    expect((await vehicle()).formerPlates.map(({ plate }) => plate)).toEqual([
      '浙A12345',
      '浙A00001',
      '浙A12345',
    ])
  })
})

describe('an export that still has a VIN', () => {
  const corrected = () =>
    change((known) => withVin(known, RIGHT as Vehicle['vin'], { on: day('2026-11-22'), by: 'clerk' }))

  it('that was corrected here changes the vehicle, and not its VIN', async () => {
    await corrected()
    const content = { vehicles: vehicles(row(VIN, 'C1', '浙A12345', '哈弗H9')) }
    await world.import('I2', content)
    expect(await vehicle()).toMatchObject({ vin: RIGHT, model: '哈弗H9' })
    expect(world.entities('Vehicle')).toHaveLength(1)
    await isSettled(world, content)
  })

  it('beside the right one leaves one vehicle, as the last row tells it', async () => {
    await corrected()
    await save(world.store, takeName('D001', 'vin', RIGHT, vehicleId, earlier))
    const rows = [row(VIN, 'C1', '浙A12345', '哈弗H9'), row(RIGHT, 'C1', '浙A12345', '哈弗M6')]
    const run = await world.import('I2', { vehicles: vehicles(...rows) })
    expect(run.results.vehicles).toMatchObject({ accepted: 2, rejected: {} })
    expect(await vehicle()).toMatchObject({ vin: RIGHT, model: '哈弗M6' })
  })

  it('beside the right one tells of both owners, one after the other', async () => {
    await corrected()
    await save(world.store, takeName('D001', 'vin', RIGHT, vehicleId, earlier))
    await world.import('I2', { vehicles: vehicles(row(VIN, 'C2'), row(RIGHT, 'C1')) })
    expect((await vehicle()).formerOwners.map(({ customerId }) => customerId)).toEqual([
      customerIdOf('anna'),
      customerIdOf('berta'),
    ])
  })

  it('of a merged record leaves the vehicle as it is, and the report says so', async () => {
    const merged = vehicleOf('copy', {
      vin: RIGHT as Vehicle['vin'],
      status: 'merged',
      mergedInto: vehicleId,
    })
    await save(
      world.store,
      ...puts(vehicleRecord, merged),
      takeName('D001', 'vin', RIGHT, vehicleId, earlier),
    )
    const until = day('2026-11-22')
    await change({ formerVins: [{ vin: RIGHT as Vehicle['vin'], because: 'merged', until, by: 'clerk' }] })
    const run = await world.import('I2', { vehicles: vehicles(row(RIGHT, 'C2', '浙A00001', '哈弗H9')) })
    expect(run.results.vehicles).toMatchObject({ accepted: 1, changed: 0 })
    expect(world.report('I2').join()).toContain('"code":"vehicle-merged"')
    expect(await vehicle()).toMatchObject({ model: '哈弗H6', customerId: customerIdOf('anna') })
  })
})
