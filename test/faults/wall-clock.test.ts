import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addDays, addMonths, dateIn, instantAt, timeIn } from '../../shared/domain/time.ts'
import { day } from '../support/builders.ts'
import { instantOf, plusDays, plusMonths, soldSixMonthsBefore, wallClock } from './wall-clock.ts'

/* The oracle's calendar and the product's are written apart: where they agree, neither is likely to be wrong. */

const dates = fc.integer({ min: 0, max: 4000 }).map((days) => plusDays('2024-01-01', days))
const times = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const zones = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'UTC')

it('a local time is the same instant in both calendars, also when the clocks change', () => {
  fc.assert(
    fc.property(dates, times, zones, (date, time, zone) => {
      expect(instantOf(date, time, zone)).toBe(Date.parse(instantAt(day(date), time, zone)))
    }),
    { numRuns: 2000 },
  )
  for (const [date, time, zone] of [
    ['2027-03-28', '02:30', 'Europe/Berlin'],
    ['2027-10-31', '02:30', 'Europe/Berlin'],
    ['2028-03-12', '02:15', 'America/New_York'],
    ['2027-11-07', '01:30', 'America/New_York'],
  ] as const)
    expect(instantOf(date, time, zone)).toBe(Date.parse(instantAt(day(date), time, zone)))
})

it('an instant shows the same date and time on both walls', () => {
  fc.assert(
    fc.property(dates, times, zones, zones, (date, time, zone, other) => {
      const instant = instantAt(day(date), time, zone)
      expect(wallClock(Date.parse(instant), other)).toEqual({
        date: dateIn(instant, other),
        time: timeIn(instant, other),
      })
    }),
  )
})

it('days and months later are the same days in both calendars', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: -40, max: 40 }), (date, count) => {
      expect(plusDays(date, count)).toBe(addDays(day(date), count))
      expect(plusMonths(date, count)).toBe(addMonths(day(date), count))
    }),
  )
})

it('a day sold six months before a day is one, and only days that no month leads to have none', () => {
  fc.assert(
    fc.property(dates, (date) => {
      const sold = soldSixMonthsBefore(date)
      if (sold === undefined) expect(Number(date.slice(8))).toBeGreaterThan(28)
      else expect(addMonths(day(sold), 6)).toBe(date)
    }),
  )
})
