import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideAppointment, type AppointmentFacts } from '../../../functions/appointment-reminders/decide.ts'
import type { DueItem } from '../../../shared/domain/due-item.ts'
import { readerOf } from '../../../shared/domain/order-reader.ts'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import { addMinutes, timeIn } from '../../../shared/domain/time.ts'
import {
  consentOf,
  customerIdOf,
  customerOf,
  dealerOf,
  local,
  mobileOf,
  orderIdOf,
  repairOrderOf,
  vehicleIdOf,
  vehicleOf,
  waitingItem,
} from '../../support/builders.ts'

const dealer = dealerOf()
const vehicle = vehicleOf('anna')
const now = local('2026-11-23 10:00')
const appointmentAt = local('2026-11-24 09:00')
const order = repairOrderOf('visit', { status: 'appointment', deliveredOn: undefined, appointmentAt })
const facts = (more: Partial<AppointmentFacts> = {}): AppointmentFacts => ({
  dealer,
  order,
  vehicle,
  ownerChanged: false,
  reader: readerOf(order, vehicle, customerOf('anna')),
  consent: undefined,
  suppression: undefined,
  ...more,
})
const item = (more: Partial<DueItem> = {}) =>
  waitingItem('anna', {
    purpose: 'appointment-reminders',
    subject: `order#${order.orderId}`,
    cycle: order.orderId,
    step: appointmentAt,
    dueAt: now,
    ...more,
  })
const broughtBy = (mobile?: string): RepairOrder =>
  repairOrderOf('visit', { ...order, contact: { presenter: { name: '李雷', mobile: mobile as never } } })

describe('an appointment whose reminder is due', () => {
  it('is an SMS to the owner about the car, without consent, and nothing waits any more', () => {
    expect(decideAppointment(item(), facts(), now)).toMatchObject({
      kind: 'send',
      step: appointmentAt,
      superseded: [],
      next: undefined,
      draft: {
        subject: `vehicle#${vehicleIdOf('anna')}`,
        messageClass: 'service',
        channel: 'sms',
        recipient: { kind: 'customer', id: customerIdOf('anna') },
        text: '【测试汽车】王先生/女士您好，提醒您爱车浙A12345已预约11月24日09:00到店。如需改期请致电0571-88880000。',
        sendAfter: now,
      },
    })
  })

  it('is told to who brings the car, where they left a number', () => {
    const brought = broughtBy('+8613900139000')
    const reader = readerOf(brought, vehicle, customerOf('anna'))
    expect(decideAppointment(item(), facts({ order: brought, reader }), now)).toMatchObject({
      draft: {
        recipient: { kind: 'presenter', id: orderIdOf('visit') },
        text: /^【测试汽车】李先生\/女士您好/,
      },
    })
    const unnumbered = readerOf(broughtBy(), vehicle, customerOf('anna'))
    expect(unnumbered).toMatchObject({ recipient: { kind: 'customer' }, mobile: mobileOf('anna') })
  })

  it('asks who brings the car nothing about whose it is now', () => {
    const brought = broughtBy('+8613900139000')
    const reader = readerOf(brought, vehicle, undefined)
    const decision = decideAppointment(item(), facts({ order: brought, reader, ownerChanged: true }), now)
    expect(decision).toMatchObject({ kind: 'send' })
  })

  it('waits for the window, and on the day itself is told while there is time', () => {
    const early = dealerOf({ smsWindow: { from: '11:00', to: '20:00' } })
    expect(decideAppointment(item(), facts({ dealer: early }), now)).toMatchObject({
      draft: { sendAfter: local('2026-11-23 11:00') },
    })
    const afternoon = { ...order, appointmentAt: local('2026-11-24 15:00') }
    const of = item({ step: afternoon.appointmentAt })
    expect(decideAppointment(of, facts({ order: afternoon }), local('2026-11-24 10:00'))).toMatchObject({
      kind: 'send',
      draft: { text: /11月24日15:00/ },
    })
  })

  it('is put off where settings have moved its moment to the future', () => {
    const later = dealerOf({ appointments: { remindAt: '16:30' } })
    expect(decideAppointment(item(), facts({ dealer: later }), now)).toEqual({
      kind: 'postpone',
      until: local('2026-11-23 16:30'),
    })
  })

  it('is never sent outside the window, nor just before the appointment or after it', () => {
    const hours = fc.integer({ min: 7, max: 22 })
    fc.assert(
      fc.property(
        fc.nat({ max: 3 * 24 * 60 }),
        fc.nat({ max: 3 * 24 * 60 }),
        fc.nat({ max: 12 }),
        hours,
        hours,
        (ahead, wait, staleWithinHours, one, other) => {
          fc.pre(one !== other)
          const [from, to] = [Math.min(one, other), Math.max(one, other)].map(
            (hour) => `${String(hour).padStart(2, '0')}:00`,
          )
          const of = dealerOf({
            smsWindow: { from: from!, to: to! },
            appointments: { staleWithinHours },
          })
          const at = addMinutes(now, ahead)
          const decision = decideAppointment(
            item({ step: at }),
            facts({ dealer: of, order: { ...order, appointmentAt: at } }),
            addMinutes(now, wait),
          )
          if (decision.kind !== 'send') return
          const { sendAfter } = decision.draft
          const time = timeIn(sendAfter, of.zone)
          expect(time >= from! && time < to!).toBe(true)
          expect(addMinutes(sendAfter, 60 * staleWithinHours) < at).toBe(true)
        },
      ),
    )
  })
})

