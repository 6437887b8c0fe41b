import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyChunk, ImportContended } from '../../../functions/imports/apply-chunk.ts'
import { applyCustomers } from '../../../functions/imports/apply-customers.ts'
import type { CustomerRow } from '../../../functions/imports/customers-table.ts'
import { consentOn } from '../../../shared/domain/contact-point.ts'
import { newCustomer } from '../../../shared/domain/customer.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import { addDays, addMinutes, dateIn } from '../../../shared/domain/time.ts'
import { APPOINTMENTS } from '../../../shared/due/plans/appointment-reminders.ts'
import { appointmentWrites } from '../../../shared/due/plans/appointment-writes.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import type { Write } from '../../../shared/store/table-client.ts'
import { callEntryOf, dealerOf, repairOrderOf, stampAt } from '../../support/builders.ts'
import { customerById, puts, save } from '../../support/store.ts'
import { asOf, importingWorld, type ImportingWorld } from './importing.ts'

const VIN = 'LGWEF4A53HF000001'
const OTHER_VIN = 'LGWEF4A57HF000003'
const rows = (...lines: string[]) => lines.map((line) => `${line}\n`).join('')
const staff = rows(
  '工号,姓名,岗位,邮箱',
  'S1,李专,续保专员,s1@dealer.example',
  'S2,王专,续保专员,s2@dealer.example',
)
const customer = (number: string, mobile: string, consent: string) => `${number},王芳,${mobile},${consent}`
const customers = (...lines: string[]) => rows('客户编号,姓名,手机,短信同意', ...lines)
const vehicles = rows(
  '车架号,车牌号,品牌,车型,购车日期,客户编号',
  `${VIN},浙A12345,长城,哈弗H6,2025-12-01,C1`,
)
const orders = (...lines: string[]) =>
  rows('工单号,车架号,维修类型,进厂日期,交车日期,工时费,材料费,总金额,结算方式,状态', ...lines)
const policies = (...lines: string[]) =>
  rows('保单号,车架号,保险公司,险种,起保日期,到期日期,保费,续保专员工号', ...lines)

const C1 = customer('C1', '13800138001', '是')
const service = (number: string, on: string, vin = VIN) =>
  `${number},${vin},保养,${on},${on},100,200,300,自费,已交车`
const policy = (number: string, from: string, to: string, specialist = 'S1') =>
  `${number},${VIN},平安,商业险,${from},${to},3000,${specialist}`

const vehicleId = idFor('vehicle', 'D001', VIN)
const staffId = (number: string) => idFor('staff', 'D001', number)
const subject = `vehicle#${vehicleId}`
const mobile = '+8613800138001'

let world: ImportingWorld
beforeEach(async () => {
  world = await importingWorld()
})
const vehicle = async () => (await world.store.vehicles.byId('D001', vehicleId))!
const item = (purpose: 'maintenance-reminders' | 'insurance-call-lists') =>
  world.store.dueItems.bySubject('D001', purpose, subject)

