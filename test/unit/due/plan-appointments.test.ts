import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DueItem } from '../../../shared/domain/due-item.ts'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import { RepairOrderStatus } from '../../../shared/domain/order.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import { planAppointment, reminderOf } from '../../../shared/due/plans/appointment-reminders.ts'
import { dealerOf, local, orderIdOf, repairOrderOf, stampAt } from '../../support/builders.ts'

const dealer = dealerOf()
const now = local('2026-11-23 09:30')
/** An appointment on Tuesday, 24 November 2026, unless it is of another time. */
const booked = (appointmentAt: Instant = local('2026-11-24 09:00'), more: Partial<RepairOrder> = {}) =>
  repairOrderOf('visit', { status: 'appointment', deliveredOn: undefined, appointmentAt, ...more })
const plan = (
  order: RepairOrder,
  existing?: DueItem,
  at: Instant = now,
  of = dealer,
  agreedWith: string | undefined = 'anna',
) => planAppointment(order, of, existing, { agreedWith, stamp: stampAt(at) })
/** As the sweep leaves it that has sent what waited. */
const reminded = (item: DueItem, at: Instant): DueItem => ({
  ...item,
  step: undefined,
  dueAt: undefined,
  plannedAt: undefined,
  decided: [...item.decided, { step: item.step!, outcome: 'message', at }],
})

describe('an appointment that is booked', () => {
  it('waits to be reminded of at ten on the day before, under the time that was agreed', () => {
    expect(plan(booked())).toMatchObject({
      purpose: 'appointment-reminders',
      subject: `order#${orderIdOf('visit')}`,
      cycle: orderIdOf('visit'),
      step: local('2026-11-24 09:00'),
      dueAt: local('2026-11-23 10:00'),
      decided: [],
      note: 'anna',
    })
  })

  it('on a Monday is reminded of on Sunday: customers have no working days', () => {
    expect(plan(booked(local('2026-11-30 08:30')))?.dueAt).toBe(local('2026-11-29 10:00'))
  })

  it.each([
    [3, '16:30', '2026-11-27 16:30'],
    [1, '07:00', '2026-11-29 07:00'],
  ])('is reminded of %i days before at %s, as the dealer has set it', (remindDaysBefore, remindAt, due) => {
    const of = dealerOf({ appointments: { remindDaysBefore, remindAt } })
    expect(plan(booked(local('2026-11-30 08:30')), undefined, now, of)?.dueAt).toBe(local(due))
  })

  it('counts the days by the dealer’s clock, also where it is still yesterday elsewhere', () => {
    expect(plan(booked(local('2026-11-30 00:30')))?.dueAt).toBe(local('2026-11-29 10:00'))
    const elsewhere = dealerOf({}, { zone: 'America/New_York' })
    const at = local('2026-11-30 22:30', 'America/New_York')
    expect(plan(booked(at), undefined, now, elsewhere)?.dueAt).toBe(
      local('2026-11-29 10:00', 'America/New_York'),
    )
  })

  it('after the moment of its reminder is not reminded of, and that is recorded', () => {
    const late = local('2026-11-23 10:00')
    const item = plan(booked(), undefined, late)
    expect(item).toMatchObject({
      decided: [{ step: local('2026-11-24 09:00'), outcome: 'past-at-booking', at: late }],
    })
    expect(item?.step).toBeUndefined()
    expect(item?.dueAt).toBeUndefined()
  })

  it('that stands as it is planned is not written again, also overdue', () => {
    const item = plan(booked())!
    expect(plan(booked(), item)).toBeUndefined()
    expect(plan(booked(), item, local('2026-11-23 18:00'))).toBeUndefined()
  })
})

