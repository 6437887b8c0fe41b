import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMinutes,
  addMonths,
  addSeconds,
  CalendarDate,
  dateIn,
  dayOfWeek,
  daysBetween,
  epochMilliseconds,
  fromEpochMilliseconds,
  Instant,
  instantAt,
  TimeOfDay,
  timeIn,
  Zone,
} from '../../../shared/domain/time.ts'
import { day, instant } from '../../support/builders.ts'

const zones = [
  'Asia/Shanghai',
  'America/New_York',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'UTC',
  'Asia/Kolkata',
]
const anyDate = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays(day('2000-01-01'), days))
const anyTime = fc.integer({ min: 0, max: 1439 }).map((minute) => {
  return TimeOfDay.parse(
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
  )
})

describe('calendar dates', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
  ])('%s plus %i months is %s', (from, months, to) => {
    expect(addMonths(day(from), months)).toBe(to)
  })

  it('count 29 February only in leap years', () => {
    expect(daysBetween(day('2028-02-28'), day('2028-03-01'))).toBe(2)
    expect(daysBetween(day('2027-02-28'), day('2027-03-01'))).toBe(1)
    expect(CalendarDate.safeParse('2027-02-29').success).toBe(false)
    expect(CalendarDate.safeParse('2028-02-29').success).toBe(true)
  })

  it('months never leave the month that they lead to', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 60 }), (date, months) => {
        const wanted = (Number(date.slice(5, 7)) - 1 + months) % 12
        expect(Number(addMonths(date, months).slice(5, 7)) - 1).toBe(wanted)
      }),
    )
  })

  it('days there and back are the same day', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
        expect(addDays(addDays(date, days), -days)).toBe(date)
        expect(daysBetween(date, addDays(date, days))).toBe(days)
      }),
    )
  })

  it('have the weekday of the almanac', () => {
    expect(dayOfWeek(day('2026-11-23'))).toBe(1)
    expect(dayOfWeek(day('2026-11-29'))).toBe(7)
    expect(dayOfWeek(day('2024-02-29'))).toBe(4)
  })
})

describe('instants', () => {
  it('of a local time show that date and time on that wall', () => {
    fc.assert(
      fc.property(anyDate, anyTime, fc.constantFrom(...zones), (date, time, zone) => {
        const there = instantAt(date, time, zone)
        const shown = `${dateIn(there, zone)} ${timeIn(there, zone)}`
        // A time that the clocks skip, or Apia's skipped day, is shown later.
        expect(shown >= `${date} ${time}`).toBe(true)
        if (zone === 'Asia/Shanghai' || zone === 'UTC') expect(shown).toBe(`${date} ${time}`)
      }),
      { numRuns: 500 },
    )
  })

  it('of a skipped hour and of a skipped day move forward', () => {
    const newYork = 'America/New_York'
    expect(timeIn(instantAt(day('2026-03-08'), '02:30', newYork), newYork)).toBe('03:30')
    expect(dateIn(instantAt(day('2011-12-30'), '09:00', 'Pacific/Apia'), 'Pacific/Apia')).toBe('2011-12-31')
  })

  it('of an hour that comes twice are the first', () => {
    expect(instantAt(day('2026-11-01'), '01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z')
  })

  it('sort as text as they do in time', () => {
    const milliseconds = fc.integer({ min: 0, max: 4_000_000_000_000 })
    fc.assert(
      fc.property(milliseconds, milliseconds, (a, b) => {
        expect(fromEpochMilliseconds(a) < fromEpochMilliseconds(b)).toBe(a < b)
        expect(epochMilliseconds(fromEpochMilliseconds(a))).toBe(a)
      }),
    )
  })

  it('add minutes and seconds of real time', () => {
    expect(addMinutes(instant('2026-12-31T23:59:00.000Z'), 2)).toBe('2027-01-01T00:01:00.000Z')
    expect(addSeconds(instant('2026-12-31T23:59:59.500Z'), 0.25)).toBe('2026-12-31T23:59:59.750Z')
  })

  it('are only those with milliseconds and Z: anything else would not sort', () => {
    for (const text of [
      '2026-11-23T01:00:00Z',
      '2026-11-23T01:00:00.000+08:00',
      '2026-11-23 01:00',
      '2026-02-30T01:00:00.000Z',
    ]) {
      expect(Instant.safeParse(text).success).toBe(false)
    }
    expect(Instant.safeParse('2026-11-23T01:00:00.000Z').success).toBe(true)
  })
})

describe('zones and times of day', () => {
  it('are those that exist', () => {
    expect(Zone.safeParse('Asia/Shanghai').success).toBe(true)
    expect(Zone.safeParse('Asia/Atlantis').success).toBe(false)
    expect(['00:00', '23:59'].every((time) => TimeOfDay.safeParse(time).success)).toBe(true)
    expect(['24:00', '9:00', '12:60'].some((time) => TimeOfDay.safeParse(time).success)).toBe(false)
  })
})