describe('consent', () => {
  const consentOf = async (number = mobile) =>
    consentOn(
      (await world.store.contactPoints.byAddresses('D001', [number])).get(number),
      'maintenance-reminders',
      'sms',
    )

  it.each([
    ['是', 'given'],
    ['否', 'refused'],
    ['', undefined],
  ])('%j in the export is %s', async (word, state) => {
    await world.import('I1', { customers: customers(customer('C1', '13800138001', word)) })
    expect((await consentOf())?.state).toBe(state)
  })

  it('a blank withdraws a yes, a no ends it, and a yes never undoes a no; the history tells each change', async () => {
    const states: unknown[] = []
    for (const [index, word] of ['是', '', '否', '是', '', '否'].entries()) {
      await world.import(`I${String(index)}`, { customers: customers(customer('C1', '13800138001', word)) })
      states.push((await consentOf())?.state)
    }
    expect(states).toEqual(['given', 'withdrawn', 'refused', 'refused', 'refused', 'refused'])
    expect((await consentOf())?.history.map(({ state, source }) => [state, source])).toEqual([
      ['given', 'import I0'],
      ['withdrawn', 'import I1'],
      ['refused', 'import I2'],
    ])
  })

  const far = Array.from({ length: 40 }, (_, index) =>
    customer(`X${String(index)}`, `1390000${String(1000 + index)}`, '是'),
  )
  it.each([
    ['yes, no', ['是', '否'], []],
    ['no, yes', ['否', '是'], []],
    ['yes, no, far apart', ['是', '否'], far],
    ['no, yes, far apart', ['否', '是'], far],
  ])(
    'of two customers with one number (%s) is refused, and the same file again changes nothing',
    async (_, words, between) => {
      const file = customers(
        customer('C1', '13800138001', words[0]!),
        ...between,
        customer('C2', '13800138001', words[1]!),
      )
      await world.import('I1', { customers: file })
      expect((await consentOf())?.state).toBe('refused')
      const again = await world.import('I2', { customers: file })
      expect(again.results.customers?.changed).toBe(0)
    },
  )

  it('is asked of the number, so a new number starts without', async () => {
    await world.import('I1', { customers: customers(C1) })
    await world.import('I2', { customers: customers(customer('C1', '13800138002', '')) })
    expect((await customerById(world.store, 'D001', idFor('customer', 'D001', 'C1')))?.mobile).toBe(
      '+8613800138002',
    )
    expect(await consentOf('+8613800138002')).toBeUndefined()
    expect((await consentOf())?.state).toBe('given')
  })
})

describe('an order', () => {
  it('changes its vehicle’s visits and next service in the same transaction', async () => {
    await world.import('I1', { customers: customers(C1), vehicles })
    const before = await item('maintenance-reminders')
    expect(before).toMatchObject({ cycle: 'sale' })
    const commits = world.table.commits.length
    await world.import('I2', { orders: orders(service('R1', '2026-06-10')) })
    const writes = world.table.commits.slice(commits).filter((each) => each.some(isEntity('RepairOrder')))
    expect(writes).toHaveLength(1)
    expect(writes[0]!.map(entityOf).sort()).toEqual(['DueItem', 'Guard', 'RepairOrder', 'Vehicle'])
    const orderId = idFor('order', 'D001', 'R1')
    expect((await vehicle()).visits).toMatchObject([
      { orderId, maintenance: true, deliveredOn: '2026-06-10' },
    ])
    expect(await item('maintenance-reminders')).toMatchObject({ cycle: orderId, step: 'before' })
  })

  it('plans no reminder of an appointment, and a row about one that was booked here leaves its own alone', async () => {
    await world.import('I1', { customers: customers(C1), vehicles })
    await world.import('I2', { orders: orders(service('R1', '2026-06-10')) })
    const reminders = () => world.table.all().filter((each) => each['purpose'] === APPOINTMENTS)
    expect(reminders()).toEqual([])
    const order = repairOrderOf('booked', {
      number: 'R2',
      vehicleId,
      status: 'appointment',
      livesHere: true,
      deliveredOn: undefined,
      appointmentAt: addMinutes(world.now, 7 * 24 * 60),
    })
    const stamp = stampAt(world.now)
    const context = { store: world.store, dealer: dealerOf(), vehicle: undefined, stamp }
    await save(
      world.store,
      ...puts(repairOrderRecord, order),
      takeName('D001', 'order-number', 'R2', order.orderId, stamp),
      ...(await appointmentWrites(undefined, order, context)),
    )
    const before = reminders()
    expect(before).toHaveLength(1)
    await world.import('I3', { orders: orders(service('R2', '2026-06-11')) })
    expect(reminders()).toEqual(before)
    expect(await world.store.orders.byId('D001', order.orderId)).toMatchObject({ status: 'appointment' })
  })

  it('of a vehicle that is not known is refused, the others of its chunk are kept', async () => {
    await world.import('I1', { customers: customers(C1), vehicles })
    const run = await world.import('I2', {
      orders: orders(service('R1', '2026-06-10'), service('R2', '2026-06-11', OTHER_VIN)),
    })
    expect(run.results.orders).toMatchObject({ accepted: 1, rejected: { 'vehicle-unknown': 1 } })
    expect(world.entities('RepairOrder')).toHaveLength(1)
    expect(world.report('I2').join()).toContain('"field":"车架号"')
  })

  it('that is corrected later corrects the visit, and its date moves the reminder once', async () => {
    await world.import('I1', {
      customers: customers(C1),
      vehicles,
      orders: orders(service('R1', '2026-06-10')),
    })
    const before = (await item('maintenance-reminders'))!
    await world.import('I2', { orders: orders(service('R1', '2026-06-20')) })
    expect((await vehicle()).visits).toMatchObject([{ deliveredOn: '2026-06-20' }])
    const after = (await item('maintenance-reminders'))!
    expect(after.cycle).toBe(before.cycle)
    expect(dateIn(after.dueAt!, 'Asia/Shanghai')).toBe(addDays(dateIn(before.dueAt!, 'Asia/Shanghai'), 10))
  })

  it.each([
    ['oldest first', ['2025-12-20', '2026-03-01', '2026-06-10']],
    ['newest first', ['2026-06-10', '2026-03-01', '2025-12-20']],
  ])('with others of its vehicle in one file (%s): the last maintenance counts', async (_, days) => {
    await world.import('I1', { customers: customers(C1), vehicles })
    await world.import('I2', { orders: orders(...days.map((on) => service(`R${on}`, on))) })
    expect((await vehicle()).visits.map(({ deliveredOn }) => deliveredOn)).toEqual([...days].sort())
    expect((await item('maintenance-reminders'))?.cycle).toBe(idFor('order', 'D001', 'R2026-06-10'))
  })
})

