import type { RepairOrder } from '../../../shared/domain/order.ts'
import type { WarrantyClaim } from '../../../shared/domain/warranty-claim.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { warrantyClaimRecord } from '../../../shared/store/warranty-claims.ts'
import type { Account } from '../../support/api-client.ts'
import { day, dealerOf, local, repairOrderOf, staffIdOf, vehicleOf } from '../../support/builders.ts'
import { earlier, puts, save } from '../../support/store.ts'
import { claimOf, lineOf } from '../warranty/claim-facts.ts'
import { startApi } from './fixture.ts'

/** What the tests of the routes of warranty have in common. */

export const vin = 'LGWEF4A53HF000001'
export const now = local('2026-11-23 10:00')
export const clerk: Account = {
  dealerId: 'D001',
  roles: ['warranty_clerk'],
  staffId: staffIdOf('C1'),
  sub: 'c1',
}
export const advisor: Account = {
  dealerId: 'D001',
  roles: ['service_advisor'],
  staffId: staffIdOf('A1'),
  sub: 'a1',
}
export const keeper: Account = {
  dealerId: 'D001',
  roles: ['warehouse_keeper'],
  staffId: staffIdOf('K1'),
  sub: 'k1',
}
export const stranger: Account = { ...clerk, dealerId: 'D002', sub: 'x' }

export type Api = ReturnType<typeof startApi>

/** Two dealers; the first has a car, and its VIN finds it. */
export async function openShop(): Promise<Api> {
  const api = startApi(now)
  const vehicle = vehicleOf('anna', { soldOn: day('2025-11-22') })
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(vehicleRecord, vehicle),
    takeName('D001', 'vin', vin, vehicle.vehicleId, earlier),
  )
  return api
}

export async function withOrder(
  api: Api,
  name: string,
  more: Partial<RepairOrder> = {},
): Promise<RepairOrder> {
  const order = repairOrderOf(name, {
    kind: 'warranty',
    settlement: 'manufacturer',
    receivedOn: day('2026-11-18'),
    deliveredOn: day('2026-11-20'),
    ...more,
  })
  await save(api.store, ...puts(repairOrderRecord, order))
  return order
}

/** A claim that lacks nothing but what a test takes away. */
export async function withClaim(
  api: Api,
  name: string,
  more: Partial<WarrantyClaim> = {},
): Promise<WarrantyClaim> {
  const evidence = [{ kind: 'photo' as const, reference: 'p-1', at: now, by: 'test' }]
  const claim = claimOf(name, { evidence, lines: [lineOf(1, 30_000)], ...more })
  await save(
    api.store,
    ...puts(warrantyClaimRecord, claim),
    takeName(claim.dealerId, 'claim-number', claim.number, claim.claimId, earlier),
  )
  return claim
}
