import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chargesOf, invoice } from '../../../functions/orders/invoice.ts'
import { laborFen, quote, unitPriceFen, type QuoteFacts } from '../../../functions/orders/quote.ts'
import { amountsOf, Payer, type Lines } from '../../../shared/domain/order-lines.ts'
import { linesOf, withAmounts, type RepairOrder } from '../../../shared/domain/order.ts'
import {
  limitOn,
  limitsWith,
  MOST_PRICE_FEN,
  MOST_PRICES,
  withLimit,
  type PartPrice,
  type PriceLimit,
} from '../../../shared/domain/part-price.ts'
import type { AskedLines } from '../../../shared/http/routes/order-steps.ts'
import { day, instant, partPriceOf, repairOrderOf, stampAt } from '../../support/builders.ts'

const stamp = stampAt(instant('2026-11-23T02:00:00.000Z'))
const on = day('2026-11-23')
const limitOf = (limitFen: number, fromOn = '2026-01-01', confirmed = true): PriceLimit => ({
  limitFen,
  fromOn: day(fromOn),
  source: '价格表',
  confirmed,
  setAt: stamp.at,
  setBy: 'p',
})
const pricesOf = (...prices: PartPrice[]) => new Map(prices.map((price) => [price.partNumber, price]))
const facts = (prices: QuoteFacts['prices'], laborRates: QuoteFacts['laborRates'] = []): QuoteFacts => ({
  prices,
  on,
  laborRates,
  settlement: 'customer',
  stamp,
})

const fen = fc.integer({ min: 1, max: MOST_PRICE_FEN })
const payer = fc.constantFrom(...Payer.options)
const quantity = fc.integer({ min: 1, max: 999 })
const hundredths = fc.integer({ min: 1, max: 50_000 })

function quoted(asked: AskedLines, prices: QuoteFacts['prices']): Lines {
  const verdict = quote(asked, facts(prices))
  if (!verdict.quoted) throw new Error(JSON.stringify(verdict.faults))
  return verdict.lines
}

const asking = (partNumber: string, more: Partial<AskedLines['parts'][number]> = {}): AskedLines => ({
  labor: [],
  parts: [{ partNumber, name: '件', quantity: 1, ...more }],
})

describe('the price of a piece', () => {
  it('is the limit for the customer, never a fen above or below', () => {
    fc.assert(
      fc.property(fen, quantity, (limitFen, count) => {
        const prices = pricesOf(partPriceOf('P1', { limits: [limitOf(limitFen)] }))
        const [line] = quoted(asking('P1', { quantity: count, payer: 'customer' }), prices).parts
        expect(line).toMatchObject({ unitPriceFen: limitFen, amountFen: limitFen * count })
      }),
    )
  })

  it('has twenty percent more for an insurer, rounded to the nearest fen', () => {
    fc.assert(
      fc.property(fen, (limitFen) => {
        const handling = unitPriceFen('insurer', limitFen) - limitFen
        // Nearer to what it would be exactly than half a fen: five tenths.
        expect(Math.abs(handling * 10 - limitFen * 2)).toBeLessThan(5)
      }),
    )
    expect([1, 2, 3, 51_003].map((limitFen) => unitPriceFen('insurer', limitFen))).toEqual([1, 2, 4, 61_204])
  })

  it('is the limit for the manufacturer too', () => {
    expect(unitPriceFen('manufacturer', 51_003)).toBe(51_003)
  })

  it('is the same for every customer: of the order it depends on nothing', () => {
    fc.assert(
      fc.property(fen, payer, quantity, quantity, (limitFen, who, one, other) => {
        const prices = pricesOf(partPriceOf('P1', { limits: [limitOf(limitFen)] }))
        const [first] = quoted(asking('P1', { quantity: one, payer: who, name: '甲' }), prices).parts
        const [second] = quoted(asking('P1', { quantity: other, payer: who, name: '乙' }), prices).parts
        expect(first?.unitPriceFen).toBe(second?.unitPriceFen)
      }),
    )
  })

  it('is of the newest limit that has begun on the day', () => {
    const limits = [limitOf(1), limitOf(2, '2026-11-23'), limitOf(3, '2026-11-24')]
    const of = (date: string) => limitOn({ limits }, day(date))?.limitFen
    expect(['2025-12-31', '2026-01-01', '2026-11-22', '2026-11-23', '2026-11-24'].map(of)).toEqual([
      undefined,
      1,
      1,
      2,
      3,
    ])
  })
})

