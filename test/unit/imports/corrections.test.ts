import { beforeEach, describe, expect, it } from 'vitest'
import { idFor } from '../../../shared/domain/ids.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import { freeName, takeName } from '../../../shared/store/guards.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { policyRecord } from '../../../shared/store/policies.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { absenceIdOf, callEntryOf, day, stampAt } from '../../support/builders.ts'
import { save } from '../../support/store.ts'
import { asOf, importingWorld, isSettled, later, type ImportingWorld } from './importing.ts'

const VIN = 'JGWEF4A5XHF000001'
const OTHER = 'JGWEF4A5XHF000002'
const rows = (...lines: string[]) => lines.map((line) => `${line}\n`).join('')
const staff = rows('工号,姓名,岗位,离职日期', 'S1,李专,续保专员,')
const customers = (...lines: string[]) => rows('客户编号,姓名,手机,短信同意', ...lines)
const known = customers('C1,王芳,13800138001,是')
const vehicles = rows(
  '车架号,车牌号,品牌,车型,购车日期,客户编号,最近里程',
  `${VIN},浙A12345,长城,哈弗H6,2025-12-01,C1,9000`,
  `${OTHER},浙A54321,长城,哈弗H6,2025-12-01,C1,8000`,
)
const orders = (...lines: string[]) =>
  rows('工单号,车架号,维修类型,进厂日期,交车日期,工时费,材料费,总金额,结算方式,状态,里程', ...lines)
const order = (number: string, vin: string, on: string, delivered = on, status = '已交车', km = '') =>
  `${number},${vin},保养,${on},${delivered},100,200,300,自费,${status},${km}`
const policies = (...lines: string[]) =>
  rows('保单号,车架号,保险公司,险种,起保日期,到期日期,保费,续保专员工号', ...lines)
const policy = (number: string, vin: string, to: string, insurer = '平安') =>
  `${number},${vin},${insurer},商业险,2025-12-01,${to},3000,S1`

const idOf = (vin: string) => idFor('vehicle', 'D001', vin)
const orderId = (number: string) => idFor('order', 'D001', number)
const policyId = (number: string) => idFor('policy', 'D001', `平安#${number}`)
const staffId = idFor('staff', 'D001', 'S1')

let world: ImportingWorld
beforeEach(async () => {
  world = await importingWorld()
})
const vehicle = async (vin: string) => (await world.store.vehicles.byId('D001', idOf(vin)))!
const item = (purpose: 'maintenance-reminders' | 'insurance-call-lists', vin: string) =>
  world.store.dueItems.bySubject('D001', purpose, `vehicle#${idOf(vin)}`)

/** The vehicle stands on the specialist's list, for this step. */
async function listed(vin: string, step: string) {
  const waiting = (await item('insurance-call-lists', vin))!
  const entry = callEntryOf('S1', 'x', {
    vehicleId: idOf(vin),
    policyId: waiting.cycle,
    staffId,
    step,
  })
  await save(
    world.store,
    dueItemRecord.put({ ...waiting, assignedTo: staffId }, stampAt(asOf)),
    callEntryRecord.put(entry, stampAt(asOf)),
  )
}

describe('an order that people work on here', () => {
  const inWork = order('R1', VIN, '2026-06-10', '', '在修', '9000')
  const stored = async () => (await world.store.orders.byId('D001', orderId('R1')))!
  beforeEach(async () => {
    await world.import('I1', { customers: known, vehicles, orders: orders(inWork) })
    await save(
      world.store,
      repairOrderRecord.put({ ...(await stored()), livesHere: true, status: 'checked' }, stampAt(asOf)),
    )
  })

  it('is left alone by a row that lags behind, whatever that says, and the row is no fault', async () => {
    const before = [await stored(), await vehicle(VIN)]
    const file = { orders: orders(inWork.replace('100,200,300', '1,2,3').replace('9000', '9900')) }
    const { results } = await world.import('I2', file)
    expect(results.orders).toMatchObject({ accepted: 1, rejected: {}, changed: 0 })
    expect([await stored(), await vehicle(VIN)]).toEqual(before)
  })

  it.each([
    ['delivered', order('R1', VIN, '2026-06-10')],
    ['of another car', order('R1', OTHER, '2026-06-10', '', '在修')],
  ])('is not changed by a row that says it is %s: a person hears of it', async (_, row) => {
    const before = [await stored(), await vehicle(VIN), await vehicle(OTHER)]
    const { results } = await world.import('I2', { orders: orders(row) })
    expect(results.orders).toMatchObject({ accepted: 0, rejected: { 'order-lives-here': 1 } })
    expect([await stored(), await vehicle(VIN), await vehicle(OTHER)]).toEqual(before)
  })
})

