import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverageOf, type CoverageLine } from '../../../shared/domain/warranty/coverage.ts'
import { coverageFactsOf, type CoverageFacts } from '../../../shared/domain/warranty/coverage-facts.ts'
import { WarrantyTerm, defaultWarrantyTerms } from '../../../shared/domain/warranty/warranty-terms.ts'
import { addDays, type CalendarDate } from '../../../shared/domain/time.ts'
import { day, vehicleOf } from '../../support/builders.ts'
import { carOf, rules } from './warranty-facts.ts'

function lineOf(code: string, facts: CoverageFacts, on: string, km?: number, with_ = rules): CoverageLine {
  return coverageOf(facts, with_, day(on), km).lines.find((line) => line.code === code)!
}

const REPAIR = 'repair-warranty'
const RETURN = 'replace-return'

describe('the golden table of coverage, worked by hand', () => {
  it.each([
    // [what, sold on, asked on, km, covered, reason, why]
    [
      REPAIR,
      '2024-05-10',
      '2024-05-10',
      0,
      'yes',
      'within',
      'the day of the sale: the car is the customer’s',
    ],
    [REPAIR, '2024-05-10', '2024-05-09', 0, 'no', 'not-begun', 'the day before the sale'],
    [
      REPAIR,
      '2024-05-10',
      '2027-05-10',
      59_999,
      'yes',
      'within',
      'Civil Code 202: the day of the same number is the last',
    ],
    [
      REPAIR,
      '2024-05-10',
      '2027-05-11',
      10,
      'no',
      'time-over',
      'Art. 18: three years, and the last day was yesterday',
    ],
    [
      REPAIR,
      '2024-05-10',
      '2026-05-10',
      60_000,
      'yes',
      'within',
      'Art. 18, Civil Code 1259: within has the number itself',
    ],
    [REPAIR, '2024-05-10', '2026-05-10', 60_001, 'no', 'km-over', 'Art. 18: 60,000 km came first'],
    [
      RETURN,
      '2024-05-10',
      '2026-05-10',
      50_000,
      'yes',
      'within',
      'Art. 18: two years, 50,000 km, both to the last',
    ],
    [RETURN, '2024-05-10', '2026-05-11', 50_000, 'no', 'time-over', 'Art. 18: the day after two years'],
    [RETURN, '2024-05-10', '2026-05-10', 50_001, 'no', 'km-over', 'Art. 18: one kilometre more'],
    [
      RETURN,
      '2024-02-29',
      '2026-02-28',
      10,
      'yes',
      'within',
      'Civil Code 202: no 29th, the month’s last day is the last',
    ],
    [RETURN, '2024-02-29', '2026-03-01', 10, 'no', 'time-over', 'Civil Code 202: and not a day more'],
    [
      REPAIR,
      '2025-02-28',
      '2028-02-28',
      10,
      'yes',
      'within',
      'Civil Code 202: the 28th is the day of the same number',
    ],
    [
      REPAIR,
      '2025-02-28',
      '2028-02-29',
      10,
      'no',
      'time-over',
      'Civil Code 202: a leap day later gives none',
    ],
    [
      REPAIR,
      '2021-02-28',
      '2024-02-28',
      10,
      'yes',
      'within',
      'Order 150 Art. 17: the older law has the same three years',
    ],
    [REPAIR, '2021-02-28', '2024-02-29', 10, 'no', 'time-over', 'Civil Code 202: its day was the 28th'],
    [
      RETURN,
      '2021-12-31',
      '2023-12-31',
      10,
      'yes',
      'within',
      'Order 150 Art. 17: sold on the last day of the older law',
    ],
    [RETURN, '2022-01-01', '2024-01-01', 10, 'yes', 'within', 'Order 43 Art. 18: sold on its first day'],
    [
      RETURN,
      '2022-01-01',
      '2024-01-02',
      10,
      'no',
      'time-over',
      'Order 43 Art. 18: New Year’s Day moves nothing',
    ],
    [RETURN, '2024-08-31', '2026-08-31', 10, 'yes', 'within', 'Civil Code 202'],
    [REPAIR, '2013-09-30', '2014-01-01', 10, 'no', 'no-law-at-sale', 'sold before Order 150 began'],
    [REPAIR, '2013-10-01', '2014-01-01', 10, 'yes', 'within', 'sold on the first day of Order 150'],
  ])('%s of a car sold on %s, on %s at %i km: %s (%s), as %s', (what, soldOn, on, km, covered, reason) => {
    expect(lineOf(what, carOf(soldOn), on, km)).toMatchObject({ covered, reason })
  })

  it('names the law and its article by the day of the sale', () => {
    const lawOf = (soldOn: string) => {
      const { law, lines } = coverageOf(carOf(soldOn), rules, day('2023-01-01'), 10)
      return [law, lines[0]!.by[0]!.article]
    }
    expect(lawOf('2021-12-31')).toEqual(['order-150', '17'])
    expect(lawOf('2022-01-01')).toEqual(['order-43', '18'])
  })

  it('says what is left, and that both ends count', () => {
    expect(lineOf(REPAIR, carOf('2024-05-10'), '2027-05-01', 59_000)).toMatchObject({
      untilOn: '2027-05-10',
      untilKm: 60_000,
      daysLeft: 9,
      kmLeft: 1_000,
    })
  })

  it.each([
    // Three years are 1,095 days: 60,000 km over them are 54.79 a day.
    [100, 5_479, 'time', '54.79 a day is just too few'],
    [100, 5_480, 'km', '54.80 a day is just enough'],
  ])('after %i days and %i km says that %s ends first: %s', (days, km, first) => {
    const on = addDays(day('2024-05-10'), days)
    expect(lineOf(REPAIR, carOf('2024-05-10'), on, km).endsFirst).toBe(first)
  })
})

