import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bulletinPeriods, isStillTold } from '../../../functions/follow-up-calls/bulletin-periods.ts'
import { addDays } from '../../../shared/domain/time.ts'
import { isWorkingDay } from '../../../shared/domain/working-days.ts'
import { day } from '../../support/builders.ts'

const last = (today: string, overrides: { date: string; working: boolean }[] = []) =>
  bulletinPeriods(
    day(today),
    overrides.map(({ date, working }) => ({ date: day(date), working })),
    6,
  ).at(-1)!

describe('the period of a bulletin', () => {
  it.each([
    // 1 January lies in it; the 4th is a Sunday on which is worked.
    ['2026-01-05', '2026-01-05', '2025-12-25', '2026-01-04'],
    ['2026-01-15', '2026-01-15', '2026-01-05', '2026-01-14'],
    // The 25th is a Sunday: it is told on Friday, and the weekend belongs to the next.
    ['2026-01-23', '2026-01-25', '2026-01-15', '2026-01-22'],
    ['2026-02-05', '2026-02-05', '2026-01-23', '2026-02-04'],
    // Spring Festival begins on the 15th; the Saturday before is made up for it.
    ['2026-02-14', '2026-02-15', '2026-02-05', '2026-02-13'],
    ['2026-02-25', '2026-02-25', '2026-02-14', '2026-02-24'],
    ['2026-03-05', '2026-03-05', '2026-02-25', '2026-03-04'],
    ['2028-03-03', '2028-03-05', '2028-02-25', '2028-03-02'],
    ['2026-04-30', '2026-05-05', '2026-04-24', '2026-04-29'],
    // Mid-Autumn is on the 25th, and then comes National Day: the 5th of October is told in September.
    ['2026-09-30', '2026-10-05', '2026-09-24', '2026-09-29'],
    ['2026-10-15', '2026-10-15', '2026-09-30', '2026-10-14'],
  ])('that is told on %s is named by %s and goes from %s to %s', (toldOn, named, from, until) => {
    expect(last(toldOn)).toEqual({ named, from, last: until, toldOn })
    expect(last(addDays(day(toldOn), -1)).named).not.toBe(named)
  })

  it('follows what the dealer says of a day', () => {
    const open = [{ date: '2026-11-15', working: true }]
    expect(last('2026-11-14').named).toBe('2026-11-15')
    expect(last('2026-11-14', open).named).toBe('2026-11-05')
    expect(last('2026-11-15', open)).toMatchObject({ from: '2026-11-05', last: '2026-11-14' })
  })

  it('is left out where a very long rest makes two of them one', () => {
    const closed = Array.from({ length: 16 }, (_, index) => ({
      date: addDays(day('2026-07-04'), index),
      working: false,
    }))
    expect(bulletinPeriods(day('2026-07-27'), closed, 3)).toMatchObject([
      { named: '2026-06-25', last: '2026-06-24' },
      { named: '2026-07-05', from: '2026-06-25', last: '2026-07-02' },
      { named: '2026-07-25', from: '2026-07-03' },
    ])
  })

  it('borders on the next: each day stands in one of them, and each is over and told on a working day', () => {
    const days = fc.nat(1095).map((offset) => addDays(day('2026-01-01'), offset))
    const overrides = fc.array(fc.record({ date: days, working: fc.boolean() }), { maxLength: 30 })
    fc.assert(
      fc.property(days, overrides, (today, said) => {
        const periods = bulletinPeriods(today, said, 6)
        expect(periods).toHaveLength(6)
        for (const [index, { from, last: until, toldOn, named }] of periods.entries()) {
          expect(from <= until && until < toldOn && toldOn <= named && toldOn <= today).toBe(true)
          expect(addDays(until, 1)).toBe(toldOn)
          expect(isWorkingDay(toldOn, said)).toBe(true)
          expect(periods[index + 1]?.from ?? toldOn).toBe(toldOn)
        }
      }),
    )
  })
})

describe('the bulletin of a period', () => {
  it.each([
    ['2026-11-24', false],
    ['2026-11-25', true],
    ['2026-12-02', true],
    ['2026-12-03', false],
  ])('is told from its day on for a week: %s %s', (today, told) => {
    const [period] = bulletinPeriods(day('2026-11-25'), [], 1)
    expect(isStillTold(period!, day(today))).toBe(told)
  })
})
