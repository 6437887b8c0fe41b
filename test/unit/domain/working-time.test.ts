import { describe, expect, it } from 'vitest'
import { afterOpenMinutes, endOfWorkingDay, openingHoursOf } from '../../../shared/domain/working-time.ts'
import { dealerOf, local } from '../../support/builders.ts'

describe('a day that closes before it opens', () => {
  const hours = openingHoursOf(dealerOf({ openingTime: '18:00', closingTime: '08:30' }))
  const monday = local('2026-11-23 10:00')

  it('is no open day, and time that is counted in opening hours comes to an end all the same', () => {
    expect(afterOpenMinutes(monday, 120, hours)).toBe(local('2026-11-23 12:00'))
    expect(endOfWorkingDay(monday, hours)).toBe(monday)
  })
})
