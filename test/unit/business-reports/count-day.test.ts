import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countDay } from '../../../functions/business-reports/count-day.ts'
import { countedOf, settledOn } from '../../../shared/domain/counted-order.ts'
import { RepairKind, type RepairOrder } from '../../../shared/domain/order.ts'
import { deliveredIn, deliveredSort } from '../../../shared/store/counted-orders.ts'
import { day, local, repairOrderOf } from '../../support/builders.ts'
import { anyOrder } from './any-order.ts'

const zone = 'Asia/Shanghai'
const date = day('2026-12-07')
const at = local('2026-12-07 18:00')

const countOf = (orders: readonly RepairOrder[]) =>
  countDay(
    { zone, orders: orders.flatMap((order) => countedOf(order) ?? []), renewals: [], calls: [] },
    { date, at },
    {},
  )
const invoiced = (when: string) => ({
  charges: [],
  totalFen: 0,
  at: local(when),
  by: 'test',
})
const open = { deliveredOn: undefined } as const

describe('a day’s count', () => {
  it('has an order’s revenue on the day of its invoice, by the clock on the dealer’s wall', () => {
    const order = (name: string, when: string) =>
      repairOrderOf(name, { ...open, status: 'invoiced', invoice: invoiced(when) })
    const { settled, laborFen, totalFen, delivered } = countOf([
      order('first minute', '2026-12-07 00:00'),
      order('last minute', '2026-12-07 23:59'),
      order('the day before', '2026-12-06 23:59'),
      order('the day after', '2026-12-08 00:00'),
    ])
    expect([settled, laborFen, totalFen, delivered]).toEqual([2, 20_000, 60_000, 0])
  })

  it('has an order that an old system has settled on the day of its delivery', () => {
    expect(countOf([repairOrderOf('imported', { deliveredOn: date })]).settled).toBe(1)
    expect(countOf([repairOrderOf('imported', { deliveredOn: day('2026-12-06') })]).settled).toBe(0)
  })

  it('has no visit and no car in the shop of who has not come, and of what was cancelled', () => {
    const statuses = ['appointment', 'no_show', 'cancelled'] as const
    const orders = statuses.map((status) => repairOrderOf(status, { ...open, status, receivedOn: date }))
    expect(countOf(orders)).toMatchObject({ visits: 0, inShop: 0 })
  })

  it('has as late what was promised before the count and is not back', () => {
    const promised = (name: string, when: string, more: Partial<RepairOrder> = {}) =>
      repairOrderOf(name, {
        ...open,
        status: 'in_work',
        promise: { at: local(when), number: 1, changes: [{ promisedAt: local(when), at, by: 'test' }] },
        ...more,
      })
    const orders = [
      promised('over', '2026-12-07 17:59'),
      promised('just now', '2026-12-07 18:00'),
      promised('back today', '2026-12-07 12:00', { status: 'delivered', deliveredOn: date }),
      promised('back tomorrow', '2026-12-07 12:00', { status: 'delivered', deliveredOn: day('2026-12-08') }),
      repairOrderOf('nothing promised', { ...open, status: 'in_work' }),
    ]
    expect(countOf(orders)).toMatchObject({ inShop: 4, promised: 3, late: 2, delivered: 1 })
  })

  it('is the sum over the records, to the fen, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(anyOrder, { maxLength: 40 }), fc.func(fc.nat()), (orders, shuffle) => {
        const counted = countOf(orders)
        const shuffled = orders
          .map((order) => ({ order, at: shuffle(order.orderId) }))
          .sort((a, b) => a.at - b.at)
        expect(countOf(shuffled.map(({ order }) => order))).toEqual(counted)
        const came = orders.filter(({ status }) => !['appointment', 'no_show', 'cancelled'].includes(status))
        const settled = came.filter(
          ({ invoice, status, deliveredOn }) =>
            (invoice === undefined
              ? status === 'delivered' && deliveredOn
              : new Intl.DateTimeFormat('sv', { timeZone: zone }).format(new Date(invoice.at))) === date,
        )
        const sum = (of: (order: RepairOrder) => number) =>
          settled.reduce((total, order) => total + BigInt(of(order)), 0n)
        expect(counted.visits).toBe(came.filter(({ receivedOn }) => receivedOn === date).length)
        expect(BigInt(counted.laborFen)).toBe(sum(({ laborFen }) => laborFen))
        expect(BigInt(counted.partsFen)).toBe(sum(({ partsFen }) => partsFen))
        expect(BigInt(counted.totalFen)).toBe(sum(({ totalFen }) => totalFen))
        expect(counted.late <= counted.promised && counted.promised <= counted.inShop).toBe(true)
        for (const field of ['visits', 'settled', 'laborFen', 'partsFen', 'totalFen'] as const) {
          const ofKinds = RepairKind.options.reduce((total, kind) => total + counted.byKind[kind][field], 0)
          expect(ofKinds).toBe(counted[field])
        }
      }),
    )
  })
})

describe('a delivered order in the index', () => {
  it('says what the record says', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const counted = countedOf(order)
        if (counted?.deliveredOn === undefined) return
        const { deliveredOn } = counted
        for (const claimableFen of [30_000, undefined])
          expect(deliveredIn(deliveredSort({ ...counted, deliveredOn, claimableFen }))).toEqual(counted)
      }),
    )
  })

  it('of an export that tells no day of delivery stands under the day of its arrival', () => {
    const counted = countedOf(repairOrderOf('undated', open))
    expect(counted && settledOn(counted, zone)).toBe('2026-05-01')
  })
})
