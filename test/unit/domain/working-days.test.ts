import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { addDays, dayOfWeek } from '../../../shared/domain/time.ts'
import { isCalendarKnown, isWorkingDay, workingDayFrom } from '../../../shared/domain/working-days.ts'
import { day } from '../../support/builders.ts'

const days = (from: string, count: number) =>
  Array.from({ length: count }, (_, index) => addDays(day(from), index))

describe('working days of 2026 (State Council notice)', () => {
  it('none is in the week of National Day nor in the Spring Festival', () => {
    expect(days('2026-10-01', 7).filter((date) => isWorkingDay(date))).toEqual([])
    expect(days('2026-02-15', 9).filter((date) => isWorkingDay(date))).toEqual([])
  })

  it.each(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'])(
    '%s is worked, although a weekend',
    (date) => {
      expect(dayOfWeek(day(date))).toBeGreaterThan(5)
      expect(isWorkingDay(day(date))).toBe(true)
    },
  )

  it.each(['2026-01-01', '2026-04-06', '2026-05-01', '2026-06-19', '2026-09-25'])(
    '%s is off, although Monday to Friday',
    (date) => {
      expect(dayOfWeek(day(date))).toBeLessThan(6)
      expect(isWorkingDay(day(date))).toBe(false)
    },
  )

  it('every other day follows the week', () => {
    const week = [true, true, true, true, true, false, false]
    expect(days('2026-11-16', 14).map((date) => isWorkingDay(date))).toEqual([...week, ...week])
  })
})

describe('a dealer’s own calendar', () => {
  const overrides = [
    { date: day('2026-10-01'), working: true },
    { date: day('2026-11-23'), working: false },
  ]
  it('stands above the notice, on its days only', () => {
    expect(isWorkingDay(day('2026-10-01'), overrides)).toBe(true)
    expect(isWorkingDay(day('2026-10-02'), overrides)).toBe(false)
    expect(isWorkingDay(day('2026-11-23'), overrides)).toBe(false)
  })

  it('moves the next working day', () => {
    expect(workingDayFrom(day('2026-11-21'), overrides)).toBe('2026-11-24')
    expect(workingDayFrom(day('2026-10-01'), overrides)).toBe('2026-10-01')
  })
})

describe('the next working day', () => {
  it('is the day itself, or the first after days off', () => {
    expect(workingDayFrom(day('2026-11-23'))).toBe('2026-11-23')
    expect(workingDayFrom(day('2026-10-01'))).toBe('2026-10-08')
    expect(workingDayFrom(day('2026-02-15'))).toBe('2026-02-24')
  })

  it('of a dealer who is closed for good is the day itself: the search ends', () => {
    const closed = days('2026-11-01', 60).map((date) => ({ date, working: false }))
    expect(workingDayFrom(day('2026-11-02'), closed)).toBe('2026-11-02')
  })
})

describe('the calendar', () => {
  it('is known for 2026 and for no year without a notice', () => {
    expect([2024, 2025, 2026].map(isCalendarKnown)).toEqual([true, true, true])
    expect([2027, 2028].map(isCalendarKnown)).toEqual([false, false])
    // National Day of 2033 is a Saturday: off, and yet not known.
    expect(isWorkingDay(day('2033-10-01'))).toBe(false)
    expect(isCalendarKnown(2033)).toBe(false)
  })

  it('is the same on machines in any zone', () => {
    const program = `
      import { isWorkingDay, isCalendarKnown } from ${JSON.stringify(new URL('../../../shared/domain/working-days.ts', import.meta.url).href)}
      import { addDays } from ${JSON.stringify(new URL('../../../shared/domain/time.ts', import.meta.url).href)}
      let text = [2026, 2027].map(isCalendarKnown).join()
      for (let day = '2026-01-01'; day < '2027-03-01'; day = addDays(day, 1)) text += isWorkingDay(day) ? 'W' : '-'
      console.log(text)`
    const under = (TZ: string) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', program], {
        encoding: 'utf8',
        env: { ...process.env, TZ },
      })
    const utc = under('UTC')
    expect(utc).toMatch(/^true,false-/)
    expect(utc.match(/W/g)).toHaveLength(days('2026-01-01', 424).filter((date) => isWorkingDay(date)).length)
    expect(under('Asia/Shanghai')).toBe(utc)
    expect(under('America/Los_Angeles')).toBe(utc)
    expect(under('America/Sao_Paulo')).toBe(utc)
  })
})
