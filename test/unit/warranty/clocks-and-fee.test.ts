import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usageFee } from '../../../functions/warranty/usage-fee.ts'
import { Fen } from '../../../shared/domain/money.ts'
import { customerClocks } from '../../../shared/domain/warranty/customer-clocks.ts'
import { rulesForSale } from '../../../shared/domain/warranty/statutory-rules.ts'
import { addDays } from '../../../shared/domain/time.ts'
import { day } from '../../support/builders.ts'

describe('the clocks of Art. 28, worked by hand', () => {
  it.each([
    // [asked on, answer by, done by, why]
    ['2026-11-02', '2026-11-16', '2026-11-30', 'a Monday: four weeks of five days'],
    ['2026-11-07', '2026-11-20', '2026-12-04', 'a Saturday: the first day is Monday'],
    [
      '2026-09-25',
      '2026-10-15',
      '2026-10-29',
      '28–30 September are 3, 1–7 October are off, 8–10 (the Saturday is worked) make 6, 12–15 make 10, 29 makes 20',
    ],
    [
      '2026-02-10',
      '2026-03-02',
      '2026-03-16',
      '11–14 February are 4 (the Saturday is worked), 15–23 are off, 24–28 make 9 (the Saturday is worked), 2 March 10',
    ],
  ])('asked on %s: answered by %s, done by %s (%s)', (askedOn, answerBy, doneBy) => {
    expect(customerClocks(day(askedOn), [])).toMatchObject({ known: true, answerBy, doneBy, article: '28' })
  })

  it('tell of a year whose calendar is not known', () => {
    expect(customerClocks(day('2026-11-02'), [])).toMatchObject({ yearsWithoutCalendar: [] })
    expect(customerClocks(day('2026-12-10'), [])).toMatchObject({ yearsWithoutCalendar: [2027] })
  })

  it('take the dealer’s own word for a day', () => {
    const overrides = [{ date: day('2026-11-16'), working: false }]
    expect(customerClocks(day('2026-11-02'), overrides)).toMatchObject({ answerBy: '2026-11-17' })
  })

  it('know of no rule before 2022, and of no end where nobody ever works', () => {
    expect(customerClocks(day('2021-12-31'), [])).toEqual({ known: false, reason: 'no-rule-on-that-day' })
    const never = Array.from({ length: 800 }, (_, index) => ({
      date: addDays(day('2026-11-02'), index),
      working: false,
    }))
    expect(customerClocks(day('2026-11-02'), never)).toEqual({ known: false, reason: 'no-working-days' })
  })
})

describe('the usage fee', () => {
  const law = rulesForSale(day('2024-01-01'))!
  const older = rulesForSale(day('2021-12-31'))!
  const feeOf = (priceFen: number, km: number, n: number, by = law) =>
    usageFee({ priceFen: Fen.parse(priceFen), km, n }, by)
  const amount = (priceFen: number, km: number, n: number) => {
    const fee = feeOf(priceFen, km, n)
    if (!fee.computed) throw new Error(fee.reason)
    return fee.feeFen
  }

  it.each([
    // 150,000 yuan × 10 × 0.5 % = 7,500 yuan.
    [15_000_000, 10_000, 50, 750_000],
    // 128,800 yuan × 12.345 × 0.45 % = 7,155.162 yuan: the fraction is dropped.
    [12_880_000, 12_345, 45, 715_516],
    [15_000_000, 0, 50, 0],
    [15_000_000, 10_000, 0, 0],
    // One kilometre: 0.75 yuan.
    [15_000_000, 1, 50, 75],
    // More than whole numbers hold exactly on the way: 9,999,999.99 yuan × 999.999 × 0.5 % = 49,999,949.95…
    [999_999_999, 999_999, 50, 4_999_994_995],
  ])('of %i fen, %i km and %i hundredths of a percent is %i fen', (priceFen, km, n, feeFen) => {
    expect(amount(priceFen, km, n)).toBe(feeFen)
  })

  it('shows its sum step by step, and that a fraction was dropped', () => {
    expect(feeOf(12_880_000, 12_345, 45)).toMatchObject({
      article: '27',
      steps: [
        { zh: '使用补偿费 = 车价款（元）× 行驶里程（公里）÷ 1000 × n' },
        { zh: '车价款 128,800.00 元' },
        { zh: '行驶里程 12345 公里 ÷ 1000 = 12.345' },
        { zh: 'n = 0.45%（上限 0.5%）' },
        { zh: '128,800.00 × 12.345 × 0.45% = 7,155.16 元（不足1分舍去）' },
      ],
    })
    expect(feeOf(15_000_000, 10_000, 50)).toMatchObject({
      steps: [{}, {}, {}, {}, { en: '150,000.00 × 10 × 0.5 % = 7,500.00 yuan' }],
    })
  })

  it('is refused above n of the law: 0.5 % since 2022, 0.8 % before', () => {
    expect(feeOf(100, 1, 50).computed).toBe(true)
    expect(feeOf(100, 1, 51)).toEqual({ computed: false, reason: 'coefficient-too-high' })
    expect(feeOf(100, 1, 80, older)).toMatchObject({ computed: true, article: '25', unverified: true })
    expect(feeOf(100, 1, 81, older)).toEqual({ computed: false, reason: 'coefficient-too-high' })
    expect(feeOf(100, 1, 49, older)).toEqual({ computed: false, reason: 'coefficient-too-low' })
  })

  it('is linear in price, distance and n, but for the fen that is dropped', () => {
    const price = fc.nat(1_000_000_000)
    const km = fc.nat(1_000_000)
    fc.assert(
      fc.property(price, km, fc.nat(50), fc.integer({ min: 1, max: 9 }), (priceFen, driven, n, times) => {
        const dropped = amount(priceFen, driven * times, n) - amount(priceFen, driven, n) * times
        expect(dropped).toBeGreaterThanOrEqual(0)
        expect(dropped).toBeLessThan(times)
        expect(amount(priceFen * times, driven, n)).toBe(amount(priceFen, driven * times, n))
      }),
    )
  })

  it('never asks for more than the law’s most', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.nat(1_000_000), fc.nat(50), (priceFen, driven, n) => {
        expect(BigInt(amount(priceFen, driven, n)) * 10_000_000n).toBeLessThanOrEqual(
          BigInt(priceFen) * BigInt(driven) * 50n,
        )
      }),
    )
  })
})
