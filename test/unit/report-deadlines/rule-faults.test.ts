import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dutyCatalogue } from '../../../functions/report-deadlines/catalogue.ts'
import { occurrencesOf } from '../../../shared/domain/recurrence/occurrences.ts'
import { ruleFaults, type TimeRule } from '../../../functions/report-deadlines/rule-faults.ts'
import { addDays, type CalendarDate } from '../../../shared/domain/time.ts'
import { fieldReasons } from '../../../shared/runtime/problems.ts'
import { day } from '../../support/builders.ts'
import { independently } from './another-library.ts'

const today = day('2026-11-23')
const shanghai = { zone: 'Asia/Shanghai', workingDayOverrides: [] }
const ruled = (rrule: string, more: Partial<TimeRule> = {}): TimeRule => ({
  rrule,
  dueTime: '17:00',
  shift: 'none',
  ...more,
})
const hourly = (rrule: string, more: Partial<TimeRule> = {}): TimeRule => ({ rrule, shift: 'none', ...more })
const faultsOf = (rule: TimeRule) =>
  ruleFaults(rule, today, shanghai).map(({ field, reason }) => `${field} ${reason}`)
const dtstart = day('2026-01-27')

describe('a rule that somebody types', () => {
  it.each(dutyCatalogue.map((duty) => [duty.code, duty] as const))('may be that of %s', (_, duty) => {
    expect(faultsOf(duty)).toEqual([])
  })

  it.each([
    ['every day', ruled('FREQ=DAILY')],
    ['every second week', ruled('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', { dtstart })],
    ['its first day alone saying which', ruled('FREQ=MONTHLY', { dtstart })],
    ['29 February', ruled('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29')],
    ['the 100th day', ruled('FREQ=YEARLY;BYYEARDAY=100,-1')],
    ['the last working day', ruled('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1')],
    ['the last Friday of a quarter', ruled('FREQ=YEARLY;BYMONTH=3,6,9,12;BYDAY=-1FR')],
    [
      'every hour of the day',
      hourly(
        `FREQ=DAILY;BYHOUR=${Array.from({ length: 24 })
          .map((_, h) => h)
          .join()}`,
      ),
    ],
    ['half hours', hourly('FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,30')],
  ])('may name %s', (_, rule) => {
    expect(faultsOf(rule)).toEqual([])
  })

  it.each([
    ['no rule', ruled('every day'), ['rrule rule-unreadable']],
    ['no frequency', ruled('BYDAY=MO'), ['rrule rule-unreadable']],
    ['a part twice', ruled('FREQ=DAILY;FREQ=WEEKLY'), ['rrule rule-unreadable']],
    ['a value twice', ruled('FREQ=MONTHLY;BYMONTHDAY=5,5'), ['rrule rule-unreadable']],
    ['an empty part', ruled('FREQ=DAILY;'), ['rrule rule-unreadable']],
    ['a part that there is not', ruled('FREQ=DAILY;BYMOON=1'), ['rrule rule-unreadable']],
    ['day 32', ruled('FREQ=MONTHLY;BYMONTHDAY=32'), ['rrule rule-unreadable']],
    ['day 0', ruled('FREQ=MONTHLY;BYMONTHDAY=0'), ['rrule rule-unreadable']],
    ['hour 24', hourly('FREQ=DAILY;BYHOUR=24'), ['rrule rule-unreadable']],
    ['an interval of 0', ruled('FREQ=DAILY;INTERVAL=0'), ['rrule rule-unreadable']],
    ['a second rule', ruled('FREQ=DAILY\nRRULE:FREQ=WEEKLY'), ['rrule rule-unreadable']],
    ['every hour by its frequency', ruled('FREQ=HOURLY'), ['rrule rule-frequency']],
    ['a count', ruled('FREQ=DAILY;COUNT=3'), ['rrule rule-part-not-allowed']],
    ['an end', ruled('FREQ=DAILY;UNTIL=20271231'), ['rrule rule-part-not-allowed']],
    ['seconds', ruled('FREQ=DAILY;BYSECOND=1'), ['rrule rule-part-not-allowed']],
    ['weeks by number', ruled('FREQ=YEARLY;BYWEEKNO=20'), ['rrule rule-part-not-allowed']],
    ['its own zone', ruled('FREQ=DAILY;TZID=Europe/Berlin'), ['rrule rule-unreadable']],
    ['days of the month in a week', ruled('FREQ=WEEKLY;BYMONTHDAY=5'), ['rrule rule-parts-clash']],
    ['the first Monday of a week', ruled('FREQ=WEEKLY;BYDAY=1MO'), ['rrule rule-parts-clash']],
    ['the sixth Monday of a month', ruled('FREQ=MONTHLY;BYDAY=6MO'), ['rrule rule-parts-clash']],
    ['a pick of nothing', ruled('FREQ=MONTHLY;BYSETPOS=1', { dtstart }), ['rrule rule-parts-clash']],
    ['a pick of a week', ruled('FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1'), ['rrule rule-parts-clash']],
    ['days of the year in a month', ruled('FREQ=MONTHLY;BYYEARDAY=5'), ['rrule rule-parts-clash']],
    ['some day of the week', ruled('FREQ=WEEKLY'), ['rrule rule-names-no-day']],
    ['some day of the month', ruled('FREQ=MONTHLY'), ['rrule rule-names-no-day']],
    ['some day of a month', ruled('FREQ=YEARLY;BYMONTH=3'), ['rrule rule-names-no-day']],
    ['a day of some month', ruled('FREQ=YEARLY;BYMONTHDAY=3'), ['rrule rule-names-no-day']],
    [
      'every second day of nobody knows which',
      ruled('FREQ=DAILY;INTERVAL=2'),
      ['dtstart interval-without-start'],
    ],
    ['no time', hourly('FREQ=DAILY'), ['dueTime due-time-or-hours']],
    ['two kinds of time', ruled('FREQ=DAILY;BYHOUR=9'), ['dueTime due-time-or-hours']],
    ['minutes of no hour', ruled('FREQ=DAILY;BYMINUTE=30'), ['dueTime due-time-or-hours']],
    ['neither day nor time', hourly('FREQ=WEEKLY'), ['rrule rule-names-no-day', 'dueTime due-time-or-hours']],
    [
      '25 times a day',
      hourly('FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40'),
      ['rrule rule-too-often'],
    ],
    ['30 February', ruled('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'), ['rrule rule-never-owed']],
    ['30 February, day by day', ruled('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'), ['rrule rule-never-owed']],
    ['the second of one day', ruled('FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2'), ['rrule rule-never-owed']],
    [
      '29 February of odd years',
      ruled('FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29', { dtstart: day('2025-01-01') }),
      ['rrule rule-never-owed'],
    ],
    [
      'Tuesdays in steps of a week from a Wednesday',
      ruled('FREQ=DAILY;INTERVAL=7;BYDAY=TU', { dtstart: day('2026-11-25') }),
      ['rrule rule-never-owed'],
    ],
    [
      'a National Day on a Sunday, but not on days off',
      ruled('FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1;BYDAY=SU', { shift: 'skip' }),
      ['rrule rule-never-owed'],
    ],
  ])('may not have %s', (_, rule, faults) => {
    expect(faultsOf(rule)).toEqual(faults)
  })
})

