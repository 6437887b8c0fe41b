import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarText } from '../../../functions/report-deadlines/calendar-text.ts'
import { owedOn } from '../../../functions/report-deadlines/owed-days.ts'
import { withNamedDays, withoutNamedDays, type NamedDays } from '../../../shared/domain/named-days.ts'
import { occurrencesOf } from '../../../shared/domain/recurrence/occurrences.ts'
import { addDays, addSeconds, type Instant } from '../../../shared/domain/time.ts'
import { openingHoursOf } from '../../../shared/domain/working-time.ts'
import { nextOwed, owedAs } from '../../../shared/due/plans/duty-occurrences.ts'
import { day, dealerOf, dutyOf, local } from '../../support/builders.ts'
import { noticeOf } from '../../support/notice-builders.ts'

const place = openingHoursOf(dealerOf())
const duty = dutyOf('stock-orders', {
  rrule: 'FREQ=MONTHLY;BYMONTHDAY=3,13,23',
  dueTime: '16:00',
  shift: 'none',
})
const year = { from: day('2026-11-01'), until: day('2027-04-30') }
const [first, second] = ['first', 'second'].map((name) => noticeOf(name).noticeId)
const owed = (namedDays: readonly NamedDays[]) =>
  occurrencesOf({ ...duty, namedDays: [...namedDays] }, year, place)
const days = (namedDays: readonly NamedDays[], month: string) =>
  owed(namedDays).flatMap(({ dueOn }) => (dueOn.startsWith(month) ? [dueOn.slice(8)] : []))
const named = (text: string, at: string, noticeId = first!, before: readonly NamedDays[] = []) =>
  withNamedDays(
    before,
    text.split(' ').map((each) => day(each)),
    { noticeId, at: local(at) },
  )

const anyDay = fc.integer({ min: 0, max: 180 }).map((days) => addDays(year.from, days))
const anyMoment = fc
  .integer({ min: 0, max: 180 * 86_400 })
  .map((seconds) => addSeconds(local('2026-11-01 00:00'), seconds))
const anyCalendar = fc.record({ days: fc.array(anyDay, { minLength: 1, maxLength: 12 }), at: anyMoment })

