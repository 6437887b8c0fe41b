import { beforeEach, describe, expect, it } from 'vitest'
import { withOwner, withPlate } from '../../../shared/domain/change-vehicle.ts'
import { withMobile, type Customer } from '../../../shared/domain/customer.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import type { Mobile } from '../../../shared/domain/mobile.ts'
import type { Plate } from '../../../shared/domain/plate.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { importRecord } from '../../../shared/store/imports.ts'
import { withPolicy } from '../../../shared/domain/policy.ts'
import { policyRecord } from '../../../shared/store/policies.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { day, stampAt } from '../../support/builders.ts'
import { save } from '../../support/store.ts'
import { asOf, importingWorld, isSettled, later, type Export, type ImportingWorld } from './importing.ts'

/** What people record here stands although the old system goes on exporting what it knew before. */

const VIN = 'JGWEF4A5XHF000001'
const OTHER = 'JGWEF4A5XHF000002'
const rows = (...lines: string[]) => lines.map((line) => `${line}\n`).join('')
const files = {
  staff: rows(
    '工号,姓名,岗位,手机,离职日期',
    'S1,李专,续保专员,13700137000,',
    'S2,王专,续保专员,,2026-11-01',
  ),
  customers: rows('客户编号,姓名,手机,地址', 'C1,王芳,13800138001,旧街1号', 'C2,李强,13800138002,'),
  vehicles: rows(
    '车架号,车牌号,品牌,车型,购车日期,客户编号',
    `${VIN},浙A12345,长城,哈弗H6,2026-06-01,C1`,
    `${OTHER},浙A54321,长城,哈弗H6,2026-06-01,C1`,
  ),
  policies: rows(
    '保单号,车架号,保险公司,险种,起保日期,到期日期,保费,续保专员工号',
    `P1,${VIN},平安,商业险,2026-01-01,2026-12-31,3000,S1`,
  ),
} satisfies Export

const ids = {
  staff: (number: string) => idFor('staff', 'D001', number),
  customer: (number: string) => idFor('customer', 'D001', number),
  vehicle: (vin: string) => idFor('vehicle', 'D001', vin),
  policy: idFor('policy', 'D001', '平安#P1'),
}
const desk = { on: day('2026-11-22'), by: 'desk' }

let world: ImportingWorld
beforeEach(async () => {
  world = await importingWorld()
  await world.import('I1', files)
})

const staff = async (number: string) => (await world.store.staff.byId('D001', ids.staff(number)))!
const customer = async () => (await world.store.customers.recordById('D001', ids.customer('C1'))) as Customer
const vehicle = async (vin = VIN) => (await world.store.vehicles.byId('D001', ids.vehicle(vin)))!
const policy = async () => (await world.store.policies.byIds('D001', [ids.policy])).get(ids.policy)!

/** Everything that the files speak of, changed at the desk. */
async function changeAll() {
  const sold = withOwner(await vehicle(), ids.customer('C2'), desk)
  const [one, two] = [await staff('S1'), await staff('S2')]
  const { leftOn, ...back } = two
  const moved = {
    ...(await policy()),
    vehicleId: ids.vehicle(OTHER),
    specialistId: ids.staff('S2'),
    premiumFen: 1,
  }
  const other = await vehicle(OTHER)
  await save(
    world.store,
    vehicleRecord.put({ ...withPlate(sold, '浙A00001' as Plate, desk), cover: {} }, stampAt(asOf)),
    customerRecord.put(
      { ...withMobile(await customer(), '+8613900139000' as Mobile, stampAt(asOf)), address: '新街2号' },
      stampAt(asOf),
    ),
    policyRecord.put(moved, stampAt(asOf)),
    vehicleRecord.put({ ...other, cover: withPolicy(other.cover, moved) }, stampAt(asOf)),
    staffRecord.put({ ...one, role: 'insurance_clerk', leftOn: day('2026-11-20') }, stampAt(asOf)),
    staffRecord.put(back, stampAt(asOf)),
  )
}