describe('a cell that is blank now', () => {
  it('takes the delivery of an order back', async () => {
    await world.import('I1', { customers: known, vehicles, orders: orders(order('R1', VIN, '2026-06-10')) })
    const file = { orders: orders(order('R1', VIN, '2026-06-10', '', '在修')) }
    await world.import('I2', file)
    const stored = (await world.store.orders.byIds('D001', [orderId('R1')])).get(orderId('R1'))
    expect(stored?.status).toBe('in_work')
    expect(stored?.deliveredOn).toBeUndefined()
    expect((await vehicle(VIN)).visits[0]?.deliveredOn).toBeUndefined()
    expect(await item('maintenance-reminders', VIN)).toMatchObject({ cycle: 'sale' })
    await isSettled(world, file)
  })

  it('clears a remark, a leaving date, a plate and an odometer; a file without the column keeps them', async () => {
    const remark = rows('客户编号,姓名,手机,备注', 'C1,王芳,13800138001,老客户')
    const left = staff.replace('专员,', '专员,2026-11-01')
    await world.import('I1', { staff: left, customers: remark, vehicles })
    const said = async () => ({
      remark: world.entities('Customer')[0]!['remark'],
      leftOn: world.entities('Staff')[0]!['leftOn'],
      plate: (await vehicle(VIN)).plate,
      km: (await vehicle(VIN)).exported?.odometerKm,
    })
    const all = { remark: '老客户', leftOn: '2026-11-01', plate: '浙A12345', km: 9000 }
    await world.import('I2', {
      staff: rows('工号,姓名,岗位', 'S1,李专,续保专员'),
      customers: known,
      vehicles: rows('车架号,品牌,车型,购车日期,客户编号', `${VIN},长城,哈弗H6,2025-12-01,C1`),
    })
    expect(await said()).toEqual(all)
    await world.import('I3', {
      staff,
      customers: remark.replace('老客户', ''),
      vehicles: vehicles.replace('浙A12345', '').replace('9000', ''),
    })
    expect(await said()).toEqual({ remark: undefined, leftOn: undefined, plate: undefined, km: undefined })
  })

  it('unassigns a policy; a file without the column keeps its specialist', async () => {
    const first = policies(policy('P1', VIN, '2026-12-01'))
    await world.import('I1', { staff, customers: known, vehicles, policies: first })
    await world.import('I2', { policies: first.replace(',续保专员工号', '').replace(',S1', '') })
    expect((await vehicle(VIN)).cover.commercial?.specialistId).toBe(staffId)
    await world.import('I3', { policies: first.replace(',S1', ',') })
    expect((await vehicle(VIN)).cover.commercial?.specialistId).toBeUndefined()
  })

  it('of status and delivery in a file without either column leaves an order delivered', async () => {
    await world.import('I1', { customers: known, vehicles, orders: orders(order('R1', VIN, '2026-06-10')) })
    const short = rows(
      '工单号,车架号,维修类型,进厂日期,工时费,材料费,总金额,结算方式',
      `R1,${VIN},保养,2026-06-10,100,250,350,自费`,
      `R2,${VIN},保养,2026-06-12,100,250,350,自费`,
    )
    await world.import('I2', { orders: short })
    const stored = await world.store.orders.byIds('D001', [orderId('R1'), orderId('R2')])
    expect(stored.get(orderId('R1'))).toMatchObject({
      status: 'delivered',
      deliveredOn: '2026-06-10',
      partsFen: 25000,
    })
    expect(stored.get(orderId('R2'))).toMatchObject({ status: 'in_work' })
  })
})

