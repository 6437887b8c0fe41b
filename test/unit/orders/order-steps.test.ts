import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysInShop } from '../../../functions/orders/days-in-shop.ts'
import { deliver, invoice, withdrawInvoice } from '../../../functions/orders/invoice.ts'
import { withPromise } from '../../../functions/orders/promise.ts'
import { promiseText } from '../../../functions/orders/promise-wording.ts'
import * as reception from '../../../functions/orders/reception.ts'
import * as work from '../../../functions/orders/work.ts'
import { repairOrderMachine } from '../../../shared/domain/repair-order-machine.ts'
import { verbsFrom } from '../../../shared/domain/machine.ts'
import {
  MOST_CHECKS,
  MOST_EXTRA_WORK,
  MOST_LINES,
  MOST_PROMISES,
} from '../../../shared/domain/order-papers.ts'
import {
  RepairOrder,
  visitOfOrder,
  withoutContactData,
  type RepairOrderStatus,
} from '../../../shared/domain/order.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { FieldsInvalid, Refused } from '../../../shared/runtime/errors.ts'
import { day, local, repairOrderOf, stampAt } from '../../support/builders.ts'

const now = local('2026-11-23 10:00')
const stamp = stampAt(now)
const today = day('2026-11-23')
const zone = 'Asia/Shanghai'
const lines = { labor: [], parts: [] }
const walkaround = { findings: [], fuelEighths: 4, belongings: [], photos: [] }
const body = { complaint: '异响', odometerKm: 100, walkaround }
const decided = { decidedBy: 'owner', how: 'phone' } as const

const undecided = (order: RepairOrder) =>
  order.extraWork?.find(({ decision }) => decision === undefined)?.extraWorkId ?? 'x1'

/** What each verb does; `change` is the route's alone. */
const steps: Record<
  Exclude<keyof typeof repairOrderMachine.transitions, 'change'>,
  (order: RepairOrder) => RepairOrder
> = {
  reschedule: (order) => reception.reschedule(order, local('2026-11-24 09:00'), zone, stamp),
  receive: (order) => reception.receive(order, body, today, stamp),
  'no-show': (order) => reception.noShow(order, order.appointmentAt ?? now),
  estimate: (order) => work.estimate(order, lines),
  authorize: (order) => work.authorize(order, { reference: 'W', signedBy: 'owner' }, stamp),
  'start-work': work.startWork,
  'propose-extra-work': (order) => work.proposeExtraWork(order, 'r', lines, stamp),
  'agree-extra-work': (order) =>
    work.decideExtraWork(order, 'agreed', { extraWorkId: undecided(order), ...decided }, stamp),
  'refuse-extra-work': (order) =>
    work.decideExtraWork(order, 'refused', { extraWorkId: undecided(order), ...decided }, stamp),
  'finish-work': work.finishWork,
  'pass-quality-check': (order) => work.checkQuality(order, 'passed', undefined, stamp),
  'fail-quality-check': (order) => work.checkQuality(order, 'failed', 'r', stamp),
  invoice: (order) => invoice(order, undefined, stamp),
  'withdraw-invoice': withdrawInvoice,
  deliver: (order) => deliver(order, today, stamp),
  promise: (order) => work.promise(order, local('2026-11-23 17:00'), undefined, stamp),
  cancel: (order) => reception.cancel(order, { reason: 'price_refused' }, stamp),
}
const verbs = Object.keys(steps) as (keyof typeof steps)[]

const begun = reception.newOrder(
  {
    begin: 'appointment',
    vehicleId: repairOrderOf('x').vehicleId,
    kind: 'repair',
    appointmentAt: addMinutes(now, 1),
  },
  { dealerId: 'D001', orderId: repairOrderOf('x').orderId, number: 'N' },
  today,
  zone,
  stamp,
)

