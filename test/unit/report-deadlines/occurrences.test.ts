import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dutyCatalogue } from '../../../functions/report-deadlines/catalogue.ts'
import { occurrencesOf } from '../../../shared/domain/recurrence/occurrences.ts'
import type { DutyRule } from '../../../shared/domain/duty.ts'
import { addDays, type CalendarDate } from '../../../shared/domain/time.ts'
import { day } from '../../support/builders.ts'
import { independently } from './another-library.ts'

const threeYears = { from: day('2026-01-01'), until: day('2028-12-31') }
const shanghai = { zone: 'Asia/Shanghai', workingDayOverrides: [] }
const berlin = { zone: 'Europe/Berlin', workingDayOverrides: [] }

const dutyOf = (code: string, more: Partial<DutyRule> = {}): DutyRule => ({
  ...dutyCatalogue.find((duty) => duty.code === code)!,
  ...more,
})

const monthly = (rrule: string, more: Partial<DutyRule> = {}): DutyRule =>
  dutyOf('service-monthly-report', { rrule, ...more })

const dueOn = (duty: DutyRule, from: string, until: string) =>
  occurrencesOf(duty, { from: day(from), until: day(until) }, shanghai).map((each) => each.dueOn)

describe('three years of the catalogue', () => {
  it('are those of 69 duties', () => {
    expect(dutyCatalogue).toHaveLength(69)
    expect(new Set(dutyCatalogue.map(({ code }) => code)).size).toBe(69)
  })

  it.each(dutyCatalogue.map((duty) => [duty.code, duty] as const))(
    '%s is owed when another library says, in both zones',
    (_, duty) => {
      for (const place of [shanghai, berlin]) {
        const found = occurrencesOf({ ...duty, shift: 'none' }, threeYears, place)
        expect(found.length).toBeGreaterThan(2)
        expect(found.map(({ dueAt }) => dueAt)).toEqual(independently(duty, place.zone, threeYears))
      }
    },
  )

  it('come out the same, whatever pieces they are asked for in', () => {
    const someDay = fc.integer({ min: 0, max: 1095 }).map((days) => addDays(threeYears.from, days))
    fc.assert(
      fc.property(fc.constantFrom(...dutyCatalogue), fc.array(someDay, { maxLength: 6 }), (duty, cuts) => {
        const begins = [...new Set([threeYears.from, ...cuts])].sort()
        const ends = [...begins.slice(1).map((begin) => addDays(begin, -1)), threeYears.until]
        const pieces = begins.flatMap((from, index) =>
          occurrencesOf(duty, { from, until: ends[index]! }, shanghai),
        )
        expect(pieces).toEqual(occurrencesOf(duty, threeYears, shanghai))
      }),
      { numRuns: 40 },
    )
  })
})

describe('days that not every month has', () => {
  it('“by the 30th” is the last day of February, in a leap year too', () => {
    const duty = dutyOf('order-calendar-announcement', { shift: 'none' })
    expect(dueOn(duty, '2027-02-01', '2027-02-28')).toEqual(['2027-02-28'])
    expect(dueOn(duty, '2028-02-01', '2028-03-31')).toEqual(['2028-02-29', '2028-03-30'])
  })

  it('month ends are counted from the end', () => {
    expect(dueOn(dutyOf('front-desk-appraisal-data'), '2026-01-30', '2026-04-30')).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ])
  })

  it('first and second Tuesdays, as the month begins', () => {
    expect(dueOn(dutyOf('front-desk-training'), '2026-09-01', '2026-10-31')).toEqual([
      '2026-09-01',
      '2026-09-08',
      '2026-10-06',
      '2026-10-13',
    ])
  })

  it('every second month is counted from the first stocktake', () => {
    const duty = dutyOf('parts-stocktake')
    expect(dueOn(duty, '2027-12-01', '2028-02-29')).toEqual(['2028-01-27'])
    expect(dueOn(duty, '2025-01-01', '2026-01-26')).toEqual([])
  })
})

describe('a day that is no working day', () => {
  // 2026: 15 to 23 February are days off, 14 and 28 February (Saturdays) are worked; source: the State Council's notice.
  const inFestival = monthly('FREQ=MONTHLY;BYMONTHDAY=17')
  const february = ['2026-02-01', '2026-02-28'] as const

  it.each([
    ['none', ['2026-02-17']],
    ['earlier', ['2026-02-14']],
    ['later', ['2026-02-24']],
    ['skip', []],
  ] as const)('with shift %s is owed on %s', (shift, days) => {
    expect(dueOn({ ...inFestival, shift }, ...february)).toEqual(days)
  })

  it('a make-up Saturday is worked, so nothing is shifted', () => {
    const saturday = monthly('FREQ=MONTHLY;BYMONTHDAY=28', { shift: 'earlier' })
    expect(dueOn(saturday, ...february)).toEqual(['2026-02-28'])
    expect(dueOn({ ...saturday, shift: 'skip' }, ...february)).toEqual(['2026-02-28'])
  })

  it('keeps its name when it is shifted, also into another month', () => {
    const mayDay = monthly('FREQ=MONTHLY;BYMONTHDAY=1', { shift: 'earlier' })
    expect(occurrencesOf(mayDay, { from: day('2026-05-01'), until: day('2026-05-01') }, shanghai)).toEqual([
      {
        occurrence: '2026-05-01T18:00',
        dueOn: '2026-04-30',
        dueAt: '2026-04-30T10:00:00.000Z',
        calendarMissing: false,
      },
    ])
  })

  it('follows the dealer’s own word before the calendar’s', () => {
    const place = { ...shanghai, workingDayOverrides: [{ date: day('2026-02-16'), working: true }] }
    const days = { from: day('2026-02-17'), until: day('2026-02-17') }
    expect(occurrencesOf({ ...inFestival, shift: 'earlier' }, days, place)[0]?.dueOn).toBe('2026-02-16')
  })
})

describe('a year without a calendar', () => {
  const far: { from: CalendarDate; until: CalendarDate } = {
    from: day('2039-10-05'),
    until: day('2039-10-05'),
  }
  const duty = monthly('FREQ=MONTHLY;BYMONTHDAY=5', { shift: 'earlier' })

  it('is said of each day that a shift has asked it for', () => {
    expect(occurrencesOf(duty, far, shanghai)).toMatchObject([{ dueOn: '2039-10-05', calendarMissing: true }])
    expect(occurrencesOf({ ...duty, shift: 'none' }, far, shanghai)).toMatchObject([
      { calendarMissing: false },
    ])
  })

  it('but not where the dealer has said what the day is', () => {
    const place = { ...shanghai, workingDayOverrides: [{ date: day('2039-10-05'), working: true }] }
    expect(occurrencesOf(duty, far, place)).toMatchObject([{ calendarMissing: false }])
  })
})

it('a moment that a change of the clocks skips moves forward', () => {
  const night = monthly('FREQ=DAILY', { dueTime: '02:30' })
  const days = { from: day('2026-03-29'), until: day('2026-03-29') }
  expect(occurrencesOf(night, days, berlin)).toMatchObject([
    { occurrence: '2026-03-29T02:30', dueAt: '2026-03-29T01:30:00.000Z' },
  ])
})