it('在修 with a date of delivery is in work, with a warning', async () => {
  const file = { orders: orders(order('R1', VIN, '2026-06-10', '2026-06-11', '在修')) }
  const run = await world.import('I1', { customers: known, vehicles, ...file })
  expect(run.results.orders).toMatchObject({ accepted: 1, rejected: {} })
  expect(world.report('I1').join()).toContain('"field":"交车日期","code":"delivered-date-ignored"')
  expect(world.entities('RepairOrder')[0]).toMatchObject({ status: 'in_work' })
  expect(world.entities('RepairOrder')[0]).not.toHaveProperty('deliveredOn')
  await isSettled(world, file)
})

describe('a VIN that was wrong', () => {
  it('on an order: the visit moves to the right vehicle, and both are planned anew in one transaction', async () => {
    const wrong = [order('R1', VIN, '2026-06-10'), order('R2', VIN, '2026-03-10')]
    await world.import('I1', { customers: known, vehicles, orders: orders(...wrong) })
    const commits = world.table.commits.length
    const file = { orders: orders(order('R1', OTHER, '2026-06-10'), order('R2', VIN, '2026-03-10')) }
    await world.import('I2', file)
    expect((await vehicle(VIN)).visits.map((visit) => visit.orderId)).toEqual([orderId('R2')])
    expect((await vehicle(OTHER)).visits.map((visit) => visit.orderId)).toEqual([orderId('R1')])
    expect((await item('maintenance-reminders', VIN))?.cycle).toBe(orderId('R2'))
    expect((await item('maintenance-reminders', OTHER))?.cycle).toBe(orderId('R1'))
    const entities = world.table.commits
      .slice(commits)
      .map((writes) =>
        writes.map((each) => (each.kind === 'put' && 'entity' in each.item ? each.item.entity : '')),
      )
    expect(entities.filter((each) => each.includes('RepairOrder')).map((each) => each.sort())).toEqual([
      ['DueItem', 'DueItem', 'RepairOrder', 'Vehicle', 'Vehicle'],
    ])
    await isSettled(world, file)
  })

  it('on an order: an older visit that had been dropped counts again when its row comes', async () => {
    const days = ['2026-01-10', '2026-02-10', '2026-03-10', '2026-04-10', '2026-05-10', '2026-06-10']
    const all = (last: string) => orders(...days.map((on, at) => order(`R${at}`, at === 5 ? last : VIN, on)))
    await world.import('I1', { customers: known, vehicles, orders: all(VIN) })
    expect((await vehicle(VIN)).visits).toHaveLength(5)
    await world.import('I2', { orders: all(OTHER) })
    expect((await vehicle(VIN)).visits.map(({ deliveredOn }) => deliveredOn)).toEqual(days.slice(0, 5))
    await isSettled(world, { orders: all(OTHER) })
  })

  it('on a policy: the cover moves, and the entry leaves the list of the wrong vehicle', async () => {
    await world.import('I1', {
      staff,
      customers: known,
      vehicles,
      policies: policies(policy('P1', VIN, '2026-12-01')),
    })
    await listed(VIN, 'd15')
    const file = { policies: policies(policy('P1', OTHER, '2026-12-01')) }
    await world.import('I2', file)
    expect((await vehicle(VIN)).cover).toEqual({})
    expect((await vehicle(OTHER)).cover.commercial?.policyId).toBe(policyId('P1'))
    expect(await item('insurance-call-lists', OTHER)).toMatchObject({ cycle: policyId('P1'), step: 'd15' })
    const old = await item('insurance-call-lists', VIN)
    expect([old?.step, old?.assignedTo]).toEqual([undefined, undefined])
    expect(world.entities('CallEntry')).toEqual([])
    await isSettled(world, file)
  })

  it('on two policies that change places: each vehicle has the other’s cover', async () => {
    const both = (one: string, two: string) =>
      policies(policy('P1', one, '2026-12-01'), policy('P2', two, '2027-03-01'))
    await world.import('I1', { staff, customers: known, vehicles, policies: both(VIN, OTHER) })
    await world.import('I2', { policies: both(OTHER, VIN) })
    expect((await vehicle(OTHER)).cover.commercial?.policyId).toBe(policyId('P1'))
    expect((await vehicle(VIN)).cover.commercial?.policyId).toBe(policyId('P2'))
  })
})

