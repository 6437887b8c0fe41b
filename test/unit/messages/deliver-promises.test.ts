import { beforeEach, expect, it } from 'vitest'
import { accountForDay } from '../../../functions/messages/account.ts'
import { withPromise } from '../../../functions/orders/promise.ts'
import { writesForPromise } from '../../../functions/orders/tell-promise.ts'
import { Mobile } from '../../../shared/domain/mobile.ts'
import { withoutContactData, type RepairOrder } from '../../../shared/domain/order.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { customerOf, dealerOf, mobileOf, repairOrderOf, stampAt, vehicleOf } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { deliveringWorld, morning, type World } from './delivering.ts'

const vehicle = vehicleOf('anna')
const presenter = (mobile: string): Pick<RepairOrder, 'contact'> => ({
  contact: { presenter: { name: '李雷', mobile: Mobile.parse(mobile) } },
})
let world: World
let order: RepairOrder

beforeEach(async () => {
  world = await deliveringWorld()
  order = repairOrderOf('promised', { status: 'in_work', deliveredOn: undefined })
  await save(world.store, ...puts(customerRecord, customerOf('anna')), ...puts(vehicleRecord, vehicle))
})

/** The order as it is then, stored with the message of its promise, if that is a new one. */
async function stored(next: RepairOrder): Promise<void> {
  const stamp = stampAt(world.now)
  const told =
    next.promise?.number === order.promise?.number
      ? { writes: [] }
      : await writesForPromise(next, { store: world.store, dealer: dealerOf(), vehicle }, stamp)
  await save(world.store, repairOrderRecord.put(next, stamp), ...told.writes)
  order = { ...next, version: next.version + 1 }
}
const promise = (hours: number, more: Partial<RepairOrder> = {}) =>
  stored(withPromise({ ...order, ...more }, addMinutes(morning, hours * 60), stampAt(world.now)))
const deliverAll = () => {
  world.enqueue(...world.deliveries().map(({ deliveryId }) => deliveryId))
  return world.settleAll()
}
const outcomes = () =>
  world
    .messages()
    .map(({ step, status, reason }) => [step, status, reason])
    .sort()

it('a promise goes to the owner, and once', async () => {
  await promise(3)
  await deliverAll()
  await deliverAll()
  expect(world.calls.map(({ to }) => to)).toEqual([mobileOf('anna')])
})

it('a promise goes to who brought the car, at the number that the order has by then', async () => {
  await promise(3, presenter('+8613900139000'))
  await stored({ ...order, ...presenter('+8613900139001') })
  await deliverAll()
  expect(world.calls.map(({ to }) => to)).toEqual(['+8613900139001'])
})

it('of two promises that wait only the latest is told, and the day adds up', async () => {
  await promise(3)
  await promise(5)
  await deliverAll()
  expect(outcomes()).toEqual([
    ['promise-1', 'suppressed', 'promise-changed-since'],
    ['promise-2', 'sent', undefined],
  ])
  const accounts = await accountForDay({ store: world.store, clock: world.clock, log: world.log })
  expect(accounts.find(({ purpose }) => purpose === 'repair-status')).toMatchObject({
    due: 2,
    sent: 1,
    suppressed: { 'promise-changed-since': 1 },
    deferred: 0,
    failed: 0,
    missing: 0,
    behind: 0,
  })
})

it.each<[string, (known: RepairOrder) => RepairOrder]>([
  ['delivered-since', (known) => ({ ...known, status: 'delivered' })],
  ['cancelled-since', (known) => ({ ...known, status: 'cancelled' })],
])('nobody is told of an order that has ended meanwhile: %s', async (reason, ended) => {
  await promise(3)
  await stored(ended(order))
  await deliverAll()
  expect(outcomes()).toEqual([['promise-1', 'suppressed', reason]])
})

it('who brought the car is told nothing once their data are erased', async () => {
  await promise(3, presenter('+8613900139000'))
  await stored(withoutContactData(order))
  await deliverAll()
  expect(outcomes()).toEqual([['promise-1', 'suppressed', 'customer-unknown']])
  expect(world.calls).toEqual([])
})

it('what waited for the morning until the promise was over is not told', async () => {
  world.now = addMinutes(morning, 11 * 60)
  await stored(withPromise(order, addMinutes(world.now, 60), stampAt(world.now)))
  await deliverAll()
  expect(outcomes()).toEqual([['promise-1', 'suppressed', 'promise-passed']])
})