describe('a policy', () => {
  const first = policy('P1', '2025-12-01', '2026-12-01')
  const renewed = policy('P2', '2026-12-02', '2027-12-01')
  const policyId = (number: string) => idFor('policy', 'D001', `平安#${number}`)

  beforeEach(async () => {
    await world.import('I1', { staff, customers: customers(C1), vehicles, policies: policies(first) })
  })

  it('inside its contact window is on the next list, at its latest passed step', async () => {
    expect(await item('insurance-call-lists')).toMatchObject({ cycle: policyId('P1'), step: 'd15' })
    const dueAt = (await item('insurance-call-lists'))!.dueAt!
    expect(dueAt > asOf && dueAt <= addMinutes(asOf, 12 * 60)).toBe(true)
    expect((await vehicle()).cover.commercial).toMatchObject({
      policyId: policyId('P1'),
      specialistId: staffId('S1'),
    })
  })

  it('that is renewed takes the vehicle off the list and moves its due item, together', async () => {
    const listed = (await item('insurance-call-lists'))!
    const entry = callEntryOf('S1', 'x', { vehicleId, policyId: policyId('P1'), staffId: staffId('S1') })
    await save(
      world.store,
      dueItemRecord.put({ ...listed, assignedTo: staffId('S1') }, stampAt(asOf)),
      callEntryRecord.put(entry, stampAt(asOf)),
    )
    const commits = world.table.commits.length
    await world.import('I2', { policies: policies(first, renewed) }, addMinutes(asOf, 60))
    expect(world.entities('CallEntry')).toEqual([])
    const moved = (await item('insurance-call-lists'))!
    expect(moved).toMatchObject({ cycle: policyId('P2'), step: 'd45', decided: [] })
    expect(moved.assignedTo).toBeUndefined()
    expect(dateIn(moved.dueAt!, 'Asia/Shanghai') >= '2027-10-15').toBe(true)
    const writes = world.table.commits.slice(commits).filter((each) => each.some(isEntity('Policy')))
    expect(writes).toHaveLength(1)
    expect(writes[0]!.map(entityOf).sort()).toEqual(['DueItem', 'Guard', 'Policy', 'Vehicle', 'delete'])
  })

  it('that stays the same leaves the list and the talk alone', async () => {
    const listed = (await item('insurance-call-lists'))!
    const entry = callEntryOf('S1', 'x', { vehicleId, policyId: policyId('P1'), staffId: staffId('S1') })
    await save(
      world.store,
      dueItemRecord.put({ ...listed, assignedTo: staffId('S1') }, stampAt(asOf)),
      callEntryRecord.put(entry, stampAt(asOf)),
    )
    const before = world.table.all().length
    const run = await world.import('I2', { policies: policies(first) }, addMinutes(asOf, 60))
    expect(run.results.policies).toMatchObject({ accepted: 1, changed: 0 })
    expect(world.entities('CallEntry')).toHaveLength(1)
    expect((await item('insurance-call-lists'))?.assignedTo).toBe(staffId('S1'))
    expect(world.table.all()).toHaveLength(before + 1)
  })

  it('of a specialist nobody knows is taken unassigned, with a warning', async () => {
    const run = await world.import('I2', {
      policies: policies(policy('P3', '2025-12-01', '2026-12-20', 'S9')),
    })
    expect(run.results.policies).toMatchObject({ accepted: 1, rejected: {} })
    expect(world.report('I2').join()).toContain('specialist-unknown')
    expect((await vehicle()).cover.commercial?.specialistId).toBeUndefined()
  })

  it('of another insurer may have the same number', async () => {
    const other = first.replace('平安', '人保')
    const run = await world.import('I2', { policies: policies(first, other) })
    expect(run.results.policies).toMatchObject({ accepted: 2, changed: 1 })
    expect(world.entities('Policy')).toHaveLength(2)
  })
})

