import { beforeEach, describe, expect, it } from 'vitest'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import { deliverOrder } from '../../../shared/http/routes/order-steps.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { claimWithheldRecord, warrantyClaimRecord } from '../../../shared/store/warranty-claims.ts'
import type { Account } from '../../support/api-client.ts'
import {
  claimWithheldOf,
  customerOf,
  day,
  dealerOf,
  local,
  orderIdOf,
  repairOrderOf,
  staffIdOf,
  staffOf,
  vehicleOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { claimOf } from '../warranty/claim-facts.ts'
import { claimIdOf } from '../../../shared/store/warranty-claims.ts'
import { startApi } from './fixture.ts'

const advisor: Account = { dealerId: 'D001', roles: ['service_advisor'], staffId: staffIdOf('A1'), sub: 'a1' }
const now = local('2026-11-23 16:00')

let api: ReturnType<typeof startApi>
beforeEach(async () => {
  api = startApi(now)
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf()),
    ...puts(staffRecord, staffOf('A1', { role: 'service_advisor' })),
    ...puts(customerRecord, customerOf('anna')),
    ...puts(vehicleRecord, vehicleOf('anna')),
  )
})

async function delivered(more: Partial<RepairOrder> = {}) {
  const order = repairOrderOf('one', {
    kind: 'warranty',
    settlement: 'manufacturer',
    status: 'invoiced',
    livesHere: true,
    receivedOn: day('2026-11-22'),
    deliveredOn: undefined,
    broughtFen: { labor: 10_000, parts: 20_000, total: 30_000 },
    ...more,
  })
  await save(api.store, ...puts(repairOrderRecord, order))
  const reply = await api.as(advisor)(deliverOrder, { params: { orderId: order.orderId }, ifMatch: '"1"' })
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.body
}
const claims = () => api.store.warrantyClaims.ofOrder('D001', orderIdOf('one'))
const timer = async (code: 'warranty-claim-same-day' | 'rescue-report') =>
  api.store.deadlines.ofCause('D001', {
    kind: 'timer',
    code,
    record: `warranty-claim#${claimIdOf('D001', orderIdOf('one'), 'warranty')}`,
  })

describe('the delivery of an order that the manufacturer pays', () => {
  it('opens its claim in the same transaction, due by closing time of the day', async () => {
    const { claim } = await delivered()
    const [opened] = await claims()
    expect(claim).toEqual({ claimId: opened?.claimId, number: 'SP-RO-one-B', kind: 'warranty' })
    expect(opened).toMatchObject({
      status: 'opened',
      deliveredOn: '2026-11-23',
      lines: [{ claimedFen: 30_000 }],
    })
    expect(api.table.commits.at(-1)?.map(({ key }) => key.sk)).toEqual(
      expect.arrayContaining(['order', 'warranty-claim']) as unknown,
    )
    expect(await timer('warranty-claim-same-day')).toMatchObject({
      role: 'warranty_clerk',
      dueAt: local('2026-11-23 18:00'),
      state: 'open',
    })
    expect(await timer('rescue-report')).toBeUndefined()
    expect((await api.store.guards.idsBehind('D001', 'claim-number', ['SP-RO-ONE-B'])).size).toBe(1)
  })

  it('asks for the report of a rescue, and gives the days that the dealer has set', async () => {
    const deadlines = { submitWithinDays: 2, resubmitWithinDays: 7, appealWithinDays: 15 }
    const dealer = await api.store.dealers.byId('D001')
    await save(
      api.store,
      dealerRecord.put(
        { ...dealerOf({ warranty: { deadlines } }), version: dealer!.version },
        { at: now, by: 'test' },
      ),
    )
    await delivered({ rescued: true })
    expect(await timer('rescue-report')).toMatchObject({ dueAt: local('2026-11-23 18:00') })
    expect(await timer('warranty-claim-same-day')).toMatchObject({ dueAt: local('2026-11-25 18:00') })
  })

  it('says why there is none, and keeps the reason where somebody might expect one', async () => {
    expect((await delivered({ kind: 'accident' })).claim).toEqual({ withheld: 'accident' })
    expect(await claims()).toEqual([])
    const withheld = await api.store.warrantyClaims.withheldOf('D001', [orderIdOf('one')])
    expect(withheld.get(orderIdOf('one'))).toMatchObject({ reason: 'accident', deliveredOn: '2026-11-23' })
  })

  it('keeps no reason of what the customer pays', async () => {
    expect((await delivered({ kind: 'repair', settlement: 'customer' })).claim).toEqual({
      withheld: 'customer-pays',
    })
    expect((await api.store.warrantyClaims.withheldOf('D001', [orderIdOf('one')])).size).toBe(0)
  })

  it('is not held up by a reason that an import had left, and says the one of now', async () => {
    await save(api.store, ...puts(claimWithheldRecord, claimWithheldOf('one', { reason: 'vehicle-unknown' })))
    await delivered({ kind: 'accident' })
    const withheld = await api.store.warrantyClaims.withheldOf('D001', [orderIdOf('one')])
    expect([...withheld.values()]).toMatchObject([{ reason: 'accident', version: 2 }])
  })

  it('leaves a claim that an import had opened before as it is', async () => {
    const claimId = claimIdOf('D001', orderIdOf('one'), 'warranty')
    await save(api.store, ...puts(warrantyClaimRecord, claimOf('one', { claimId, status: 'submitted' })))
    expect((await delivered()).claim).toEqual({ claimId, number: 'SP-ONE', kind: 'warranty' })
    expect(await claims()).toMatchObject([{ status: 'submitted', version: 1 }])
  })
})