describe('the same export again', () => {
  it('changes nothing that people have changed, and writes nothing', async () => {
    await changeAll()
    const before = world.dump()
    const { results } = await world.import('I2', files, later)
    expect(Object.values(results).map(({ changed, created }) => [changed, created])).toEqual(
      Object.keys(results).map(() => [0, 0]),
    )
    // Timers alone may be planned anew: nothing planned them at this desk.
    const records = [...before.values()].filter(({ entity }) => entity !== 'DueItem')
    expect([...world.dump().values()].filter(({ entity }) => entity !== 'DueItem')).toEqual(records)
    expect(await vehicle()).toMatchObject({ customerId: ids.customer('C2'), plate: '浙A00001' })
    expect(await customer()).toMatchObject({ mobile: '+8613900139000', address: '新街2号' })
    expect(await policy()).toMatchObject({ vehicleId: ids.vehicle(OTHER), specialistId: ids.staff('S2') })
    expect((await vehicle(OTHER)).cover.commercial?.policyId).toBe(ids.policy)
    expect(await staff('S1')).toMatchObject({ role: 'insurance_clerk', leftOn: '2026-11-20' })
    expect((await staff('S2')).leftOn).toBeUndefined()
    await isSettled(world, files)
  })

  it('finds the same in a dry run', async () => {
    await changeAll()
    const before = world.dump()
    const run = { ...unwritten(stampAt(asOf)), dealerId: 'D001', importId: 'dry', results: {} }
    await save(world.store, importRecord.put({ ...run, status: 'started', dryRun: true }, stampAt(asOf)))
    const dry = await world.import('dry', files, later)
    expect(dry.status).toBe('checked')
    expect(world.dump()).toEqual(before)
    expect((await world.import('I2', files, later)).results).toEqual(dry.results)
  })
})

describe('what has changed in the old system since', () => {
  it('arrives, beside what people have changed', async () => {
    await changeAll()
    await world.import(
      'I2',
      {
        staff: files.staff.replace('李专', '李转').replace('2026-11-01', '2026-11-02'),
        customers: files.customers.replace('旧街1号', '北街3号'),
        vehicles: files.vehicles.replace(`${VIN},浙A12345`, `${VIN},浙A77777`),
        policies: files.policies.replace('3000', '3500'),
      },
      later,
    )
    expect(await staff('S1')).toMatchObject({ name: '李转', role: 'insurance_clerk' })
    expect((await staff('S2')).leftOn).toBe('2026-11-02')
    expect(await customer()).toMatchObject({ address: '北街3号', mobile: '+8613900139000' })
    expect(await vehicle()).toMatchObject({ plate: '浙A77777', customerId: ids.customer('C2') })
    expect(await policy()).toMatchObject({ premiumFen: 350_000, vehicleId: ids.vehicle(OTHER) })
  })

  it('is another owner, with who had the car meanwhile', async () => {
    await changeAll()
    const owned = (number: string) => ({
      customers: rows('客户编号,姓名,手机', 'C3,赵敏,13800138003'),
      vehicles: rows('车架号,品牌,车型,购车日期,客户编号', `${VIN},长城,哈弗H6,2026-06-01,${number}`),
    })
    await world.import('I2', owned('C3'), later)
    expect(await vehicle()).toMatchObject({
      customerId: ids.customer('C3'),
      formerOwners: [{ customerId: ids.customer('C1') }, { customerId: ids.customer('C2'), by: 'import I2' }],
    })
    expect(world.entities('FormerOwner').map(({ pk }) => pk)).toContain(
      `D001#former-owner#${ids.customer('C2')}`,
    )
  })

  it('is what people had recorded here before: that counts as unchanged, and is heard', async () => {
    await changeAll()
    const moved = files.customers.replace('13800138001', '13900139000')
    const run = await world.import('I2', { customers: moved }, later)
    expect(run.results.customers).toMatchObject({ accepted: 2, changed: 0 })
    const again = withMobile(await customer(), '+8613900139001' as Mobile, stampAt(later))
    await save(world.store, customerRecord.put(again, stampAt(later)))
    await world.import('I3', { customers: moved }, later)
    expect((await customer()).mobile).toBe('+8613900139001')
  })

  it('is a specialist whom nobody knew before', async () => {
    const of = (number: string) => files.policies.replace('3000,S1', `3000,${number}`)
    await world.import('I2', { policies: of('S9') })
    expect((await policy()).specialistId).toBeUndefined()
    await world.import('I3', { staff: rows('工号,姓名,岗位', 'S9,新专,续保专员'), policies: of('S9') }, later)
    expect((await policy()).specialistId).toBe(ids.staff('S9'))
  })
})