describe('a vehicle', () => {
  it('that is sold to another customer has the new owner, and its reminder goes on', async () => {
    await world.import('I1', { customers: customers(C1, customer('C2', '13800138002', '')), vehicles })
    const before = await item('maintenance-reminders')
    await world.import('I2', { vehicles: vehicles.replace(',C1', ',C2') })
    expect((await vehicle()).customerId).toBe(idFor('customer', 'D001', 'C2'))
    expect(await item('maintenance-reminders')).toEqual(before)
  })

  it('keeps its visits and cover when it is told again with another plate', async () => {
    await world.import('I1', {
      staff,
      customers: customers(C1),
      vehicles,
      orders: orders(service('R1', '2026-06-10')),
      policies: policies(policy('P1', '2025-12-01', '2026-12-01')),
    })
    const before = await vehicle()
    await world.import('I2', { vehicles: vehicles.replace('浙A12345', '浙A54321') })
    const after = await vehicle()
    expect(after.exportSaid).not.toEqual(before.exportSaid)
    expect(after).toEqual({
      ...before,
      exportSaid: after.exportSaid,
      plate: '浙A54321',
      platedSince: '2026-11-22',
      formerPlates: [{ plate: '浙A12345', until: '2026-11-22', by: 'import I2' }],
      version: before.version + 1,
      updatedBy: 'import I2',
    })
  })
})