describe('nobody is reminded, and the reason is recorded', () => {
  const suppression = { code: 'opted-out' }
  it.each<[string, Partial<AppointmentFacts>, string]>([
    ['order-unknown', { order: undefined }, '2026-11-23 10:00'],
    ['cancelled-since', { order: { ...order, status: 'cancelled' } }, '2026-11-23 10:00'],
    ['no-show', { order: { ...order, status: 'no_show' } }, '2026-11-23 10:00'],
    ['arrived-since', { order: { ...order, status: 'received' } }, '2026-11-23 10:00'],
    ['arrived-since', { order: { ...order, status: 'delivered' } }, '2026-11-23 10:00'],
    ['vehicle-unknown', { vehicle: undefined }, '2026-11-23 10:00'],
    ['vehicle-sold', { vehicle: { ...vehicle, status: 'sold' } }, '2026-11-23 10:00'],
    ['vehicle-owner_erased', { vehicle: { ...vehicle, status: 'owner_erased' } }, '2026-11-23 10:00'],
    ['owner-changed', { ownerChanged: true }, '2026-11-23 10:00'],
    ['customer-unknown', { reader: undefined }, '2026-11-23 10:00'],
    ['refused', { consent: consentOf({ state: 'refused' }) }, '2026-11-23 10:00'],
    ['sms-off', { dealer: dealerOf({ smsOff: ['appointment-reminders'] }) }, '2026-11-23 10:00'],
    ['address-suppressed', { suppression }, '2026-11-23 10:00'],
    // In the evening it would go out at nine, when the customer is there.
    ['stale', {}, '2026-11-23 20:00'],
    ['stale', {}, '2026-11-24 07:00'],
    ['stale', {}, '2026-11-25 10:00'],
  ])('%s', (reason, change, at) => {
    expect(decideAppointment(item(), facts(change), local(at))).toMatchObject({
      kind: 'skip',
      reason,
      step: appointmentAt,
      next: undefined,
    })
  })

  it('of a time that is not agreed any more: the one that is waits, if its moment is still to come', () => {
    const friday = { ...order, appointmentAt: local('2026-11-27 09:00') }
    expect(decideAppointment(item(), facts({ order: friday }), now)).toMatchObject({
      kind: 'skip',
      reason: 'rescheduled-since',
      step: appointmentAt,
      next: { step: local('2026-11-27 09:00'), dueAt: local('2026-11-26 10:00') },
    })
    const today = { ...order, appointmentAt: local('2026-11-23 15:00') }
    expect(decideAppointment(item(), facts({ order: today }), now)).toMatchObject({
      reason: 'rescheduled-since',
      next: undefined,
    })
  })
})
