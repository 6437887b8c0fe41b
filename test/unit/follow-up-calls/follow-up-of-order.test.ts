import { beforeEach, describe, expect, it } from 'vitest'
import { deservesFollowUp } from '../../../shared/domain/deserves-follow-up.ts'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import { followUpOf } from '../../../shared/due/plans/follow-up-of-order.ts'
import { openCareRecords } from '../../../shared/store/care-store.ts'
import { followUpCallIdOf, followUpCallRecord } from '../../../shared/store/follow-up-calls.ts'
import { openStore } from '../../../shared/store/store.ts'
import { day, dealerOf, instant, local, repairOrderOf, stampAt, vehicleOf } from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { save } from '../../support/store.ts'

const at = local('2026-11-20 17:00')
const stamp = stampAt(at)
const invoiced = repairOrderOf('repair', { status: 'invoiced', deliveredOn: undefined, kind: 'repair' })
const delivered: RepairOrder = {
  ...invoiced,
  status: 'delivered',
  deliveredOn: day('2026-11-20'),
  deliveredAt: at,
}

describe('a customer is called after a visit', () => {
  it.each([
    ['of a car in use', vehicleOf('anna'), 'deserved'],
    ['of a car without a record', undefined, 'vehicle-unknown'],
    ['of a car that was sold since', vehicleOf('anna', { status: 'sold' }), 'vehicle-gone'],
    ['of an owner who was erased', vehicleOf('anna', { status: 'owner_erased' }), 'vehicle-gone'],
    ['before the car was theirs', vehicleOf('anna', { soldOn: day('2026-11-21') }), 'before-sale'],
    ['on the day on which it became theirs', vehicleOf('anna', { soldOn: day('2026-11-20') }), 'before-sale'],
    ['on the day after', vehicleOf('anna', { soldOn: day('2026-11-19') }), 'deserved'],
  ])('%s: %s', (_, vehicle, expected) => {
    const verdict = deservesFollowUp(delivered, vehicle)
    expect(verdict.deserved ? 'deserved' : verdict.reason).toBe(expected)
  })
})

describe('the call after a delivery', () => {
  let store: ReturnType<typeof openStore> & ReturnType<typeof openCareRecords>
  beforeEach(() => {
    const table = memoryTable()
    store = { ...openStore(table), ...openCareRecords(table) }
  })
  const context = () => ({ store, dealer: dealerOf(), vehicle: vehicleOf('anna'), stamp })
  const change = async (before: RepairOrder | undefined, after: RepairOrder) => {
    const { planned, writes } = await followUpOf(before, after, context())
    await save(store, ...writes)
    return planned
  }
  const id = followUpCallIdOf('D001', delivered.orderId)
  const stored = () => store.followUpCalls.byId('D001', id)

  it('is owed from the third day on, until the fifteenth', async () => {
    expect(await change(invoiced, delivered)).toEqual({ followUpCallId: id, dueOn: '2026-11-23' })
    expect(await stored()).toMatchObject({
      status: 'waiting',
      since: '2026-11-20',
      dueOn: '2026-11-23',
      lastOn: '2026-12-05',
      customerId: vehicleOf('anna').customerId,
    })
  })

  it('comes of nothing but the delivery', async () => {
    expect(await change(undefined, invoiced)).toBeUndefined()
    await change(invoiced, delivered)
    expect(await change(delivered, { ...delivered, advisorName: '李' })).toBeUndefined()
    expect((await stored())!.version).toBe(1)
  })

  it('is withdrawn when the delivery is undone, and owed again with the next one', async () => {
    await change(invoiced, delivered)
    expect(await change(delivered, invoiced)).toBeUndefined()
    expect(await stored()).toMatchObject({ status: 'withdrawn', endedAt: at })
    const later = { ...delivered, deliveredOn: day('2026-11-25') }
    expect(await change(invoiced, later)).toEqual({ followUpCallId: id, dueOn: '2026-11-28' })
    const again = await stored()
    expect(again).toMatchObject({ status: 'waiting', lastOn: '2026-12-10', version: 3 })
    expect(again).not.toHaveProperty('endedAt')
  })

  it('that was made already is not made again, nor taken back', async () => {
    await change(invoiced, delivered)
    const reached = { ...(await stored())!, status: 'reached' as const, endedAt: instant(at) }
    await save(store, followUpCallRecord.put(reached, stamp))
    expect(await change(delivered, invoiced)).toBeUndefined()
    expect(await change(invoiced, delivered)).toBeUndefined()
    expect(await stored()).toMatchObject({ status: 'reached', version: 2 })
  })
})