describe('somebody else’s writes', () => {
  const values = (number: string): CustomerRow => ({
    number,
    name: '王芳',
    mobile: mobile as CustomerRow['mobile'],
    smsConsent: 'yes',
  })
  const context = () => ({ store: world.store, dealer: dealerOf(), stamp: { at: asOf, by: 'import I1' } })
  const chunk = ['C1', 'C2'].map((number, index) => ({ line: index + 2, values: values(number) }))

  it('in the way of a chunk have it planned anew on what they wrote', async () => {
    let first = true
    world.table.onCommit = () => {
      if (!first) return undefined
      first = false
      world.table.onCommit = undefined
      // The desk takes the same customer in meanwhile, under an id of its own, with a remark.
      const customerId = idFor('customer', 'taken at the desk')
      const desk = { ...stampAt(asOf), customerId }
      world.table.put({
        pk: `D001#guard#customer-number#C1`,
        sk: 'guard',
        entity: 'Guard',
        dealerId: 'D001',
        id: customerId,
        createdAt: asOf,
        createdBy: 'desk',
      })
      const write = customerRecord.put(
        newCustomer(
          { ...values('C1'), dealerId: 'D001', customerId, remark: '老客户' },
          { at: desk.at, by: 'desk' },
        ),
        stampAt(asOf),
      )
      if (write.kind === 'put') world.table.put({ ...write.item, ...write.key })
      return undefined
    }
    const plan = await applyChunk(applyCustomers(new Set([mobile])), chunk, context())
    expect(plan).toMatchObject({ refused: [] })
    const stored = world.entities('Customer')
    expect(stored.map((each) => [each['number'], each['remark']]).sort()).toEqual([
      ['C1', '老客户'],
      ['C2', undefined],
    ])
  })

  it('that never end fail the import by name, and nothing of the chunk is written', async () => {
    let tries = 0
    world.table.onCommit = () => {
      tries += 1
      return { kind: 'conflict', contested: [0] }
    }
    await expect(applyChunk(applyCustomers(new Set([mobile])), chunk, context())).rejects.toThrow(
      ImportContended,
    )
    expect(tries).toBe(8)
    expect(world.entities('Customer')).toEqual([])
  })

  it('a chunk that changes nothing is no transaction', async () => {
    await applyChunk(applyCustomers(new Set([mobile])), chunk, context())
    const commits = world.table.commits.length
    expect(await applyChunk(applyCustomers(new Set([mobile])), chunk, context())).toMatchObject({
      changed: 0,
      writes: [],
    })
    expect(world.table.commits).toHaveLength(commits)
  })
})

describe('a transaction', () => {
  let largest: Map<string, number>
  beforeAll(async () => {
    // As many different vehicles as rows, so that every row writes all it can.
    const all = await importingWorld()
    const numbers = Array.from({ length: 120 }, (_, index) => String(index))
    await all.import('I1', {
      staff: rows('工号,姓名,岗位', ...numbers.map((each) => `S${each},李专,续保专员`)),
      customers: customers(
        ...numbers.map((each) => customer(`C${each}`, `138000${10_000 + Number(each)}`, '是')),
      ),
      vehicles: rows(
        '车架号,品牌,车型,购车日期,客户编号',
        ...numbers.map((each) => `${vinOf(Number(each))},长城,哈弗H6,2026-08-01,C${each}`),
      ),
      orders: orders(...numbers.map((each) => service(`R${each}`, '2026-10-01', vinOf(Number(each))))),
      policies: policies(
        ...numbers.map((each) =>
          policy(`P${each}`, '2025-12-01', '2026-12-01').replace(VIN, vinOf(Number(each))),
        ),
      ),
      parts_orders: rows(
        '订单号,订单类型,零件号,零件名称,数量,订购日期,关联工单',
        ...numbers.map((each) => `O${each},E,1,大灯,1,2026-10-01,R${each}`),
      ),
    })
    expect(Object.values((await all.record('I1')).results).map(({ accepted }) => accepted)).toEqual(
      Array(6).fill(120),
    )
    largest = new Map()
    for (const writes of all.table.commits) {
      for (const write of writes) {
        const entity = entityOf(write)
        largest.set(entity, Math.max(largest.get(entity) ?? 0, writes.length))
      }
    }
  })

  it.each(['Staff', 'Customer', 'Vehicle', 'RepairOrder', 'Policy', 'PartsOrder'])(
    'of %s rows that all change all they can holds at most 100 writes, and most of them',
    (entity) => {
      expect(largest.get(entity)).toBeLessThanOrEqual(100)
      expect(largest.get(entity)).toBeGreaterThanOrEqual(50)
    },
  )
})

function entityOf(write: Write): string {
  return write.kind === 'put' && 'entity' in write.item ? String(write.item.entity) : 'delete'
}

function isEntity(name: string): (write: Write) => boolean {
  return (write) => entityOf(write) === name
}

/** VINs that do not begin with L need no check digit. */
function vinOf(index: number): string {
  return `JGWEF4A5XHF${String(index).padStart(6, '0')}`
}