const some = <Value>(values: readonly Value[], most: number) =>
  fc.subarray([...values], { minLength: 1, maxLength: most })
const upTo = (most: number) => Array.from({ length: most }, (_, index) => index + 1)
const either = (most: number) => [...upTo(most), ...upTo(most).map((each) => -each)]
const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const numbered = days.flatMap((name) => [1, 2, 4, 5, -1, -2].map((week) => `${String(week)}${name}`))

interface Typed {
  readonly parts: Readonly<Record<string, unknown>>
  readonly dtstart?: CalendarDate
  readonly dueTime?: string
}

const asRule = ({ parts, dtstart: first, dueTime }: Typed): TimeRule => ({
  rrule: Object.entries(parts)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(';'),
  shift: 'none',
  ...(first === undefined ? {} : { dtstart: first }),
  ...(dueTime === undefined ? {} : { dueTime }),
})

const months = some(upTo(12), 4)
const monthDays = some(either(31), 4)
const positions = some([1, 2, 3, -1, -2], 2)
const begun = fc.integer({ min: 0, max: 800 }).map((later) => addDays(day('2026-01-01'), later))
const lawful = { requiredKeys: ['FREQ'] as 'FREQ'[] }
const withFrequency = fc.oneof(
  fc.record(
    { FREQ: fc.constant('DAILY'), BYMONTH: months, BYMONTHDAY: monthDays, BYDAY: some(days, 5) },
    lawful,
  ),
  fc.record(
    { FREQ: fc.constant('WEEKLY'), BYDAY: some(days, 5), BYMONTH: months, WKST: fc.constantFrom(...days) },
    lawful,
  ),
  fc.record(
    { FREQ: fc.constant('MONTHLY'), BYMONTHDAY: monthDays, BYMONTH: months, BYDAY: some(days, 5) },
    lawful,
  ),
  fc.record({ FREQ: fc.constant('MONTHLY'), BYDAY: some(numbered, 3), BYMONTH: months }),
  fc.record({ FREQ: fc.constant('MONTHLY'), BYDAY: some(days, 5), BYSETPOS: positions }),
  fc.record({ FREQ: fc.constant('MONTHLY'), BYMONTHDAY: monthDays, BYSETPOS: positions }),
  fc.record(
    { FREQ: fc.constant('YEARLY'), BYMONTH: months, BYMONTHDAY: monthDays, BYDAY: some(days, 5) },
    lawful,
  ),
  fc.record(
    { FREQ: fc.constant('YEARLY'), BYDAY: some(numbered, 3), BYMONTH: months },
    { requiredKeys: ['FREQ', 'BYDAY'] },
  ),
  fc.record({ FREQ: fc.constant('YEARLY'), BYYEARDAY: some(either(366), 3) }),
)
const timed = fc.oneof(
  fc.constantFrom('08:30', '17:45').map((dueTime) => ({ dueTime })),
  fc.record(
    { BYHOUR: some([8, 9, 12, 17, 18], 3), BYMINUTE: some([0, 15, 30], 2) },
    { requiredKeys: ['BYHOUR'] },
  ),
)
const counted = fc.option(
  fc.record({ INTERVAL: fc.integer({ min: 1, max: 5 }), dtstart: begun }, { requiredKeys: ['dtstart'] }),
  { nil: {} },
)
/** What people may put together, lawful for the most part. */
const anyRule = fc.tuple(withFrequency, timed, counted).map(([parts, time, count]) => {
  const { dueTime, ...byTime } = { dueTime: undefined, ...time }
  const { dtstart: first, ...byInterval } = { dtstart: undefined, ...count }
  return asRule({
    parts: { ...parts, ...byInterval, ...byTime },
    ...(first === undefined ? {} : { dtstart: first }),
    ...(dueTime === undefined ? {} : { dueTime }),
  })
})