describe('whatever people try with an order', () => {
  it('it takes exactly what its state lists, lands where that leads, and stays a valid order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...verbs), { maxLength: 60 }), (tried) => {
        let order: RepairOrder = begun
        for (const verb of tried) {
          const { from, to } = repairOrderMachine.transitions[verb]
          const takes = from.some((state) => state === order.status)
          if (verb === 'propose-extra-work' && (order.extraWork?.length ?? 0) >= MOST_EXTRA_WORK) continue
          if (!takes) {
            expect(() => steps[verb](order)).toThrow(
              new Refused('transition-refused', { allowed: verbsFrom(repairOrderMachine, order.status) }),
            )
            continue
          }
          const targets: readonly RepairOrderStatus[] = [to ?? order.status].flat()
          const after = steps[verb](order)
          expect(targets).toContain(after.status)
          expect(RepairOrder.safeParse(after).error?.issues).toBeUndefined()
          // It waits for the customer exactly while something is undecided.
          const waits = (after.extraWork ?? []).some(({ decision }) => decision === undefined)
          expect(after.status === 'awaiting_customer').toBe(waits)
          order = after
        }
      }),
    )
  })

  it('nobody has failed to come before the time of the appointment', () => {
    const at = addMinutes(now, 60)
    const booked = repairOrderOf('x', { status: 'appointment', appointmentAt: at })
    expect(() => reception.noShow(booked, now)).toThrow(new Refused('appointment-ahead'))
    expect(reception.noShow(booked, at).status).toBe('no_show')
  })

  it.each([
    ['customer', 'manufacturer', false],
    ['customer', 'insurer', false],
    ['customer', 'presenter', true],
    ['insurer', 'owner', false],
    ['insurer', 'insurer', true],
    ['manufacturer', 'manufacturer', true],
  ] as const)('what %s would pay is agreed to by %s: %s', (payer, decidedBy, binds) => {
    const labor = [{ code: 'A', name: 'a', laborHours: 1, rateFen: 1, amountFen: 1, payer }]
    const order = work.proposeExtraWork(
      repairOrderOf('x', { status: 'in_work' }),
      'r',
      { labor, parts: [] },
      stamp,
    )
    const answer = { extraWorkId: 'x1', decidedBy, how: 'phone' } as const
    const agree = () => work.decideExtraWork(order, 'agreed', answer, stamp).status
    if (binds) expect(agree()).toBe('in_work')
    else expect(agree).toThrow(new FieldsInvalid([{ path: 'body.decidedBy', reason: 'not-a-choice' }]))
    // Whoever it is may say no.
    expect(work.decideExtraWork(order, 'refused', answer, stamp).status).toBe('in_work')
  })

  it('an answer to extra work twice is refused, and so is one to what nobody proposed', () => {
    const order = work.proposeExtraWork(repairOrderOf('x', { status: 'in_work' }), 'r', lines, stamp)
    const two = work.proposeExtraWork(order, 'r', lines, stamp)
    const one = work.decideExtraWork(two, 'agreed', { extraWorkId: 'x1', ...decided }, stamp)
    for (const extraWorkId of ['x1', 'x9']) {
      expect(() => work.decideExtraWork(one, 'refused', { extraWorkId, ...decided }, stamp)).toThrow(
        expect.objectContaining({ faults: [{ path: 'body.extraWorkId', reason: 'not-a-choice' }] }),
      )
    }
  })

  it('a new quote takes the signature of the old one away', () => {
    const signed = steps.authorize(steps.estimate(repairOrderOf('x', { status: 'received' })))
    expect(signed.authorization).toBeDefined()
    expect(steps.estimate(signed).authorization).toBeUndefined()
  })

  it('an invoice that is taken back is gone', () => {
    const invoiced = steps.invoice(repairOrderOf('x', { status: 'checked' }))
    expect(invoiced.invoice).toBeDefined()
    expect(steps['withdraw-invoice'](invoiced).invoice).toBeUndefined()
  })
})

describe('a promise', () => {
  it('is numbered with each change, and the same again is none', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 80 }), (hours) => {
        let order = repairOrderOf('x')
        let changes = 0
        for (const [index, hour] of hours.entries()) {
          if (hour !== hours[index - 1]) changes += 1
          order = withPromise(order, addMinutes(now, hour * 60), stamp)
        }
        expect(order.promise?.number).toBe(changes)
        expect(order.promise?.at).toBe(addMinutes(now, hours.at(-1)! * 60))
        expect(order.promise?.changes).toHaveLength(Math.min(changes, MOST_PROMISES))
      }),
    )
  })

  it('costs one part of an SMS with usual words, and two with the longest', () => {
    const facts = {
      signature: '长城服务站',
      dealerPhone: '0571-88888888',
      readerName: '欧阳娜娜',
      gender: 'female',
      plate: '浙AD12345',
      model: '哈弗H6',
      promisedAt: local('2026-12-27 17:30'),
      zone,
    } as const
    const longest = { ...facts, signature: '长'.repeat(12), dealerPhone: '0'.repeat(20) }
    for (const changed of [false, true]) {
      expect(promiseText({ ...facts, changed }).segments).toBe(1)
      expect(promiseText({ ...longest, changed }).segments).toBeLessThanOrEqual(2)
    }
  })
})