describe('a part without a known limit', () => {
  const named = { priceLimit: { limitFen: 7_001, source: '电话' } }

  it('is refused without one, and where two lines name different ones', () => {
    expect(quote(asking('P1'), facts(new Map()))).toEqual({
      quoted: false,
      faults: [{ path: 'body.parts.0.priceLimit', reason: 'required' }],
    })
    const [first] = asking('P1', named).parts
    const two = { labor: [], parts: [first!, { ...first!, priceLimit: { limitFen: 7_000, source: 'x' } }] }
    expect(quote(two, facts(new Map()))).toEqual({
      quoted: false,
      faults: [{ path: 'body.parts.1.priceLimit.limitFen', reason: 'not-the-price-limit' }],
    })
  })

  it('is flagged with the limit that is named, and its other lines follow it', () => {
    const parts = [...asking('P1', named).parts, ...asking('P1', { payer: 'insurer' }).parts]
    const verdict = quote({ labor: [], parts }, facts(new Map()))
    expect(verdict).toMatchObject({
      quoted: true,
      named: [{ partNumber: 'P1', limit: { limitFen: 7_001, confirmed: false, fromOn: on, setBy: 'test' } }],
      lines: {
        parts: [
          { unitPriceFen: 7_001, limit: { confirmed: false, source: '电话' } },
          { unitPriceFen: 8_401, limit: { confirmed: false } },
        ],
      },
    })
  })

  it('tells all faults at once', () => {
    const prices = pricesOf(partPriceOf('P2', { limits: [limitOf(5)] }))
    const parts = [...asking('P1').parts, ...asking('P2', { priceLimit: { limitFen: 6, source: 'x' } }).parts]
    const verdict = quote({ labor: [], parts }, facts(prices))
    expect(verdict.quoted || verdict.faults.map(({ path }) => path)).toEqual([
      'body.parts.0.priceLimit',
      'body.parts.1.priceLimit.limitFen',
    ])
  })
})

describe('an hour of work', () => {
  const general = { code: 'general', name: '机修', rateFen: 18_000 }
  const paint = { code: 'paint', name: '喷漆', rateFen: 26_000 }
  const hour = (more: Partial<AskedLines['labor'][number]>): AskedLines => ({
    labor: [{ code: 'BR-012', name: '更换前制动片', laborHours: 1, ...more }],
    parts: [],
  })

  it.each([
    [[general], {}, 18_000],
    [[general], { rateFen: 18_000 }, 18_000],
    [[general, paint], { rate: 'paint' }, 26_000],
    [[general, paint], { rateFen: 26_000 }, 26_000],
    [[], { rateFen: 5 }, 5],
  ])('costs what the dealer has set, whoever the customer is: %j with %j', (rates, asked, rateFen) => {
    const verdict = quote(hour(asked), facts(new Map(), rates))
    expect(verdict).toMatchObject({ quoted: true, lines: { labor: [{ rateFen, amountFen: rateFen }] } })
  })

  it.each([
    [[general], { rateFen: 10_000 }, 'rateFen', 'not-a-choice'],
    [[general, paint], { rateFen: 10_000 }, 'rate', 'not-a-choice'],
    [[general, paint], {}, 'rate', 'required'],
    [[general, paint], { rate: 'wood' }, 'rate', 'not-a-choice'],
    [[general, paint], { rate: 'paint', rateFen: 1 }, 'rateFen', 'not-a-choice'],
    [[], {}, 'rateFen', 'required'],
    [[], { rate: 'general' }, 'rate', 'not-a-choice'],
  ])('has no other price: %j with %j', (rates, asked, field, reason) => {
    expect(quote(hour(asked), facts(new Map(), rates))).toEqual({
      quoted: false,
      faults: [{ path: `body.labor.0.${field}`, reason }],
    })
  })
})

describe('labour', () => {
  it('is hours at the rate, rounded half up to the fen, whatever a float makes of the hours', () => {
    fc.assert(
      fc.property(hundredths, fc.integer({ min: 0, max: 1_000_000 }), (hours, rateFen) => {
        const exact = BigInt(hours) * BigInt(rateFen)
        expect(BigInt(laborFen(hours / 100, rateFen))).toBe((exact + 50n) / 100n)
      }),
    )
  })
})

