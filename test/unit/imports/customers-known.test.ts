import { beforeEach, describe, expect, it } from 'vitest'
import { consentOn } from '../../../shared/domain/contact-point.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import {
  consentOf,
  contactPointOf,
  customerIdOf,
  customerOf,
  erasedOf,
  mergedOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { customerById, earlier, puts, save } from '../../support/store.ts'
import { asOf, importingWorld, isSettled, later, type ImportingWorld } from './importing.ts'

const VIN = 'LGWEF4A53HF000001'
const customers = (...lines: string[]) => ['客户编号,姓名,手机,短信同意', ...lines, ''].join('\n')
const vehicles = (number: string) =>
  `车架号,客户编号,车牌号,品牌,车型,购车日期\n${VIN},${number},,长城,哈弗H6,2025-12-01\n`

let world: ImportingWorld
beforeEach(async () => {
  world = await importingWorld()
})

const codes = (importId: string) =>
  world.report(importId).map((line) => (JSON.parse(line.slice(line.indexOf(' '))) as { code: string }).code)

describe('a customer whose number changes in the books', () => {
  it('keeps the number before, and which import changed it', async () => {
    const customerId = idFor('customer', 'D001', 'C1')
    await world.import('I1', { customers: customers('C1,王芳,13800138001,') })
    await world.import('I2', { customers: customers('C1,王芳,13800138002,') }, later)
    const known = await customerById(world.store, 'D001', customerId)
    expect(known).toMatchObject({
      mobile: '+8613800138002',
      earlierMobiles: [{ mobile: '+8613800138001', from: asOf, until: later, changedBy: 'import I2' }],
    })
    await isSettled(world, { customers: customers('C1,王芳,13800138002,') })
  })
})

describe('a number of the books whose record was merged', () => {
  const number = 'C-COPY'
  beforeEach(() =>
    save(
      world.store,
      ...puts(customerRecord, customerOf('kept', { number: 'C-KEPT' }), mergedOf('copy', 'kept', { number })),
      takeName('D001', 'customer-number', number, customerIdOf('kept'), earlier),
      takeName('D001', 'customer-number', 'C-KEPT', customerIdOf('kept'), earlier),
    ),
  )

  it('changes nothing of the customer whose it is now, in whatever order the rows come, and the report says so', async () => {
    const rows = [`${number},王方,13700137000,`, 'C-KEPT,王芳芳,13800138009,']
    for (const [index, lines] of [rows, rows.toReversed()].entries()) {
      const importId = `I${String(index)}`
      const run = await world.import(importId, { customers: customers(...lines) })
      expect(run.results.customers).toMatchObject({ accepted: 2, rejected: {} })
      expect(codes(importId)).toEqual(['customer-merged'])
    }
    expect(await customerById(world.store, 'D001', customerIdOf('kept'))).toMatchObject({
      number: 'C-KEPT',
      name: '王芳芳',
      mobile: '+8613800138009',
    })
    expect(await world.store.customers.recordById('D001', customerIdOf('copy'))).toMatchObject({
      state: 'merged',
      version: 1,
      name: '王芳',
    })
  })

  it('brings its vehicles to that customer', async () => {
    await world.import('I1', { vehicles: vehicles(number) })
    const vehicle = await world.store.vehicles.byId('D001', idFor('vehicle', 'D001', VIN))
    expect(vehicle).toMatchObject({ customerId: customerIdOf('kept'), status: 'active' })
  })
})

describe('a number of the books whose customer was erased', () => {
  const number = 'C-GONE'
  const mobile = '+8613800138001'
  const refused = contactPointOf(mobile, { consents: [consentOf({ state: 'refused' })] })
  beforeEach(() =>
    save(
      world.store,
      ...puts(customerRecord, erasedOf('gone')),
      ...puts(contactPointRecord, refused),
      takeName('D001', 'customer-number', number, customerIdOf('gone'), earlier),
    ),
  )

  it('brings nobody back: the row is refused with the way out, and nothing is written', async () => {
    const before = world.dump()
    const run = await world.import('I1', { customers: customers(`${number},王芳,13800138001,是`) })
    expect(run.results.customers).toMatchObject({ accepted: 0, rejected: { 'customer-erased': 1 } })
    expect(codes('I1')).toEqual(['customer-erased'])
    expect(world.dump()).toEqual(before)
  })

  it('brings no vehicle either', async () => {
    const run = await world.import('I1', { vehicles: vehicles(number) })
    expect(run.results.vehicles).toMatchObject({ accepted: 0, rejected: { 'customer-erased': 1 } })
    expect(codes('I1')).toEqual(['customer-erased'])
    expect(world.entities('Vehicle')).toEqual([])
  })

  it('under a new number is a new customer, who still is not written to', async () => {
    await world.import('I1', { customers: customers('C-NEW,王芳,13800138001,是') })
    const contact = (await world.store.contactPoints.byAddresses('D001', [mobile])).get(mobile)
    expect(consentOn(contact, 'maintenance-reminders', 'sms')?.state).toBe('refused')
  })

  it('leaves the vehicle to its next owner, whose reminders begin', async () => {
    const vehicle = vehicleOf('gone', { vin: VIN as never, status: 'owner_erased' })
    await save(
      world.store,
      ...puts(vehicleRecord, vehicle),
      takeName('D001', 'vin', VIN, vehicleIdOf('gone'), earlier),
    )
    const file = { customers: customers('C2,王强,13800138002,是'), vehicles: vehicles('C2') }
    await world.import('I1', file)
    expect(await world.store.vehicles.byId('D001', vehicleIdOf('gone'))).toMatchObject({
      customerId: idFor('customer', 'D001', 'C2'),
      status: 'active',
    })
    expect(world.entities('DueItem')).toHaveLength(1)
  })
})

describe('a consent that the customer took back in person', () => {
  it('is not given again by a yes of the old books', async () => {
    const mobile = '+8613800138001'
    const history = [
      { state: 'given' as const, source: 'import I0', at: asOf },
      { state: 'withdrawn' as const, source: 'desk', at: asOf },
    ]
    const consents = [consentOf({ state: 'withdrawn', history })]
    await save(world.store, ...puts(contactPointRecord, contactPointOf(mobile, { consents })))
    await world.import('I1', { customers: customers('C1,王芳,13800138001,是') })
    const contact = (await world.store.contactPoints.byAddresses('D001', [mobile])).get(mobile)
    expect(consentOn(contact, 'maintenance-reminders', 'sms')).toMatchObject({ state: 'withdrawn', history })
  })
})
