import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countDelivery, countFaults } from '../../../functions/parts-orders/count-delivery.ts'
import { missingLines, reorderFaults, withReordered } from '../../../functions/parts-orders/reorder-lines.ts'
import { standOf, type Counted, type PartsOrder } from '../../../shared/domain/parts-order.ts'
import { CountedDelivery } from '../../../shared/http/routes/parts-orders.ts'
import { FieldsInvalid } from '../../../shared/runtime/errors.ts'
import { instant, partsOrderOf, stampAt } from '../../support/builders.ts'

const stamp = stampAt(instant('2026-11-23T01:00:00.000Z'))
const orderWith = (...quantities: number[]) =>
  partsOrderOf('po', {
    lines: quantities.map((quantity, index) => ({
      line: index + 1,
      partNumber: `P${String(index)}`,
      partName: '件',
      quantity,
    })),
  })
const delivery = (...lines: Partial<Counted>[]) =>
  CountedDelivery.parse({ lines: lines.map((line) => ({ line: 1, ...line })) })
const standsOf = (order: PartsOrder) => order.lines.map((line) => standOf(order, line))

const anyCount = fc.record({
  line: fc.integer({ min: 1, max: 3 }),
  received: fc.integer({ min: 0, max: 2 }),
  damaged: fc.integer({ min: 0, max: 1 }),
  short: fc.integer({ min: 0, max: 1 }),
  excess: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
})
const anyDeliveries = fc.array(
  fc
    .uniqueArray(anyCount, { minLength: 1, maxLength: 2, selector: ({ line }) => line })
    .map((lines) => CountedDelivery.parse({ lines })),
  { minLength: 1, maxLength: 12 },
)
const anyOrder = fc
  .array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 })
  .map((quantities) => orderWith(...quantities))

/** Every delivery that can be counted, the others left out. */
function receiveAll(order: PartsOrder, deliveries: readonly CountedDelivery[]): PartsOrder {
  return deliveries.reduce((so_far, each) => {
    if (so_far.status === 'received' || countFaults(so_far, each).length > 0) return so_far
    return countDelivery(so_far, each, stamp)
  }, order)
}

describe('whatever is counted', () => {
  it('every ordered piece is received, damaged, short or outstanding, and none of these is below nothing', () => {
    let counted = 0
    fc.assert(
      fc.property(anyOrder, anyDeliveries, (order, deliveries) => {
        const after = receiveAll(order, deliveries)
        counted += after.receipts.length
        for (const [index, line] of after.lines.entries()) {
          const stand = standOf(after, line)
          const { received, damaged, short, outstanding } = stand
          expect(received + damaged + short + outstanding).toBe(order.lines[index]!.quantity)
          for (const pieces of Object.values(stand)) expect(pieces).toBeGreaterThanOrEqual(0)
        }
      }),
    )
    expect(counted).toBeGreaterThan(100)
  })

  it('the order is received exactly when nothing is outstanding', () => {
    fc.assert(
      fc.property(anyOrder, anyDeliveries, (order, deliveries) => {
        const after = receiveAll(order, deliveries)
        const outstanding = standsOf(after).some((stand) => stand.outstanding > 0)
        if (after.receipts.length === 0) expect(after.status).toBe('placed')
        else expect(after.status).toBe(outstanding ? 'partly_received' : 'received')
      }),
    )
  })

  it('what is missing can be ordered again once, and no piece more', () => {
    let reordered = 0
    fc.assert(
      fc.property(anyOrder, anyDeliveries, (order, deliveries) => {
        const after = receiveAll(order, deliveries)
        const missing = missingLines(after)
        reordered += missing.length
        expect(reorderFaults(after, missing)).toEqual([])
        const again = withReordered(after, missing, 'pto_aaaaaaaaaaaaaaaaaaaa')
        expect(missingLines(again)).toEqual([])
        for (const { line } of missing)
          expect(reorderFaults(again, [{ line, quantity: 1 }])).toMatchObject([{ reason: 'too-large' }])
      }),
    )
    expect(reordered).toBeGreaterThan(50)
  })
})

describe('a count', () => {
  it.each([
    ['a line that is not in the order', [{ line: 9, received: 1 }], 'body.lines.0.line', 'not-a-choice'],
    ['a line twice', [{ received: 1 }, { received: 1 }], 'body.lines.1.line', 'invalid'],
    ['a line without a piece', [{}], 'body.lines.0', 'required'],
    ['more pieces than are outstanding', [{ received: 3, damaged: 1 }], 'body.lines.0', 'too-large'],
    [
      'too much of what has not come in full',
      [{ received: 2, excess: 1 }],
      'body.lines.0.excess',
      'too-large',
    ],
  ] as const)('of %s is refused, and says where', (_, lines, path, reason) => {
    const order = orderWith(3)
    expect(countFaults(order, delivery(...lines))).toEqual([{ path, reason }])
    expect(() => countDelivery(order, delivery(...lines), stamp)).toThrow(FieldsInvalid)
  })

  it('may find too much of what has come in full', () => {
    const after = countDelivery(orderWith(3), delivery({ received: 3, excess: 2 }), stamp)
    expect(standsOf(after)).toMatchObject([{ received: 3, excess: 2, outstanding: 0 }])
    expect(after.status).toBe('received')
  })

  it('of an order that is over leaves nothing to wait for', () => {
    const short = countDelivery(orderWith(3), delivery({ received: 1, short: 2 }), stamp)
    expect(standsOf(short)).toMatchObject([{ missing: 2 }])
    expect(standsOf({ ...short, status: 'closed' })).toMatchObject([{ missing: 0, outstanding: 0, short: 2 }])
  })

  it('of the twenty-first delivery is refused: the record must fit its item twice', () => {
    const order = orderWith(99)
    const receipts = Array.from({ length: 20 }, () => ({
      ...stamp,
      lines: [{ line: 1, received: 1, damaged: 0, short: 0, excess: 0 }],
      photos: [],
    }))
    expect(countFaults({ ...order, receipts: receipts.slice(1) }, delivery({ received: 1 }))).toEqual([])
    expect(countFaults({ ...order, receipts }, delivery({ received: 1 }))).toEqual([
      { path: 'body', reason: 'too-large' },
    ])
  })
})