describe('another time', () => {
  const item = plan(booked())!

  it('moves what waits', () => {
    expect(plan(booked(local('2026-11-27 09:00')), item)).toMatchObject({
      step: local('2026-11-27 09:00'),
      dueAt: local('2026-11-26 10:00'),
      decided: [],
    })
  })

  it('is noted with whoever owns the car while it is agreed', () => {
    expect(plan(booked(local('2026-11-27 09:00')), item, now, dealer, 'berta')?.note).toBe('berta')
    const moved = dealerOf({ appointments: { remindAt: '11:00' } })
    expect(plan(booked(), item, now, moved, 'berta')?.note).toBe('anna')
  })

  it('after the customer was reminded is reminded of once more, as it is another day', () => {
    const told = reminded(item, local('2026-11-23 10:00'))
    expect(plan(booked(local('2026-11-27 09:00')), told, local('2026-11-23 15:00'))).toMatchObject({
      step: local('2026-11-27 09:00'),
      dueAt: local('2026-11-26 10:00'),
      decided: [{ step: local('2026-11-24 09:00'), outcome: 'message' }],
    })
  })

  it('of a day that the customer was told of is not, whatever the hour and the settings', () => {
    const told = reminded(item, local('2026-11-23 10:00'))
    const later = dealerOf({ appointments: { remindAt: '19:00' } })
    const at = local('2026-11-23 15:00')
    expect(plan(booked(local('2026-11-24 14:00')), told, at, later)).toBeUndefined()
    const away = plan(booked(local('2026-11-27 09:00')), told, at, later)!
    expect(plan(booked(local('2026-11-24 14:00')), away, at, later)).toMatchObject({ step: undefined })
    expect(plan(booked(), away, at, later)).toMatchObject({ step: undefined })
  })

  it('may be the first one again, where nobody was told of it', () => {
    const away = plan(booked(local('2026-11-27 09:00')), item)!
    expect(plan(booked(), away)).toMatchObject({
      step: local('2026-11-24 09:00'),
      dueAt: local('2026-11-23 10:00'),
    })
  })

  it('that is over is planned although another was decided after its new moment', () => {
    const told = reminded(item, local('2026-11-23 10:00'))
    const friday = plan(booked(local('2026-11-27 09:00')), told, local('2026-11-23 15:00'))!
    const aWeek = dealerOf({ appointments: { remindDaysBefore: 7 } })
    expect(plan(booked(local('2026-11-27 09:00')), friday, local('2026-11-23 16:00'), aWeek)).toMatchObject({
      step: local('2026-11-27 09:00'),
      dueAt: local('2026-11-23 16:00'),
    })
  })
})

describe('other settings', () => {
  const item = plan(booked())!

  it('move what waits', () => {
    const of = dealerOf({ appointments: { remindAt: '16:30' } })
    expect(plan(booked(), item, now, of)).toMatchObject({
      step: item.step,
      dueAt: local('2026-11-23 16:30'),
    })
  })

  it('that put its moment into the past do not swallow it: it is due at once, and stays so', () => {
    const of = dealerOf({ appointments: { remindAt: '08:00' } })
    const due = plan(booked(), item, now, of)!
    expect(due).toMatchObject({ step: item.step, dueAt: now, decided: [] })
    expect(plan(booked(), due, addMinutes(now, 10), of)).toBeUndefined()
  })
})

describe('nothing waits', () => {
  it.each(RepairOrderStatus.options.filter((status) => status !== 'appointment'))(
    'for an order that is %s',
    (status) => {
      const item = plan(booked())!
      const ended = plan(booked(undefined, { status }), item)
      expect(ended).toMatchObject({ step: undefined, dueAt: undefined, plannedAt: undefined })
      expect(plan(booked(undefined, { status }), ended)).toBeUndefined()
      expect(plan(booked(undefined, { status }))).toBeUndefined()
    },
  )
})

it('whatever is agreed when, what waits is of that time, on an earlier day, and still to come', () => {
  const minutes = fc.integer({ min: 1, max: 30 * 24 * 60 })
  fc.assert(
    fc.property(minutes, fc.integer({ min: 1, max: 7 }), fc.nat({ max: 27 }), (ahead, days, half) => {
      const remindAt = `${String(7 + Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`
      const of = dealerOf({ appointments: { remindDaysBefore: days, remindAt } })
      const at = addMinutes(now, ahead)
      const item = plan(booked(at), undefined, now, of)!
      const { dueAt } = reminderOf(at, of)
      expect(dueAt < at).toBe(true)
      expect(item.dueAt).toBe(dueAt > now ? dueAt : undefined)
      expect(item.decided).toHaveLength(dueAt > now ? 0 : 1)
    }),
  )
})