describe('the clock', () => {
  it.each<[string | undefined, string | undefined, string, string, string]>([
    ['2024-05-10', undefined, '2024-05-10', 'invoice', 'Art. 18: from the invoice'],
    ['2024-05-10', '2024-05-10', '2024-05-10', 'invoice', 'Art. 18: both are one day'],
    ['2024-05-10', '2024-05-20', '2024-05-20', 'delivery', 'Art. 18: the delivery was another day'],
    ['2024-05-20', '2024-05-10', '2024-05-10', 'delivery', 'Art. 18: the delivery was another day'],
    [undefined, '2024-05-20', '2024-05-20', 'delivery', 'nobody knows of an invoice'],
    ['2021-05-10', '2021-05-20', '2021-05-10', 'invoice', 'Order 150 Art. 17: the invoice alone'],
    ['2021-12-31', '2022-01-02', '2021-12-31', 'invoice', 'sold under Order 150'],
    ['2022-01-01', '2022-01-02', '2022-01-02', 'delivery', 'sold under Order 43'],
  ])('invoice %s, delivery %s: begins on %s by the %s (%s)', (invoiced, delivered, on, from) => {
    const facts = carOf('2000-01-01', {
      invoicedOn: invoiced === undefined ? undefined : day(invoiced),
      handedOverOn: delivered === undefined ? undefined : day(delivered),
    })
    expect(coverageOf(facts, rules, day('2026-01-01'), 10).start).toEqual({ on, from })
  })

  it('is what the books say where somebody has put it down', () => {
    const facts = carOf('2024-05-10', { warrantyFrom: day('2024-06-01') })
    expect(coverageOf(facts, rules, day('2024-07-01'), 10).start).toEqual({ on: '2024-06-01', from: 'books' })
  })
})

