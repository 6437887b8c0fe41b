import { beforeEach, describe, expect, it } from 'vitest'
import { isWaiting } from '../../../shared/domain/due-item.ts'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import { handOnOrders } from '../../../shared/due/hand-on-orders.ts'
import { deadlineSubject, REPORT_DEADLINES } from '../../../shared/due/plans/deadline-steps.ts'
import * as steps from '../../../shared/http/routes/order-steps.ts'
import { createOrder } from '../../../shared/http/routes/orders.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account } from '../../support/api-client.ts'
import {
  customerOf,
  day,
  dealerOf,
  local,
  staffIdOf,
  staffOf,
  stampAt,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { startApi } from './fixture.ts'

const advisor: Account = { dealerId: 'D001', roles: ['service_advisor'], staffId: staffIdOf('A1'), sub: 'a1' }
const manager: Account = { ...advisor, roles: ['service_manager'], sub: 'm1' }
const now = local('2026-11-23 10:00')
const promisedAt = local('2026-11-23 17:00')
const walkaround = { findings: [], fuelEighths: 4, belongings: [], photos: [] }

let api: ReturnType<typeof startApi>
beforeEach(async () => {
  api = startApi(now)
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf()),
    ...puts(
      staffRecord,
      staffOf('A1', { role: 'service_advisor' }),
      staffOf('A2', { role: 'service_advisor' }),
    ),
    ...puts(customerRecord, customerOf('anna')),
    ...puts(vehicleRecord, vehicleOf('anna')),
  )
})

async function received(more: object = { promisedAt }): Promise<string> {
  const reply = await api.as(advisor)(createOrder, {
    body: {
      begin: 'received',
      vehicleId: vehicleIdOf('anna'),
      kind: 'repair',
      complaint: '制动时有异响',
      odometerKm: 9_000,
      walkaround,
      ...more,
    },
  })
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.body.orderId
}
const stored = async (orderId: string) => (await api.store.orders.byId('D001', orderId))!
async function step(route: object, orderId: string, body?: object) {
  const reply = await api.as(manager)(
    route as typeof steps.promiseDelivery,
    {
      params: { orderId },
      ifMatch: `"${String((await stored(orderId)).version)}"`,
      ...(body && { body }),
    } as never,
  )
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
}
/** Further along than a desk would get within one test. */
async function goesTo(orderId: string, more: Partial<RepairOrder>) {
  await save(api.store, repairOrderRecord.put({ ...(await stored(orderId)), ...more }, stampAt(now)))
}
const timerOf = (orderId: string, code: 'promised-delivery' | 'stranded-vehicle') =>
  api.store.deadlines.ofCause('D001', { kind: 'timer', code, record: `order#${orderId}` })
const waits = async (orderId: string, code: 'promised-delivery' | 'stranded-vehicle') => {
  const subject = deadlineSubject((await timerOf(orderId, code))!.deadlineId)
  const item = await api.store.dueItems.bySubject('D001', REPORT_DEADLINES, subject)
  return item !== undefined && isWaiting(item) ? { step: item.step, dueAt: item.dueAt } : undefined
}
const both = ['promised-delivery', 'stranded-vehicle'] as const

describe('the timers of a repair order', () => {
  it('start with the reception and its promise, for the advisor', async () => {
    const id = await received()
    expect(await timerOf(id, 'promised-delivery')).toMatchObject({
      state: 'open',
      role: 'service_advisor',
      assignedTo: staffIdOf('A1'),
      about: (await stored(id)).number,
      dueAt: promisedAt,
    })
    expect(await waits(id, 'promised-delivery')).toEqual({
      step: 'remind-PT1H',
      dueAt: local('2026-11-23 16:00'),
    })
    expect(await timerOf(id, 'stranded-vehicle')).toMatchObject({
      assignedTo: staffIdOf('A1'),
      about: (await stored(id)).number,
      startedAt: now,
      dueAt: local('2026-11-30 10:00'),
      openHoursDueAt: local('2026-12-02 10:00'),
    })
  })

  it('start with nothing that was not promised, and not before the car is there', async () => {
    const id = await received({})
    expect(await timerOf(id, 'promised-delivery')).toBeUndefined()
    const appointed = await received({
      begin: 'appointment',
      appointmentAt: local('2026-11-25 10:00'),
      odometerKm: undefined,
      walkaround: undefined,
    })
    expect(await timerOf(appointed, 'stranded-vehicle')).toBeUndefined()
  })

  it('move with the promise, and not where the same is promised again', async () => {
    const id = await received()
    const later = { promisedAt: local('2026-11-24 12:00'), reason: '等配件' }
    await step(steps.promiseDelivery, id, later)
    const moved = { moves: 1, dueAt: later.promisedAt, version: 2 }
    expect(await timerOf(id, 'promised-delivery')).toMatchObject(moved)
    expect(await waits(id, 'promised-delivery')).toMatchObject({ dueAt: local('2026-11-24 11:00') })
    expect(await timerOf(id, 'stranded-vehicle')).toMatchObject({ moves: 0, version: 1 })
    await step(steps.promiseDelivery, id, later)
    expect(await timerOf(id, 'promised-delivery')).toMatchObject(moved)
  })

  it('are done with the delivery, and nothing waits any more', async () => {
    const id = await received()
    await goesTo(id, { status: 'invoiced' })
    api.moveTo(local('2026-11-23 17:30'))
    await step(steps.deliverOrder, id)
    const proof = { kind: 'record', record: `order#${id}` }
    expect(await timerOf(id, 'promised-delivery')).toMatchObject({
      state: 'done',
      ended: { late: true, proof },
    })
    expect(await timerOf(id, 'stranded-vehicle')).toMatchObject({
      state: 'done',
      ended: { late: false, proof },
    })
    for (const code of both) expect(await waits(id, code)).toBeUndefined()
  })

  it('are dropped with an order that is cancelled', async () => {
    const id = await received()
    await step(steps.cancelOrder, id, { reason: 'customer_changed_mind' })
    for (const code of both) {
      expect(await timerOf(id, code)).toMatchObject({ state: 'dropped', ended: { reason: 'cancelled' } })
      expect(await waits(id, code)).toBeUndefined()
    }
  })

  it('go over with the order of an advisor who has left', async () => {
    const id = await received()
    const staff = [
      staffOf('A1', { role: 'service_advisor', leftOn: day('2026-11-22') }),
      staffOf('A2', { role: 'service_advisor' }),
    ]
    await handOnOrders(api.store, dealerOf(), staff, stampAt(now))
    for (const code of both) {
      expect(await timerOf(id, code)).toMatchObject({ assignedTo: staffIdOf('A2'), moves: 0 })
    }
  })
})
