import { expect, it } from 'vitest'
import { warnedCars } from '../../../shared/due/warned-cars.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { openWarrantyStore } from '../../../shared/store/warranty-store.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import {
  day,
  dealerOf,
  local,
  orderIdOf,
  repairOrderOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'

it('the cars that are here and of which the ledger warns are told, and no other', async () => {
  const store = openWarrantyStore(memoryTable())
  const here = { kind: 'warranty', status: 'in_work', deliveredOn: undefined } as const
  await save(
    store,
    ...puts(vehicleRecord, vehicleOf('anna'), vehicleOf('berta'), vehicleOf('carla')),
    ...puts(
      repairOrderRecord,
      repairOrderOf('long', { ...here, receivedOn: day('2026-11-16') }),
      repairOrderOf('short', {
        ...here,
        receivedOn: day('2026-11-23'),
        vehicleId: vehicleIdOf('berta'),
      }),
      repairOrderOf('to come', {
        ...here,
        status: 'appointment',
        receivedOn: day('2026-11-16'),
        vehicleId: vehicleIdOf('carla'),
      }),
    ),
  )
  const warned = await warnedCars(store, dealerOf(), local('2026-11-23 08:30'))
  expect(warned.map(({ order, warnings }) => [order.orderId, warnings.map(({ code }) => code)])).toEqual([
    [orderIdOf('long'), ['loan-car-due']],
  ])
})