describe('what is not known', () => {
  const sold = carOf('2024-05-10')
  const reading = (on: string, km: number) => ({ on: day(on), km })

  it('no day of the sale: nothing is covered, nothing is denied', () => {
    const coverage = coverageOf({ ...sold, handedOverOn: undefined }, rules, day('2026-01-01'), 10)
    expect(coverage.missing).toEqual(['sale-date'])
    expect(coverage.lines.map(({ covered, missing }) => [covered, missing])).toEqual([
      ['unknown', ['sale-date']],
      ['unknown', ['sale-date']],
    ])
  })

  it.each<[string, { on: CalendarDate; km: number }[], number | undefined, string, string[], string]>([
    ['2026-01-01', [], undefined, 'unknown', ['odometer'], 'no reading at all'],
    ['2027-05-11', [], undefined, 'no', [], 'time is over whatever the odometer shows'],
    ['2026-01-31', [reading('2026-01-01', 40_000)], undefined, 'yes', [], 'thirty days old: fresh'],
    ['2026-02-01', [reading('2026-01-01', 40_000)], undefined, 'unknown', ['odometer-old'], 'a day older'],
    ['2026-06-01', [reading('2026-01-01', 60_001)], undefined, 'no', [], 'an odometer does not go back'],
    ['2025-06-01', [reading('2026-01-01', 60_000)], undefined, 'yes', [], 'it had gone no further later'],
    ['2025-06-01', [reading('2026-01-01', 60_001)], undefined, 'unknown', ['odometer'], 'perhaps it had'],
    ['2026-01-02', [reading('2026-01-01', 40_000)], 39_999, 'unknown', ['odometer-implausible'], 'it fell'],
    ['2026-01-02', [reading('2026-01-01', 40_000)], 41_500, 'yes', [], '1,500 km a day are possible'],
    [
      '2026-01-02',
      [reading('2026-01-01', 40_000)],
      41_501,
      'unknown',
      ['odometer-implausible'],
      'and no more',
    ],
    ['2026-01-02', [reading('2026-01-01', 61_000)], 1_000, 'no', [], 'a typo does not bring warranty back'],
    ['2024-05-11', [], 1_501, 'unknown', ['odometer-implausible'], 'too far for the first day'],
  ])('on %s with readings %j and %s told: %s %j, as %s', (on, readings, km, covered, missing) => {
    expect(lineOf(REPAIR, { ...sold, readings }, on, km)).toMatchObject({ covered, missing })
  })

  it('a replaced odometer tells how far the car went at least', () => {
    const readings = [
      { on: day('2025-05-01'), km: 40_000, source: 'read' as const, by: 'x' },
      {
        on: day('2025-06-01'),
        km: 10,
        source: 'read' as const,
        by: 'x',
        confirmed: { because: 'odometer_replaced' as const },
      },
      { on: day('2025-12-01'), km: 20_011, source: 'read' as const, by: 'x' },
    ]
    const at = (count: number) => {
      const facts = coverageFactsOf(
        vehicleOf('v', { soldOn: day('2024-05-10'), readings: readings.slice(0, count) }),
      )
      return lineOf(REPAIR, facts, '2025-12-01')
    }
    expect(at(2)).toMatchObject({ covered: 'unknown', missing: ['odometer-replaced'] })
    // 40,000 + (20,011 − 10) = 60,001.
    expect(at(3)).toMatchObject({ covered: 'no', reason: 'km-over' })
  })

  it('a car that is no household’s has no statutory warranty, yet the manufacturer’s', () => {
    const facts = { ...sold, household: false }
    expect(lineOf(REPAIR, facts, '2026-01-01', 10)).toMatchObject({ covered: 'no', reason: 'not-household' })
    expect(lineOf('air-filter', facts, '2024-06-01', 10)).toMatchObject({ covered: 'yes' })
  })
})

