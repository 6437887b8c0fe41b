import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { targetBoard, type BoardFacts } from '../../../functions/business-reports/target-board.ts'
import { noTurnover } from '../../../functions/business-reports/turnover.ts'
import { CalendarMonth } from '../../../shared/domain/calendar-month.ts'
import { TargetMeasure } from '../../../shared/domain/targets.ts'
import { day } from '../../support/builders.ts'

const boardOf = (more: Partial<BoardFacts> = {}) =>
  targetBoard({
    month: CalendarMonth.parse('2026-10'),
    on: day('2026-10-15'),
    done: noTurnover(),
    targets: {},
    unconfirmedDays: 0,
    workingDayOverrides: [],
    ...more,
  })
const lineOf = (board: ReturnType<typeof boardOf>, measure: string) =>
  board.measures.find((line) => line.measure === measure)!

describe('time gone', () => {
  // National Day 2026: off 1–7 October, make-up work on Saturday, 10 October (and on 20 September).
  it('is counted in working days of the State Council’s calendar, make-up days among them', () => {
    expect(boardOf({ on: day('2026-10-09') }).workingDays).toEqual({ all: 18, gone: 2 })
    expect(boardOf({ on: day('2026-10-10') }).workingDays).toEqual({ all: 18, gone: 3 })
    expect(boardOf({ on: day('2026-10-11') }).timeGonePercent).toBe(16.6)
  })

  it('follows the dealer’s own days', () => {
    const workingDayOverrides = [
      { date: day('2026-10-03'), working: true },
      { date: day('2026-10-10'), working: false },
    ]
    expect(boardOf({ on: day('2026-10-10'), workingDayOverrides }).workingDays).toEqual({ all: 18, gone: 3 })
    const closed = Array.from({ length: 31 }, (_, index) => ({
      date: day(`2026-10-${String(index + 1).padStart(2, '0')}`),
      working: false,
    }))
    expect(boardOf({ workingDayOverrides: closed })).toMatchObject({ timeGonePercent: 0 })
    expect(boardOf({ workingDayOverrides: closed, on: day('2026-10-31') })).toMatchObject({
      timeGonePercent: 100,
    })
  })

  it('is none before the month and all after it', () => {
    expect(boardOf({ on: undefined }).timeGonePercent).toBe(0)
    expect(boardOf({ on: day('2026-10-31') }).timeGonePercent).toBe(100)
  })

  it('of a year without a published calendar is told to be unsure', () => {
    expect(boardOf().calendarMissing).toBe(false)
    expect(boardOf({ month: CalendarMonth.parse('2031-10'), on: undefined }).calendarMissing).toBe(true)
  })
})

describe('what is reached', () => {
  it('stands ahead, behind or reached beside the time gone', () => {
    // Three of eighteen working days are gone by the 10th: a sixth.
    const standing = (visits: number) =>
      lineOf(
        boardOf({ on: day('2026-10-10'), done: { ...noTurnover(), visits }, targets: { visits: 600 } }),
        'visits',
      )
    expect(standing(99)).toMatchObject({ reachedPercent: 16.5, standing: 'behind' })
    expect(standing(100)).toMatchObject({ reachedPercent: 16.6, standing: 'ahead' })
    expect(standing(599)).toMatchObject({ reachedPercent: 99.8, standing: 'ahead' })
    expect(standing(600)).toMatchObject({ reachedPercent: 100, standing: 'reached' })
    expect(standing(660)).toMatchObject({ reachedPercent: 110, standing: 'reached' })
  })

  it('has every measure of the list, with or without a target', () => {
    const board = boardOf({ targets: { renewals: 5 } })
    expect(board.measures.map(({ measure }) => measure)).toEqual(TargetMeasure.options)
    expect(lineOf(board, 'visits')).toMatchObject({ actual: 0, standing: 'no-target' })
    expect(lineOf(board, 'visits')).not.toHaveProperty('target', expect.anything())
  })

  it('never looks reached before it is, also in the largest amounts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000_000_000 }),
        fc.integer({ min: 0, max: 200_000_000_000 }),
        (target, totalFen) => {
          const board = boardOf({ done: { ...noTurnover(), totalFen }, targets: { total_revenue: target } })
          const { reachedPercent = 0, standing } = lineOf(board, 'total_revenue')
          expect(reachedPercent >= 100).toBe(totalFen >= target)
          expect(standing === 'reached').toBe(totalFen >= target)
          // Down to a tenth: within it of the true share.
          const tenths = BigInt(Math.round(reachedPercent * 10))
          const exact = BigInt(totalFen) * 1000n
          expect(tenths * BigInt(target) <= exact && exact < (tenths + 1n) * BigInt(target)).toBe(true)
        },
      ),
    )
  })
})