describe('any rule that is taken', () => {
  const window = { from: day('2026-11-23'), until: day('2029-01-15') }
  const taken = (rule: TimeRule) => ruleFaults(rule, today, shanghai).length === 0

  it('is owed when another library says', () => {
    let compared = 0
    fc.assert(
      fc.property(anyRule, (rule) => {
        if (!taken(rule)) return
        compared += 1
        const found = occurrencesOf(rule, window, shanghai).map(({ dueAt }) => dueAt)
        expect(found).toEqual(independently(rule, shanghai.zone, window))
      }),
      { numRuns: 150 },
    )
    expect(compared).toBeGreaterThan(60)
  })

  it('is owed within eight years, and at most 24 times a day', () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        if (!taken(rule)) return
        const first = rule.dtstart !== undefined && rule.dtstart > today ? rule.dtstart : today
        const found = occurrencesOf(rule, { from: first, until: addDays(first, 8 * 366) }, shanghai)
        expect(found.length).toBeGreaterThan(0)
        for (const [, ofDay] of Map.groupBy(found, ({ dueOn }) => dueOn))
          expect(ofDay.length).toBeLessThanOrEqual(24)
      }),
      { numRuns: 40 },
    )
  })

  it('is refused with words in both languages, whatever is typed', () => {
    const typed = fc.oneof(
      anyRule,
      fc.string({ maxLength: 200 }).map((text) => ruled(text)),
    )
    fc.assert(
      fc.property(typed, (rule) => {
        for (const { reason } of ruleFaults(rule, today, shanghai)) {
          expect(fieldReasons[reason].zh).toMatch(/\p{Script=Han}/u)
          expect(fieldReasons[reason].en).toMatch(/^[\x20-\x7e]+$/)
        }
      }),
      { numRuns: 60 },
    )
  })
})