describe('the manufacturer’s terms', () => {
  const own = (more: Partial<WarrantyTerm>) =>
    WarrantyTerm.parse({
      code: 'own-repair',
      kind: 'repair',
      zh: '整车',
      en: 'whole car',
      brand: '长城',
      source: 'warranty handbook',
      ...more,
    })
  const withTerms = (...terms: WarrantyTerm[]) => ({ ...rules, terms })

  it('raise the law’s period, and stand beside its article', () => {
    const line = lineOf(
      REPAIR,
      carOf('2024-05-10'),
      '2027-05-11',
      90_000,
      withTerms(own({ months: 60, km: 150_000 })),
    )
    expect(line).toMatchObject({
      covered: 'yes',
      untilOn: '2029-05-10',
      untilKm: 150_000,
      by: [{ article: '18' }, { source: 'warranty handbook' }],
    })
  })

  it.each([
    [{ months: 60, km: 50_000 }, '2029-05-10', 60_000],
    [{ months: 24, km: 100_000 }, '2027-05-10', 100_000],
    [{ months: 24, km: 50_000 }, '2027-05-10', 60_000],
    [{ months: 60 }, '2029-05-10', undefined],
  ])('of %j nothing counts that is below the law: until %s or %s km', (term, untilOn, untilKm) => {
    const line = lineOf(REPAIR, carOf('2024-05-10'), '2024-06-01', 10, withTerms(own(term)))
    expect([line.untilOn, line.untilKm]).toEqual([untilOn, untilKm])
  })

  it('that raise nothing are not named among the rules', () => {
    const sourcesOf = (term: Partial<WarrantyTerm>) =>
      lineOf(REPAIR, carOf('2024-05-10'), '2024-06-01', 10, withTerms(own(term))).by.length
    expect(sourcesOf({ months: 36, km: 60_000 })).toBe(1)
    expect(sourcesOf({ months: 36, km: 60_001 })).toBe(2)
  })

  it('are those of the brand, the model and the day of the sale; the last that matches counts', () => {
    const terms = [
      own({ months: 48 }),
      own({ months: 60, soldFrom: day('2024-01-01') }),
      own({ months: 72, modelWords: ['坦克'] }),
      own({ months: 84, brand: '长安福特' }),
    ]
    const until = (facts: CoverageFacts) =>
      lineOf(REPAIR, facts, '2024-06-01', 10, withTerms(...terms)).untilOn
    expect(until(carOf('2023-12-31'))).toBe('2027-12-31')
    expect(until(carOf('2024-01-01', { brand: '哈弗' }))).toBe('2029-01-01')
    expect(until(carOf('2024-01-01', { model: '坦克300' }))).toBe('2030-01-01')
  })

  it('of batteries and motors count for new-energy cars; where nobody knows, that is said', () => {
    const at = (newEnergy: boolean | undefined, on = '2030-01-01') =>
      lineOf('traction-battery', carOf('2024-05-10', { newEnergy }), on, 100_000)
    expect(at(true)).toMatchObject({ covered: 'yes', untilOn: '2032-05-10', untilKm: 120_000 })
    expect(at(undefined)).toMatchObject({ covered: 'unknown', missing: ['new-energy'] })
    expect(at(undefined, '2032-05-11')).toMatchObject({ covered: 'no', reason: 'time-over' })
    expect(at(false)).toBeUndefined()
  })

  it('that nobody has checked say so', () => {
    expect(lineOf('tyre', carOf('2024-05-10'), '2024-06-01', 10).by).toMatchObject([{ unverified: true }])
    expect(lineOf(REPAIR, carOf('2024-05-10'), '2024-06-01', 10).by).toMatchObject([{ unverified: false }])
  })

  it('a new-energy plate tells the kind of car, any other tells nothing', () => {
    const of = (plate: string) => coverageFactsOf(vehicleOf('v', { plate: plate as never })).newEnergy
    expect([of('浙AD12345'), of('浙A12345')]).toEqual([true, undefined])
  })

  it('by default are well formed', () => {
    expect(defaultWarrantyTerms.map((term) => WarrantyTerm.parse(term))).toEqual(defaultWarrantyTerms)
  })
})

describe('laws of coverage', () => {
  const soldDays = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays(day('2014-01-01'), days))
  const rank = { yes: 2, unknown: 1, no: 0 }

  it('a later day or more kilometres never cover more', () => {
    fc.assert(
      fc.property(
        soldDays,
        fc.nat(1_500),
        fc.nat(1_500),
        fc.nat(130_000),
        fc.nat(130_000),
        (soldOn, days, more, km, moreKm) => {
          const at = (after: number, driven: number) =>
            coverageOf(carOf(soldOn, { newEnergy: true }), rules, addDays(soldOn, after), driven).lines
          const earlier = at(days, km)
          const later = at(days + more, km + moreKm)
          // A reading that nobody could have driven is doubted, and doubt is no loss of cover.
          fc.pre(km <= Math.max(1, days) * 1_500 && km + moreKm <= Math.max(1, days + more) * 1_500)
          earlier.forEach((line, index) => {
            expect(rank[later[index]!.covered]).toBeLessThanOrEqual(rank[line.covered])
          })
        },
      ),
    )
  })

  it('whoever knows less is never told yes instead of no, nor no instead of yes', () => {
    fc.assert(
      fc.property(soldDays, fc.nat(1_500), fc.nat(90_000), (soldOn, days, km) => {
        fc.pre(km <= Math.max(1, days) * 1_500)
        const on = addDays(soldOn, days)
        const told = coverageOf(carOf(soldOn), rules, on, km).lines
        const untold = coverageOf(carOf(soldOn), rules, on).lines
        untold.forEach((line, index) => {
          expect(line.covered === 'unknown' || line.covered === told[index]!.covered).toBe(true)
        })
      }),
    )
  })
})
