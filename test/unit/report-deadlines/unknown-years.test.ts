import { describe, expect, it } from 'vitest'
import type { DutyRule } from '../../../shared/domain/duty.ts'
import { isCalendarKnown } from '../../../shared/domain/working-days.ts'
import { dealerOf, day, local, staffOf, type SettingsChange } from '../../support/builders.ts'
import { departmentOf } from './department.ts'

/** A year that no notice speaks of. */
const YEAR = 2039

const rule = (code: string, shift: DutyRule['shift']): DutyRule => ({
  code,
  role: 'parts_planner',
  zh: '配件盘点',
  en: 'Count the parts',
  rrule: 'FREQ=DAILY',
  dueTime: '16:00',
  remindBefore: [],
  escalateTo: 'parts_supervisor',
  escalateAfter: 'PT2H',
  shift,
})
const staff = [staffOf('planner', { role: 'parts_planner' })]

/** The warnings of a sweep on Tuesday, 4 January, which opens Monday and Tuesday; and of one after it. */
async function warningsOf(rules: readonly DutyRule[], settings: SettingsChange = {}) {
  const at = local(`${String(YEAR)}-01-03 00:00`)
  const department = await departmentOf(dealerOf(settings), staff, { at, rules })
  department.now = local(`${String(YEAR)}-01-04 00:10`)
  await department.sweep()
  expect(department.deadlines().length).toBeGreaterThan(0)
  const { lines } = department.log
  await department.sweep()
  return lines.filter(({ level }) => level !== 'info')
}

describe('a sweep that opens what is owed in a year without a calendar of working days', () => {
  it('warns once of dealer and year, however many duties and days depend on it', async () => {
    expect(isCalendarKnown(YEAR)).toBe(false)
    expect(await warningsOf([rule('a', 'skip'), rule('b', 'earlier'), rule('c', 'later')])).toEqual([
      { level: 'warn', code: 'WORKING_DAYS_UNKNOWN', fields: { dealerId: 'D001', years: String(YEAR) } },
    ])
  })

  it('says nothing where no duty depends on working days', async () => {
    expect(await warningsOf([rule('a', 'none')])).toEqual([])
  })

  it('says nothing of days of which the dealer has said whether it works', async () => {
    const dates = [`${String(YEAR)}-01-03`, `${String(YEAR)}-01-04`].map(day)
    const workingDayOverrides = dates.map((date) => ({ date, working: true }))
    expect(await warningsOf([rule('a', 'skip')], { workingDayOverrides })).toEqual([])
  })
})
