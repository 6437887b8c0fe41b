import { beforeEach, describe, expect, it } from 'vitest'
import type { CustomerRecord } from '../../../shared/domain/customer.ts'
import { fileComplaint } from '../../../shared/http/routes/complaints.ts'
import { requestFieldService } from '../../../shared/http/routes/field-service.ts'
import { createVehicle, transferVehicle } from '../../../shared/http/routes/vehicles.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import {
  customerIdOf,
  customerOf,
  dealerOf,
  erasedOf,
  mergedOf,
  mobileOf,
  staffIdOf,
  staffOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { earlier, puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>
const anna = { customerId: customerIdOf('anna') }
const account = {
  dealerId: 'D001',
  roles: ['service_advisor', 'field_service_specialist'],
  staffId: staffIdOf('F1'),
  sub: 'account-f1',
} as const

beforeEach(async () => {
  api = startApi()
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf()),
    ...puts(staffRecord, staffOf('F1', { role: 'field_service_specialist' })),
    ...puts(customerRecord, customerOf('anna'), customerOf('kept'), customerOf('third')),
    ...puts(vehicleRecord, vehicleOf('known', { customerId: customerIdOf('kept') })),
  )
})

/** What stands in anna's place once the request has read who she is. */
const meanwhile = (record: CustomerRecord) => {
  api.table.onCommit = () => {
    api.table.onCommit = undefined
    const write = customerRecord.put({ ...record, version: 1 }, earlier)
    if (write.kind === 'put') api.table.put({ ...write.item, ...write.key })
    return undefined
  }
}

const addresses = [{ label: '门店', text: '文三路1号' }]
const contact = { name: '王芳', mobile: mobileOf('anna') as never, addresses }
const told = { vin: 'LGBH52E03KY000001', brand: '东风日产', model: '轩逸', soldOn: '2026-11-20' }

const requests = {
  'a new vehicle': () => api.as(account)(createVehicle, { body: { ...told, ...anna } }),
  'a transfer': () =>
    api.as(account)(transferVehicle, {
      params: { vehicleId: vehicleIdOf('known') },
      ifMatch: '"1"',
      body: { ...anna, on: '2026-11-20' },
    }),
  'a complaint': () =>
    api.as(account)(fileComplaint, {
      body: { ...anna, channel: 'phone', matter: 'price', description: '太贵' },
    }),
  'a visit': () =>
    api.as(account)(requestFieldService, { body: { ...anna, request: '更换', contact, lines: [] } }),
}

describe.each(Object.keys(requests) as (keyof typeof requests)[])('%s', (name) => {
  it('is nobody’s who is erased at that very moment', async () => {
    meanwhile(erasedOf('anna'))
    const before = api.table.all().length
    expect(await requests[name]()).toMatchObject({ status: 422, problem: { code: 'fields-invalid' } })
    expect(api.table.all()).toHaveLength(before)
  })

  it('goes to the customer whose record it turns out to be at that very moment', async () => {
    meanwhile(mergedOf('anna', 'third'))
    const customerId = customerIdOf('third')
    expect(await requests[name]()).toMatchObject({ ok: true, body: { customerId } })
  })
})