const lines = fc.record({
  labor: fc.array(
    fc
      .record({ hours: hundredths, rateFen: fc.integer({ min: 0, max: 1_000_000 }), payer })
      .map(({ hours, ...rest }) => ({ code: 'c', name: 'n', laborHours: hours / 100, ...rest })),
    { maxLength: 6 },
  ),
  parts: fc.array(
    fc.record({
      partNumber: fc.constantFrom('P1', 'P2', 'P3'),
      name: fc.constant('n'),
      quantity,
      payer,
    }),
    { maxLength: 6 },
  ),
})
const prices = fc
  .tuple(fen, fen, fen)
  .map((limits) =>
    pricesOf(...limits.map((fen, index) => partPriceOf(`P${index + 1}`, { limits: [limitOf(fen)] }))),
  )

describe('the totals of an order', () => {
  const orders = fc
    .tuple(lines, lines, lines, prices, payer, fc.boolean())
    .map(([quotedLines, agreed, refused, known, settlement, brought]): RepairOrder => {
      const extra = (outcome: 'agreed' | 'refused', given: AskedLines, number: number) => {
        const { labor, parts } = quoted(given, known)
        return {
          extraWorkId: `x${number}`,
          reason: 'r',
          labor: [...labor],
          parts: [...parts],
          decision: { outcome, decidedBy: 'owner', how: 'phone', decidedAt: stamp.at, ...stamp } as const,
          ...stamp,
        }
      }
      const { labor, parts } = quoted(quotedLines, known)
      return withAmounts(
        repairOrderOf('any', {
          status: 'checked',
          labor: [...labor],
          parts: [...parts],
          extraWork: [extra('agreed', agreed, 1), extra('refused', refused, 2)],
          settlement,
          ...(brought ? { broughtFen: { labor: 100, parts: 200, total: 333 } } : {}),
        }),
      )
    })

  it('are the sums of the lines that are done, to the fen, and what payers owe adds up to them', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const { labor, parts } = linesOf(order)
        const { broughtFen = { labor: 0, parts: 0, total: 0 } } = order
        const sum = (amounts: readonly { amountFen: number }[]) =>
          Number(amounts.reduce((total, { amountFen }) => total + BigInt(amountFen), 0n))
        expect(order.laborFen).toBe(sum(labor) + broughtFen.labor)
        expect(order.partsFen).toBe(sum(parts) + broughtFen.parts)
        expect(order.totalFen).toBe(sum(labor) + sum(parts) + broughtFen.total)
        const charges = chargesOf(order)
        const owed = (of: 'laborFen' | 'partsFen' | 'totalFen') =>
          charges.reduce((total, charge) => total + charge[of], 0)
        expect([owed('laborFen'), owed('partsFen'), owed('totalFen')]).toEqual([
          order.laborFen,
          order.partsFen,
          order.totalFen,
        ])
        expect(invoice(order, undefined, stamp).invoice?.totalFen).toBe(order.totalFen)
      }),
    )
  })

  it('have nothing in them of what was refused', () => {
    fc.assert(
      fc.property(lines, prices, (refused, known) => {
        const { labor, parts } = quoted(refused, known)
        const item = { extraWorkId: 'x1', reason: 'r', labor: [...labor], parts: [...parts], ...stamp }
        const order = withAmounts(repairOrderOf('any', { labor: [], parts: [], extraWork: [item] }))
        expect(order).toMatchObject({ laborFen: 0, partsFen: 0, totalFen: 0 })
        expect(amountsOf({ labor, parts }).totalFen).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('the limits of a part', () => {
  it('hold one for each day, the oldest first, and the newest of too many', () => {
    const dates = fc.integer({ min: 1, max: 28 }).map((date) => `2026-10-${String(date).padStart(2, '0')}`)
    fc.assert(
      fc.property(fc.array(dates, { minLength: 1, maxLength: 60 }), (given) => {
        let limits: PriceLimit[] = []
        for (const [index, date] of given.entries()) limits = withLimit(limits, limitOf(index + 1, date))
        const days = [...new Set(given)].sort().slice(-MOST_PRICES)
        expect(limits.map(({ fromOn }) => fromOn)).toEqual(days)
        for (const { fromOn, limitFen } of limits) expect(limitFen).toBe(given.lastIndexOf(fromOn) + 1)
      }),
    )
  })

  it('lose what the desk named once the supervisor’s word counts, and not before', () => {
    const desk = limitOf(5, '2026-11-20', false)
    const set = (fromOn: string) => limitsWith([desk], limitOf(6, fromOn), on, stamp)
    expect(set('2026-11-01').map(({ limitFen }) => limitFen)).toEqual([6])
    expect(set('2026-11-23').map(({ limitFen }) => limitFen)).toEqual([6])
    expect(set('2026-11-24').map(({ limitFen }) => limitFen)).toEqual([5, 6])
  })
})
