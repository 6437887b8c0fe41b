import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decideAppointment } from '../../../functions/appointment-reminders/decide.ts'
import type { Dealer } from '../../../shared/domain/dealer.ts'
import { isWaiting, type DueItem } from '../../../shared/domain/due-item.ts'
import { readerOf } from '../../../shared/domain/order-reader.ts'
import type { RepairOrder } from '../../../shared/domain/order.ts'
import { addMinutes, dateIn, timeIn, type Instant } from '../../../shared/domain/time.ts'
import { changeFor } from '../../../shared/due/apply-decision.ts'
import { planAppointment, reminderOf } from '../../../shared/due/plans/appointment-reminders.ts'
import { customerOf, dealerOf, local, repairOrderOf, stampAt, vehicleOf } from '../../support/builders.ts'

/*
 * Weeks of one appointment, with everything that people, settings and an outage may do in whatever order, under the rules
 * alone: what is planned with the order, and what the sweep of each half hour decides.
 */

const begins = local('2026-11-23 00:00')
const halfHour = 30
const vehicle = vehicleOf('anna')

type Event =
  /** Another time is agreed, so many half hours from then. */
  | { readonly kind: 'agree'; readonly ahead: number }
  | { readonly kind: 'set'; readonly remindDaysBefore: number; readonly remindAt: string }
  /** No sweep runs for so many half hours. */
  | { readonly kind: 'outage'; readonly halfHours: number }
  | { readonly kind: 'end'; readonly status: 'cancelled' | 'received' | 'no_show' }

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('agree'), ahead: fc.integer({ min: 1, max: 300 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('set'),
      remindDaysBefore: fc.integer({ min: 1, max: 5 }),
      remindAt: fc.constantFrom('07:00', '10:00', '16:30', '19:30'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('outage'), halfHours: fc.integer({ min: 1, max: 200 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('end'),
      status: fc.constantFrom('cancelled', 'received', 'no_show'),
    }),
  },
)
/** What happens, each so many half hours after the one before. */
const story = fc.array(fc.tuple(fc.nat({ max: 150 }), event), { minLength: 1, maxLength: 12 })

/** The hours of the schedule. */
function isSwept(at: Instant): boolean {
  const time = timeIn(at, 'Asia/Shanghai')
  return time >= '07:00' && time <= '20:30'
}

interface Told {
  readonly of: string
  readonly sendAfter: Instant
  /** What is agreed while it is decided. */
  readonly agreed: Instant | undefined
}

function live(events: readonly (readonly [number, Event])[]) {
  let dealer: Dealer = dealerOf()
  let order: RepairOrder = repairOrderOf('visit', {
    status: 'appointment',
    deliveredOn: undefined,
    appointmentAt: addMinutes(begins, 3 * 24 * 60 + 9 * 60),
  })
  let item: DueItem | undefined
  let down = 0
  const told: Told[] = []
  /** The order's step writes it, and after changed settings the walk over what waits. */
  const replan = (at: Instant) => {
    item = planAppointment(order, dealer, item, { stamp: stampAt(at) }) ?? item
  }
  const facts = () => ({
    dealer,
    order,
    vehicle,
    ownerChanged: false,
    reader: readerOf(order, vehicle, customerOf('anna')),
    consent: undefined,
    suppression: undefined,
  })
  const sweepAt = (at: Instant) => {
    for (let round = 0; item !== undefined && isWaiting(item) && item.dueAt <= at; round += 1) {
      if (round > 3) throw new Error('a sweep that does not end')
      const change = changeFor(item, decideAppointment(item, facts(), at), stampAt(at))
      const { message } = change
      if (message !== undefined) {
        told.push({ of: message.row.step, sendAfter: message.sendAfter, agreed: order.appointmentAt })
      }
      item = change.item
    }
  }
  let now = begins
  replan(now)
  const pass = (halfHours: number) => {
    for (let index = 0; index < halfHours; index += 1) {
      now = addMinutes(now, halfHour)
      if (down > 0) down -= 1
      else if (item?.dueAt !== undefined && item.dueAt <= now && isSwept(now)) sweepAt(now)
    }
  }
  for (const [wait, what] of events) {
    pass(wait)
    switch (what.kind) {
      case 'agree':
        if (order.status === 'appointment')
          order = { ...order, appointmentAt: addMinutes(now, what.ahead * halfHour) }
        break
      case 'set':
        dealer = dealerOf({
          appointments: { remindDaysBefore: what.remindDaysBefore, remindAt: what.remindAt },
        })
        break
      case 'outage':
        down = what.halfHours
        break
      case 'end':
        if (order.status === 'appointment') order = { ...order, status: what.status }
        break
    }
    replan(now)
  }
  pass(400)
  return { told, dealer, order, item }
}

it('no day is told twice, and what is told is the time that is agreed then', () => {
  fc.assert(
    fc.property(story, (events) => {
      const { told, dealer } = live(events)
      const days = told.map(({ of }) => dateIn(of as Instant, dealer.zone))
      expect(new Set(days).size).toBe(days.length)
      for (const { of, agreed } of told) expect(of).toBe(agreed)
    }),
  )
})

it('it is told inside the window and hours before the appointment, and nothing waits in the end', () => {
  fc.assert(
    fc.property(story, (events) => {
      const { told, dealer, item } = live(events)
      for (const { of, sendAfter } of told) {
        const time = timeIn(sendAfter, dealer.zone)
        expect(time >= '09:00' && time < '20:00').toBe(true)
        expect(addMinutes(sendAfter, 120) < of).toBe(true)
      }
      expect(item?.step).toBeUndefined()
    }),
  )
})

it('a time that is agreed before its moment, and stands, is told once, unless its day was, and no other is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }), (wait, ahead) => {
      const dealer = dealerOf()
      const { told, order } = live([[wait, { kind: 'agree', ahead }]])
      const agreedOn = addMinutes(begins, wait * halfHour)
      const last = order.appointmentAt!
      const inTime = reminderOf(last, dealer).dueAt > agreedOn
      const day = dateIn(last, dealer.zone)
      const dayWasTold = told.some(
        ({ of, sendAfter }) => sendAfter <= agreedOn && dateIn(of as Instant, dealer.zone) === day,
      )
      const since = told.filter(({ sendAfter }) => sendAfter > agreedOn)
      expect(since.map(({ of }) => of)).toEqual(inTime && !dayWasTold ? [last] : [])
    }),
  )
})
