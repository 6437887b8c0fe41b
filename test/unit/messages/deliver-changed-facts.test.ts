import { describe, expect, it } from 'vitest'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import {
  consentOf,
  contactPointOf,
  customerIdOf,
  dealerOf,
  local,
  mobileOf,
  stampAt,
  staffOf,
  vehicleIdOf,
  visitOf,
} from '../../support/builders.ts'
import { customerById, puts, save } from '../../support/store.ts'
import { deliveringWorld, morning, type World } from './delivering.ts'

const stamp = stampAt(morning)
const customer = async (world: World, name: string) =>
  (await customerById(world.store, 'D001', customerIdOf(name)))!
const vehicle = async (world: World, name: string) =>
  (await world.store.vehicles.byId('D001', vehicleIdOf(name)))!

describe('facts that changed since the decision', () => {
  it.each<[string, string, (world: World) => Promise<unknown>]>([
    [
      'serviced',
      'serviced-since',
      async (world) =>
        save(
          world.store,
          vehicleRecord.put({ ...(await vehicle(world, 'anna')), visits: [visitOf('2026-11-20')] }, stamp),
        ),
    ],
    [
      'in the workshop',
      'in-workshop',
      async (world) =>
        save(
          world.store,
          vehicleRecord.put(
            {
              ...(await vehicle(world, 'anna')),
              visits: [visitOf(undefined, { receivedOn: '2026-11-23' as never })],
            },
            stamp,
          ),
        ),
    ],
    [
      'sold',
      'vehicle-sold',
      async (world) =>
        save(world.store, vehicleRecord.put({ ...(await vehicle(world, 'anna')), status: 'sold' }, stamp)),
    ],
    [
      'another owner',
      'owner-changed',
      async (world) =>
        save(
          world.store,
          vehicleRecord.put({ ...(await vehicle(world, 'anna')), customerId: customerIdOf('new') }, stamp),
        ),
    ],
    [
      'refused',
      'refused',
      (world) =>
        save(
          world.store,
          contactPointRecord.put(
            contactPointOf(mobileOf('anna'), { consents: [consentOf({ state: 'refused' })], version: 1 }),
            stamp,
          ),
        ),
    ],
    [
      'a new number without consent',
      'no-consent',
      async (world) =>
        save(
          world.store,
          customerRecord.put({ ...(await customer(world, 'anna')), mobile: mobileOf('new') as never }, stamp),
        ),
    ],
    [
      'SMS switched off',
      'sms-off',
      (world) =>
        save(
          world.store,
          dealerRecord.put({ ...dealerOf({ smsOff: ['maintenance-reminders'] }), version: 1 }, stamp),
        ),
    ],
  ])('%s: nothing is sent, for the reason %s', async (_, reason, change) => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna', 'ben'])
    await change(world)
    await world.run([world.hint(deliveryId!)])
    const told = world.messages().filter(({ status }) => status === 'sent')
    expect(world.message('anna')).toMatchObject({ status: 'suppressed', reason })
    expect(told).toHaveLength(reason === 'sms-off' ? 0 : 1)
    expect(world.delivery(deliveryId!).status).toBe('done')
  })

  it('a new number with consent gets the message, and its row says which number it was', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna'])
    await save(
      world.store,
      customerRecord.put({ ...(await customer(world, 'anna')), mobile: mobileOf('new') as never }, stamp),
      ...puts(contactPointRecord, contactPointOf(mobileOf('new'))),
    )
    await world.run([world.hint(deliveryId!)])
    expect(world.calls.map(({ to }) => to)).toEqual([mobileOf('new')])
    expect(world.message('anna').address).toBe(mobileOf('new'))
  })

  it('a member of staff who has left gets no mail', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['lily'], 'mail')
    await save(
      world.store,
      staffRecord.put(staffOf('lily', { version: 1, leftOn: '2026-11-22' as never }), stamp),
    )
    await world.run([world.hint(deliveryId!)])
    expect(world.messages()[0]).toMatchObject({ status: 'suppressed', reason: 'staff-left' })
    expect(world.calls).toEqual([])
  })

  it('a window that has closed meanwhile defers to 09:00, whose sweep of deliveries sends it', async () => {
    const world = await deliveringWorld({ at: local('2026-11-23 19:58') })
    const [deliveryId] = await world.plan(['anna'])
    world.now = local('2026-11-23 20:00')
    await world.run([world.hint(deliveryId!)])
    const opens = local('2026-11-24 09:00')
    expect(world.delivery(deliveryId!)).toMatchObject({
      status: 'planned',
      sendAfter: opens,
      attentionAt: opens,
    })
    expect(world.queue).toEqual([])
    expect(world.message('anna')).toMatchObject({ status: 'planned', attempts: [] })
    world.now = opens
    await world.rescue()
    await world.drain()
    expect(world.message('anna')).toMatchObject({ status: 'sent', sentAt: opens })
  })
})