it('a transaction of policies that all move from vehicles on a list holds at most 100 writes', async () => {
  const vin = (at: number) => `JGWEF4A5XHF${String(at).padStart(6, '0')}`
  const cars = Array.from({ length: 56 }, (_, at) => vin(100 + at))
  await world.import('I1', {
    staff,
    customers: known,
    vehicles: rows(
      '车架号,品牌,车型,购车日期,客户编号',
      ...cars.map((each) => `${each},长城,哈弗H6,2026-08-01,C1`),
    ),
    orders: orders(...cars.slice(28).map((each, at) => order(`R${at}`, each, '2026-10-01'))),
    policies: policies(...cars.slice(28).map((each, at) => policy(`P${at}`, each, '2026-12-01'))),
  })
  for (const each of cars.slice(28)) await listed(each, 'd15')
  const commits = world.table.commits.length
  await world.import('I2', {
    orders: orders(...cars.slice(0, 28).map((each, at) => order(`R${at}`, each, '2026-10-01'))),
    policies: policies(...cars.slice(0, 28).map((each, at) => policy(`P${at}`, each, '2026-12-01'))),
  })
  expect(Math.max(...world.table.commits.slice(commits).map((writes) => writes.length))).toBeLessThanOrEqual(
    100,
  )
  expect(world.entities('CallEntry')).toEqual([])
})

describe('a policy', () => {
  const from = (to: string) => ({ policies: policies(policy('P1', VIN, to)) })
  beforeEach(async () => {
    await world.import('I1', { staff, customers: known, vehicles, ...from('2026-12-01') })
    await listed(VIN, 'd15')
  })

  it('whose end is corrected so that no contact has come yet leaves the list, and waits for its next', async () => {
    await world.import('I2', from('2027-12-01'))
    expect(world.entities('CallEntry')).toEqual([])
    const waiting = await item('insurance-call-lists', VIN)
    expect(waiting).toMatchObject({ cycle: policyId('P1') })
    expect(waiting!.dueAt! > '2027-10').toBe(true)
    expect(waiting!.assignedTo).toBeUndefined()
    await isSettled(world, from('2027-12-01'))
  })

  it('whose end moves by days inside its contacts stays on the list', async () => {
    await world.import('I2', from('2026-12-06'))
    expect(world.entities('CallEntry')).toHaveLength(1)
  })

  it('is the same policy however wide, cased or spaced its insurer is written', async () => {
    const run = await world.import('I2', {
      policies: policies(
        policy('P9', OTHER, '2026-12-01', 'Ping An'),
        policy('P9', OTHER, '2026-12-01', 'ＰＩＮＧＡＮ'),
      ),
    })
    expect(run.results.policies?.accepted).toBe(1)
    await world.import('I3', { policies: policies(policy('P9', OTHER, '2026-12-05', 'ping an')) })
    expect(world.entities('Policy').filter(({ number }) => number === 'P9')).toMatchObject([
      { insurer: 'ping an', endsOn: '2026-12-05' },
    ])
  })
})

it('a decision that failed is planned again by the same vehicles file, for both purposes', async () => {
  const files = { staff, customers: known, vehicles, policies: policies(policy('P1', VIN, '2026-12-01')) }
  await world.import('I1', files)
  for (const purpose of ['maintenance-reminders', 'insurance-call-lists'] as const) {
    const { step, dueAt, plannedAt, ...failed } = (await item(purpose, VIN))!
    const decided = [...failed.decided, { step: step!, outcome: 'failed' as const, at: asOf }]
    await save(world.store, dueItemRecord.put({ ...failed, decided }, stampAt(asOf)))
  }
  const run = await world.import('I2', { vehicles }, later)
  expect(run.results.vehicles?.changed).toBe(0)
  for (const purpose of ['maintenance-reminders', 'insurance-call-lists'] as const) {
    expect((await item(purpose, VIN))?.dueAt, purpose).toBeDefined()
  }
  await isSettled(world, { vehicles })
})

