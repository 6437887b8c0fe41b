import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CATCH_UP_DAYS, whatIsDue } from '../../../functions/warranty/what-is-due.ts'
import { daysFrom } from '../../../shared/domain/calendar-month.ts'
import { WarrantyMail } from '../../../shared/domain/warranty/mail-settings.ts'
import { isWorkingDay } from '../../../shared/domain/working-days.ts'
import { day } from '../../support/builders.ts'

const usual = WarrantyMail.parse({})
const said = (date: string, mail = usual) =>
  whatIsDue(mail, day(date)).map(({ what, kind, month, on }) => `${what} ${kind} ${month} ${on}`)

describe('what is due of the monthly mailings', () => {
  it('is what the documents lack from the 25th, and their manifest on the last working day up to the 28th', () => {
    // 28 November 2026 is a Saturday.
    expect(said('2026-11-23')).toEqual([])
    expect(said('2026-11-24')).toEqual(['missing documents 2026-11 2026-11-27'])
    expect(said('2026-11-26')).toEqual(['missing documents 2026-11 2026-11-27'])
    expect(said('2026-11-27')).toEqual(['manifest documents 2026-11 2026-11-27'])
  })

  it('begins on the 25th where the 28th is a working day', () => {
    // 28 October 2026 is a Wednesday.
    expect(said('2026-10-24')).toEqual([])
    expect(said('2026-10-25')).toEqual(['missing documents 2026-10 2026-10-28'])
    expect(said('2026-10-28')).toEqual(['manifest documents 2026-10 2026-10-28'])
  })

  it('is the list of parts to pack by the 8th, and their notice on the 10th, of the month before', () => {
    // 8 and 10 December 2026 are Tuesday and Thursday.
    expect(said('2026-12-07')).toEqual([])
    expect(said('2026-12-08')).toEqual(['packing returned_parts 2026-11 2026-12-10'])
    expect(said('2026-12-10')).toEqual(['manifest returned_parts 2026-11 2026-12-10'])
  })

  it('has the list of parts to pack as long before the notice where that is earlier', () => {
    // 10 January 2027 is a Sunday: the notice goes on Friday the 8th, so the list comes on Wednesday.
    expect(said('2027-01-05')).toEqual([])
    expect(said('2027-01-06')).toEqual(['packing returned_parts 2026-12 2027-01-08'])
    expect(said('2027-01-08')).toEqual(['manifest returned_parts 2026-12 2027-01-08'])
    // On the same day nothing could be packed any more.
    const same = WarrantyMail.parse({ packingDay: 10 })
    expect(said('2026-12-08', same)).toEqual([])
    expect(said('2026-12-09', same)).toEqual(['packing returned_parts 2026-11 2026-12-10'])
  })

  it('comes before the holidays of the State Council', () => {
    // National Day 2026 ends on 7 October; 10 October is a make-up workday, 8 October a working day.
    expect(isWorkingDay(day('2026-10-10'))).toBe(true)
    expect(said('2026-10-10')).toEqual(['manifest returned_parts 2026-09 2026-10-10'])
    // The dealer is closed that Saturday: the notice goes on the 9th.
    const closed = whatIsDue(usual, day('2026-10-09'), [{ date: day('2026-10-10'), working: false }])
    expect(closed.map(({ what, on }) => `${what} ${on}`)).toEqual(['manifest 2026-10-09'])
  })

  it('is still owed for a week where the system was down, and then no more', () => {
    expect(said('2026-12-03')).toEqual(['manifest documents 2026-11 2026-11-27'])
    expect(said('2026-12-04')).toEqual([])
  })

  it('takes deliveries up to the day itself, and parts of the month before alone', () => {
    expect(whatIsDue(usual, day('2026-11-27'))[0]?.upTo).toBe('2026-11-27')
    expect(whatIsDue(usual, day('2026-12-10'))[0]?.upTo).toBe('2026-11-30')
  })

  it('has one manifest of each kind and month over any year and any days that a dealer sets', () => {
    const mails = fc
      .record({
        missingFromDay: fc.integer({ min: 1, max: 28 }),
        documentsDay: fc.integer({ min: 1, max: 28 }),
        packingDay: fc.integer({ min: 1, max: 28 }),
        shipmentDay: fc.integer({ min: 1, max: 28 }),
      })
      .filter((mail) => WarrantyMail.safeParse(mail).success)
    fc.assert(
      fc.property(mails, (mail) => {
        const found = daysFrom(day('2025-12-01'), day('2027-01-31')).flatMap((date) =>
          whatIsDue(mail, date).map((due) => ({ date, due })),
        )
        const manifests = found.filter(({ due }) => due.what === 'manifest')
        const byMailing = Map.groupBy(manifests, ({ due: { kind, month } }) => `${kind} ${month}`)
        for (const days of byMailing.values()) {
          expect(new Set(days.map(({ due }) => due.on)).size).toBe(1)
          expect(isWorkingDay(days[0]!.due.on)).toBe(true)
          expect(days.length).toBeLessThanOrEqual(CATCH_UP_DAYS)
        }
        for (let month = 1; month <= 12; month += 1) {
          const name = `2026-${String(month).padStart(2, '0')}`
          expect(byMailing.has(`documents ${name}`)).toBe(true)
          expect(month === 12 || byMailing.has(`returned_parts ${name}`)).toBe(true)
          const [packing] = found.filter(({ due }) => due.what === 'packing' && due.month === name)
          expect(month === 12 || isWorkingDay(packing!.date)).toBe(true)
        }
      }),
      { numRuns: 8 },
    )
  })
})