describe('days in the shop', () => {
  const receivedAt = local('2026-11-20 10:00')
  const came = repairOrderOf('x', {
    status: 'in_work',
    receivedOn: day('2026-11-20'),
    receivedAt,
    deliveredOn: undefined,
  })

  it('count each day that has begun, by the hour', () => {
    const after = (minutes: number) => daysInShop(came, addMinutes(receivedAt, minutes), today)
    expect([0, 1, 1440, 1441, 4320].map(after)).toEqual([1, 1, 1, 2, 3])
  })

  it('end with the delivery', () => {
    const gone = { ...came, deliveredOn: day('2026-11-21'), deliveredAt: addMinutes(receivedAt, 1500) }
    expect(daysInShop({ ...gone, status: 'delivered' }, now, today)).toBe(2)
  })

  it('of an order that an export brought are those between its dates, at least one', () => {
    const brought = repairOrderOf('x', { receivedOn: day('2026-05-01'), deliveredOn: day('2026-05-04') })
    expect(daysInShop(brought, now, today)).toBe(3)
    expect(daysInShop({ ...brought, deliveredOn: day('2026-05-01') }, now, today)).toBe(1)
  })

  it.each(['appointment', 'cancelled', 'no_show'] as const)('are none of an order that is %s', (status) => {
    expect(daysInShop({ ...came, status }, now, today)).toBeUndefined()
    expect(visitOfOrder({ ...came, status })).toBeUndefined()
  })
})

describe('an order', () => {
  it('without contact data says nothing of who brought the car, and all the rest', () => {
    const presenter = { name: '李雷', mobile: '+8613900139000' }
    const order = steps.receive({ ...begun, contact: { presenter } as never })
    const { contact: _, ...rest } = order
    expect(withoutContactData(order)).toEqual(rest)
    expect(JSON.stringify(withoutContactData(order))).not.toMatch(/李雷|13900139000/)
  })

  it('that is as long as can be fits twice into one item of the table: the audit holds it so', () => {
    const wide = (count: number) => '长'.repeat(count)
    const part = {
      partNumber: 'P'.repeat(40),
      name: wide(60),
      quantity: 999,
      payer: 'manufacturer',
      limit: { fen: 10_000_000, source: wide(40), fromOn: today, confirmed: false },
      unitPriceFen: 10_000_000,
      amountFen: 9_990_000_000,
    } as const
    const item = {
      reason: wide(300),
      labor: [],
      parts: [],
      decision: { outcome: 'refused', decidedAt: now, reference: wide(100), ...decided, ...stamp },
      ...stamp,
    } as const
    const order = RepairOrder.parse({
      ...begun,
      contact: { presenter: { name: wide(60), mobile: '+8613900139000' } },
      intake: { complaint: wide(500), ...stamp },
      walkaround: {
        fuelEighths: 8,
        findings: Array.from({ length: 30 }, () => ({ place: wide(40), damage: wide(100) })),
        belongings: Array.from({ length: 20 }, () => wide(60)),
        photos: Array.from({ length: 20 }, () => wide(100)),
        ...stamp,
      },
      labor: [],
      parts: Array.from({ length: MOST_LINES }, () => part),
      authorization: { reference: wide(100), signedBy: 'presenter', totalFen: 1, ...stamp },
      extraWork: Array.from({ length: MOST_EXTRA_WORK }, (_, i) => ({ extraWorkId: `x${i + 1}`, ...item })),
      qualityChecks: Array.from({ length: MOST_CHECKS }, () => ({
        result: 'failed',
        remark: wide(300),
        ...stamp,
      })),
      promise: {
        at: now,
        number: 99,
        changes: Array.from({ length: MOST_PROMISES }, () => ({
          promisedAt: now,
          reason: wide(100),
          ...stamp,
        })),
      },
      cancellation: { reason: 'other', remark: wide(300), ...stamp },
    })
    expect(2 * Buffer.byteLength(JSON.stringify(order))).toBeLessThan(390 * 1024)
  })
})
