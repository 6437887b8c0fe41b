import { beforeEach, expect, it } from 'vitest'
import { appointmentReminders } from '../../../functions/appointment-reminders/purpose.ts'
import { accountForDay } from '../../../functions/messages/account.ts'
import { Mobile } from '../../../shared/domain/mobile.ts'
import { withoutContactData, type RepairOrder } from '../../../shared/domain/order.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { APPOINTMENTS } from '../../../shared/due/plans/appointment-reminders.ts'
import { appointmentWrites } from '../../../shared/due/plans/appointment-writes.ts'
import { sweep } from '../../../shared/due/sweep.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import {
  consentOf,
  contactPointOf,
  customerOf,
  dealerOf,
  local,
  mobileOf,
  repairOrderOf,
  stampAt,
  vehicleOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { deliveringWorld, morning, type World } from './delivering.ts'

const vehicle = vehicleOf('anna')
const tuesday = local('2026-11-24 09:00')
let world: World
let order: RepairOrder

beforeEach(async () => {
  world = await deliveringWorld({ at: addMinutes(morning, -60) })
  await save(world.store, ...puts(customerRecord, customerOf('anna')), ...puts(vehicleRecord, vehicle))
})

/** The order as a step leaves it, stored with what becomes of its reminder. */
async function stored(before: RepairOrder | undefined, after: RepairOrder): Promise<void> {
  const stamp = stampAt(world.now)
  const context = { store: world.store, dealer: dealerOf(), vehicle, stamp }
  const writes = await appointmentWrites(before, after, context)
  await save(world.store, repairOrderRecord.put(after, stamp), ...writes)
  order = { ...after, version: after.version + 1 }
}
const book = (more: Partial<RepairOrder> = {}) =>
  stored(
    undefined,
    repairOrderOf('visit', {
      status: 'appointment',
      deliveredOn: undefined,
      appointmentAt: tuesday,
      ...more,
    }),
  )
const change = (more: Partial<RepairOrder>) => stored(order, { ...order, ...more })
const sweepNow = () =>
  sweep(appointmentReminders(world.store), { store: world.store, clock: world.clock, by: APPOINTMENTS })
const deliverAll = () => {
  world.enqueue(...world.deliveries().map(({ deliveryId }) => deliveryId))
  return world.settleAll()
}
const outcomes = () => world.messages().map(({ status, reason }) => [status, reason])

it('a reminder goes to the owner, once, and the day adds up', async () => {
  await book()
  world.now = morning
  await sweepNow()
  await deliverAll()
  await deliverAll()
  expect(world.calls.map(({ to }) => to)).toEqual([mobileOf('anna')])
  const accounts = await accountForDay({ store: world.store, clock: world.clock, log: world.log })
  expect(accounts.find(({ purpose }) => purpose === APPOINTMENTS)).toMatchObject({
    due: 1,
    sent: 1,
    suppressed: {},
    deferred: 0,
    failed: 0,
    missing: 0,
    behind: 0,
  })
})

it('it goes to who brings the car, at the number that the order has by then', async () => {
  const presenter = (mobile: string) => ({
    contact: { presenter: { name: '李雷', mobile: Mobile.parse(mobile) } },
  })
  await book(presenter('+8613900139000'))
  world.now = morning
  await sweepNow()
  await change(presenter('+8613900139001'))
  await deliverAll()
  expect(world.calls.map(({ to }) => to)).toEqual(['+8613900139001'])
})

it.each<[string, (known: RepairOrder) => Partial<RepairOrder>]>([
  ['rescheduled-since', () => ({ appointmentAt: local('2026-11-27 09:00') })],
  ['rescheduled-since', () => ({ appointmentAt: local('2026-11-24 16:00') })],
  ['cancelled-since', () => ({ status: 'cancelled' })],
  ['arrived-since', () => ({ status: 'received' })],
])('what has changed between the decision and the sending keeps it back: %s', async (reason, more) => {
  await book()
  world.now = morning
  await sweepNow()
  await change(more(order))
  await deliverAll()
  expect(outcomes()).toEqual([['suppressed', reason]])
  expect(world.calls).toEqual([])
})

it('who refuses in between is not written to', async () => {
  await book()
  world.now = morning
  await sweepNow()
  const refused = consentOf({ purpose: APPOINTMENTS, state: 'refused' })
  await save(
    world.store,
    ...puts(contactPointRecord, contactPointOf(mobileOf('anna'), { consents: [refused] })),
  )
  await deliverAll()
  expect(outcomes()).toEqual([['suppressed', 'refused']])
})

it('who brings the car is told nothing once their data are erased', async () => {
  await book({ contact: { presenter: { name: '李雷', mobile: Mobile.parse('+8613900139000') } } })
  world.now = morning
  await sweepNow()
  await stored(order, withoutContactData(order))
  await deliverAll()
  expect(outcomes()).toEqual([['suppressed', 'customer-unknown']])
})

it('what lay in the queue until it was too late is not told', async () => {
  await book()
  world.now = morning
  await sweepNow()
  world.now = local('2026-11-24 09:00')
  await deliverAll()
  expect(outcomes()).toEqual([['suppressed', 'stale']])
})

it('who agrees on another day after the reminder is reminded of that day too', async () => {
  await book()
  world.now = morning
  await sweepNow()
  await deliverAll()
  await change({ appointmentAt: local('2026-11-27 09:00') })
  world.now = local('2026-11-26 10:00')
  await sweepNow()
  await deliverAll()
  expect(world.calls.map(({ text }) => /已预约(.*)到店/.exec(text)?.[1])).toEqual([
    '11月24日09:00',
    '11月27日09:00',
  ])
})
