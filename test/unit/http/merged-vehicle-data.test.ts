import { beforeEach, describe, expect, it } from 'vitest'
import type { Mobile } from '../../../shared/domain/mobile.ts'
import type { Vehicle } from '../../../shared/domain/vehicle.ts'
import { eraseCustomer, exportCustomer } from '../../../shared/http/routes/customer-data.ts'
import { mergeVehicle } from '../../../shared/http/routes/vehicle-merge.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { policyRecord } from '../../../shared/store/policies.ts'
import { formerOwnerWrites, vehicleRecord } from '../../../shared/store/vehicles.ts'
import {
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  orderIdOf,
  policyOf,
  repairOrderOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { manager } from './customer-accounts.ts'
import { clerk, startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>
const kept = { vehicleId: vehicleIdOf('kept') }
const twin = { vehicleId: vehicleIdOf('twin') }
const presenter = (name: string) => ({ presenter: { name, mobile: '+8613900139009' as Mobile } })

/** A car of anna's, and its second record, under berta, who has it from carla. */
beforeEach(async () => {
  api = startApi()
  const second = vehicleOf('twin', {
    vin: 'LGWEF4A54HF000010' as Vehicle['vin'],
    customerId: customerIdOf('berta'),
    ownedSince: day('2026-02-01'),
    formerOwners: [{ customerId: customerIdOf('carla'), until: day('2026-02-01'), by: 'test' }],
    statusChanges: [{ status: 'active', on: day('2026-03-01'), reason: '贝塔说', by: 'test' }],
  })
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf()),
    ...puts(customerRecord, ...['anna', 'berta', 'carla'].map((name) => customerOf(name))),
    ...puts(vehicleRecord, vehicleOf('kept', { customerId: customerIdOf('anna') }), second),
    ...formerOwnerWrites(undefined, second, { at: second.createdAt, by: 'test' }),
    ...puts(policyRecord, policyOf('of the kept', kept)),
    ...puts(
      repairOrderRecord,
      repairOrderOf('of the kept', { ...kept, contact: presenter('张送修') }),
      repairOrderOf('of the twin', { ...twin, contact: presenter('李送修') }),
      repairOrderOf('before', { ...twin, receivedOn: day('2026-01-15'), contact: presenter('赵送修') }),
    ),
  )
  const merged = await api.as(clerk)(mergeVehicle, {
    params: kept,
    ifMatch: '"1"',
    body: { otherId: twin.vehicleId, otherEtag: '"1"', confirmed: true },
  })
  expect(merged).toMatchObject({ ok: true, body: { moved: { orders: 2 } } })
})

const exported = async (name: string) => {
  const reply = await api.as(manager)(exportCustomer, { params: { customerId: customerIdOf(name) } })
  if (!reply.ok) throw new Error(reply.problem.code)
  return reply.body
}
const erase = (name: string) =>
  api.as(manager)(eraseCustomer, { params: { customerId: customerIdOf(name) }, ifMatch: '"1"' })
const contactIn = async (order: string) =>
  (await api.store.orders.byId('D001', orderIdOf(order)))?.contact?.presenter.name

describe('after a merge of two records of a car', () => {
  it('its owner gets a copy of the whole time, that before the merge too', async () => {
    const { vehicles, orders, policies } = await exported('anna')
    expect(vehicles.map(({ vehicleId }) => vehicleId)).toEqual([kept.vehicleId])
    expect(orders.map(({ number }) => number)).toContain('RO-of the kept')
    expect(policies).toHaveLength(1)
  })

  it('its owner is erased from the whole time', async () => {
    expect(await erase('anna')).toMatchObject({ ok: true, body: { state: 'erased' } })
    expect(await contactIn('of the kept')).toBeUndefined()
  })

  it('the owner by the other record gets the time by that record', async () => {
    const { formerVehicles, vehicles, orders } = await exported('berta')
    expect([...formerVehicles, ...vehicles].map(({ vehicleId }) => vehicleId).sort()).toEqual(
      [kept.vehicleId, twin.vehicleId].sort(),
    )
    expect(orders.map(({ number }) => number)).toContain('RO-of the twin')
    expect(orders.map(({ number }) => number)).not.toContain('RO-before')
  })

  it('the owner by the other record is erased, and whoever had it before by that record stays', async () => {
    expect(await erase('berta')).toMatchObject({ ok: true, body: { state: 'erased' } })
    expect(await contactIn('of the twin')).toBeUndefined()
    expect(await contactIn('before')).toBe('赵送修')
    expect(JSON.stringify(api.table.all())).not.toContain('贝塔说')
  })

  it('a former owner by the other record is found as well', async () => {
    expect((await exported('carla')).orders.map(({ number }) => number)).toEqual(['RO-before'])
    await erase('carla')
    expect(await contactIn('before')).toBeUndefined()
    expect(await contactIn('of the twin')).toBe('李送修')
  })
})