describe('a vehicle that was sold', () => {
  const buyer = customers('C1,王芳,13800138001,是', 'C2,李强,13800138002,是')
  const ownedBy = (customer: string) =>
    rows('车架号,品牌,车型,购车日期,客户编号', `${VIN},长城,哈弗H6,2026-08-01,${customer}`)

  const sell = async () => {
    await world.import('I1', { customers: buyer, vehicles: ownedBy('C1') })
    await save(world.store, vehicleRecord.put({ ...(await vehicle(VIN)), status: 'sold' }, stampAt(asOf)))
  }

  it('stays out of every reminder while the books name the owner who sold it', async () => {
    await sell()
    await world.import('I2', { customers: buyer, vehicles: ownedBy('C1') })
    expect((await vehicle(VIN)).status).toBe('sold')
    expect((await item('maintenance-reminders', VIN))?.step).toBeUndefined()
  })

  it('is a customer’s again, and planned again, once they name the buyer', async () => {
    await sell()
    await world.import('I2', { customers: buyer, vehicles: ownedBy('C2') })
    expect((await vehicle(VIN)).status).toBe('active')
    expect((await item('maintenance-reminders', VIN))?.step).toBe('before')
  })
})

describe('what was said of a policy here', () => {
  it('stands when an export tells the policy again: claims, and that it was given back', async () => {
    const file = { customers: known, vehicles, policies: policies(policy('P1', VIN, '2026-11-30')) }
    await world.import('I1', file)
    const before = (await world.store.policies.byIds('D001', [policyId('P1')])).get(policyId('P1'))!
    const ended = { kind: 'cancelled', on: day('2026-06-01'), reason: 'CHANGED_INSURER' } as const
    const insured = await vehicle(VIN)
    await save(
      world.store,
      policyRecord.put({ ...before, ended }, stampAt(asOf)),
      vehicleRecord.put({ ...insured, cover: {} }, stampAt(asOf)),
    )
    await world.import('I2', { ...file, policies: policies(policy('P1', VIN, '2026-12-31')) }, later)
    const after = (await world.store.policies.byIds('D001', [policyId('P1')])).get(policyId('P1'))!
    expect(after).toMatchObject({ ended, endsOn: '2026-12-31' })
    expect((await vehicle(VIN)).cover).toEqual({})
  })

  it('a number that was corrected here is another policy when an export gives it', async () => {
    const file = { customers: known, vehicles, policies: policies(policy('P1', VIN, '2026-11-30')) }
    await world.import('I1', file)
    const before = (await world.store.policies.byIds('D001', [policyId('P1')])).get(policyId('P1'))!
    await save(
      world.store,
      policyRecord.put({ ...before, number: 'P2' }, stampAt(asOf)),
      takeName('D001', 'policy-number', '平安#P2', before.policyId, stampAt(asOf)),
      freeName('D001', 'policy-number', '平安#P1'),
    )
    const again = { ...file, policies: policies(policy('P1', OTHER, '2026-11-30')) }
    await world.import('I2', again, later)
    const all = world.entities('Policy').map(({ number, vehicleId }) => [number, vehicleId])
    expect(all.sort()).toEqual([
      ['P1', idOf(OTHER)],
      ['P2', idOf(VIN)],
    ])
    await isSettled(world, again)
  })
})

describe('what was said of somebody here', () => {
  const stored = () =>
    world
      .entities('Staff')
      .map((item) => staffRecord.parse(item))
      .sort((a, b) => (a.number < b.number ? -1 : 1))

  it('stands when an export tells them again: leave, deputies, further roles', async () => {
    await world.import('I1', { staff })
    const [before] = stored()
    const said = {
      furtherRoles: ['trainer' as const],
      absences: [
        {
          absenceId: absenceIdOf('a'),
          from: day('2026-12-01'),
          until: day('2026-12-02'),
          kind: 'sick' as const,
        },
      ],
    }
    await save(world.store, staffRecord.put({ ...before!, ...said }, stampAt(asOf)))
    await world.import('I2', { staff: staff.replace('李专', '李转') }, later)
    expect(stored()).toMatchObject([{ name: '李转', ...said }])
  })

  it('a number that was corrected here is somebody else’s when an export gives it', async () => {
    await world.import('I1', { staff })
    const [before] = stored()
    await save(
      world.store,
      staffRecord.put({ ...before!, number: 'S2' }, stampAt(asOf)),
      takeName('D001', 'staff-number', 'S2', before!.staffId, stampAt(asOf)),
      freeName('D001', 'staff-number', 'S1'),
    )
    await world.import('I2', { staff: staff.replace('李专', '赵敏') }, later)
    expect(stored()).toMatchObject([
      { number: 'S1', name: '赵敏' },
      { number: 'S2', name: '李专', staffId: before!.staffId },
    ])
  })
})