describe('days that a manufacturer has named', () => {
  it('replace those of the rule in their month, and in no other', () => {
    const naming = named('2026-12-01 2026-12-11 2026-12-21', '2026-11-23 10:00')
    expect(days(naming, '2026-12')).toEqual(['01', '11', '21'])
    expect(days(naming, '2026-11')).toEqual(['03', '13', '23'])
    expect(days(naming, '2027-01')).toEqual(['03', '13', '23'])
  })

  it('count from when they are known: what was due by then was owed as it was, whatever any calendars say', () => {
    fc.assert(
      fc.property(fc.array(anyCalendar, { maxLength: 4 }), (calendars) => {
        const inOrder = calendars.sort((a, b) => (a.at < b.at ? -1 : 1))
        let naming: NamedDays[] = []
        let before = owed(naming)
        for (const { days: on, at } of inOrder) {
          naming = withNamedDays(naming, on, { noticeId: first!, at })
          const months = new Set(on.map((each) => each.slice(0, 7)))
          const after = owed(naming)
          const until = (moment: Instant) => (each: { dueAt: Instant }) => each.dueAt <= moment
          expect(after.filter(until(at))).toEqual(before.filter(until(at)))
          const later = after.filter(({ dueAt }) => dueAt > at)
          const ofMonths = later.filter(({ dueOn }) => months.has(dueOn.slice(0, 7)))
          expect(ofMonths.map(({ dueOn }) => dueOn)).toEqual(
            [...new Set(on)].sort().filter((each) => local(`${each} 16:00`) > at),
          )
          expect(later.filter((each) => !ofMonths.includes(each))).toEqual(
            before.filter(({ dueAt, dueOn }) => dueAt > at && !months.has(dueOn.slice(0, 7))),
          )
          before = after
        }
      }),
    )
  })

  it('are owed again as the rule has them once they are taken back, from then on', () => {
    fc.assert(
      fc.property(anyCalendar, anyMoment, (calendar, back) => {
        fc.pre(back > calendar.at)
        const naming = withNamedDays([], calendar.days, { noticeId: first!, at: calendar.at })
        const after = owed(withoutNamedDays(naming, { noticeId: first!, at: back }))
        const later = ({ dueAt }: { dueAt: Instant }) => dueAt > back
        expect(after.filter(later)).toEqual(owed([]).filter(later))
        expect(after.filter((each) => !later(each))).toEqual(owed(naming).filter((each) => !later(each)))
      }),
    )
  })

  it('give way to a corrected calendar, and come back when that is taken back', () => {
    const one = named('2026-12-01 2026-12-11', '2026-11-23 10:00')
    const two = named('2026-12-02 2026-12-12', '2026-11-24 10:00', second, one)
    expect(days(two, '2026-12')).toEqual(['02', '12'])
    const back = withoutNamedDays(two, { noticeId: second!, at: local('2026-11-25 10:00') })
    expect(days(back, '2026-12')).toEqual(['01', '11'])
    const none = withoutNamedDays(back, { noticeId: first!, at: local('2026-11-26 10:00') })
    expect(days(none, '2026-12')).toEqual(['03', '13', '23'])
  })

  it('never come back once they were taken back themselves', () => {
    const one = named('2026-12-01', '2026-11-23 10:00')
    const two = named('2026-12-02', '2026-11-24 10:00', second, one)
    const without = withoutNamedDays(two, { noticeId: first!, at: local('2026-11-25 10:00') })
    expect(days(without, '2026-12')).toEqual(['02'])
    const none = withoutNamedDays(without, { noticeId: second!, at: local('2026-11-26 10:00') })
    expect(days(none, '2026-12')).toEqual(['03', '13', '23'])
  })

  it('are those of each manufacturer: one’s calendar leaves the days of another, and takes back only its own', () => {
    const of = (
      manufacturer: string,
      text: string,
      at: string,
      noticeId: string,
      before: readonly NamedDays[],
    ) =>
      withNamedDays(
        before,
        text.split(' ').map((each) => day(each)),
        { noticeId, manufacturer, at: local(at) },
      )
    const one = of('长城', '2026-12-01 2026-12-11', '2026-11-23 10:00', first!, [])
    const both = of('东风日产', '2026-12-05 2026-12-11', '2026-11-24 10:00', second!, one)
    expect(days(both, '2026-12')).toEqual(['01', '05', '11'])
    const back = withoutNamedDays(both, { noticeId: first!, at: local('2026-11-25 10:00') })
    expect(days(back, '2026-12')).toEqual(['05', '11'])
    const none = withoutNamedDays(back, { noticeId: second!, at: local('2026-11-26 10:00') })
    expect(days(none, '2026-12')).toEqual(['03', '13', '23'])
  })

  it('are named once, however often the same notice names them', () => {
    const one = named('2026-12-01', '2026-11-23 10:00')
    expect(named('2026-12-01', '2026-11-24 10:00', first, one)).toEqual(one)
  })

  it('are those that wait: the next occurrence is the one that they name', () => {
    const withDays = { ...duty, namedDays: named('2026-12-01 2026-12-30', '2026-11-23 10:00') }
    expect(nextOwed(withDays, '2026-11-23T16:00', place)?.occurrence).toBe('2026-12-01T16:00')
    expect(nextOwed(withDays, '2026-12-01T16:00', place)?.occurrence).toBe('2026-12-30T16:00')
    expect(owedAs(withDays, '2026-12-13T16:00', place)).toBeUndefined()
  })

  it('stand in the calendar and in the feeds in the place of those of the rule', () => {
    const withDays = { ...duty, namedDays: named('2026-12-01 2026-12-11', '2026-11-23 10:00') }
    const days = { from: day('2026-12-01'), until: day('2026-12-31') }
    const found = owedOn([withDays], [], days, place)
    expect(found.map(({ dueOn }) => dueOn)).toEqual(['2026-12-01', '2026-12-11'])
    const feed = calendarText('配件计划员', dealerOf(), found)
    expect(feed.match(/DTSTART:\S+/g)).toEqual(['DTSTART:20261201T080000Z', 'DTSTART:20261211T080000Z'])
  })

  it('stay on a day off: the manufacturer takes orders on that day', () => {
    const sunday = { ...duty, shift: 'skip' as const, namedDays: named('2026-12-13', '2026-11-23 10:00') }
    expect(occurrencesOf(sunday, year, place).map(({ dueOn }) => dueOn)).toContain('2026-12-13')
  })
})
