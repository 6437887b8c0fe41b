import { describe, expect, it } from 'vitest'
import { roles } from '../../../shared/domain/role-names.ts'
import { RoleCode } from '../../../shared/domain/roles.ts'
import { isEmployed } from '../../../shared/domain/staff.ts'
import { holdersOf } from '../../../shared/domain/who-holds.ts'
import { day, staffOf } from '../../support/builders.ts'

const today = day('2026-11-23')
const numbers = (role: RoleCode, ...staff: ReturnType<typeof staffOf>[]) =>
  holdersOf(role, staff, today).map(({ number }) => number)

describe('who holds a role', () => {
  it('are all who have it today, the lowest staff number first', () => {
    expect(
      numbers('renewal_specialist', staffOf('s2'), staffOf('s1'), staffOf('x', { role: 'trainer' })),
    ).toEqual(['s1', 's2'])
  })

  it('are none who have not come yet or have left', () => {
    expect(
      numbers(
        'renewal_specialist',
        staffOf('gone', { leftOn: day('2026-11-22') }),
        staffOf('last day', { leftOn: today }),
        staffOf('first day', { joinedOn: today }),
        staffOf('to come', { joinedOn: day('2026-11-24') }),
      ),
    ).toEqual(['first day', 'last day'])
  })

  it('go up to the superior when nobody has it, as far as needed', () => {
    const boss = staffOf('boss', { role: 'general_manager' })
    const manager = staffOf('manager', { role: 'insurance_manager' })
    expect(numbers('renewal_specialist', boss, manager)).toEqual(['manager'])
    expect(numbers('renewal_specialist', boss)).toEqual(['boss'])
    expect(numbers('renewal_specialist')).toEqual([])
  })

  it('ends at the top for every role: nobody reports in a circle', () => {
    const boss = staffOf('boss', { role: 'general_manager' })
    for (const role of RoleCode.options) expect(numbers(role, boss)).toEqual(['boss'])
    expect(roles.map(({ code }) => code).sort()).toEqual([...RoleCode.options].sort())
  })

  it('counts the first and the last day of employment', () => {
    const staff = { joinedOn: day('2026-11-01'), leftOn: day('2026-11-30') }
    expect(
      ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'].map((on) => isEmployed(staff, day(on))),
    ).toEqual([false, true, true, false])
    expect(isEmployed({}, today)).toBe(true)
  })
})
