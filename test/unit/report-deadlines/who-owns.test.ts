import { describe, expect, it } from 'vitest'
import { whoseItIs, whoWasTold } from '../../../shared/due/who-owns.ts'
import type { Staff } from '../../../shared/domain/staff.ts'
import { absenceIdOf, day, local, staffIdOf, staffOf } from '../../support/builders.ts'

const monday = day('2026-11-23')
const leave = (name: string, more: Partial<Staff> = {}) =>
  staffOf(name, {
    role: 'service_advisor',
    absences: [
      { absenceId: absenceIdOf(name), from: day('2026-11-20'), until: day('2026-11-27'), kind: 'annual' },
    ],
    ...more,
  })
const advisor = (name: string, more: Partial<Staff> = {}) =>
  staffOf(name, { role: 'service_advisor', ...more })

describe('a deadline that names its owner', () => {
  const whose = (name: string, ...staff: Staff[]) =>
    whoseItIs({ assignedTo: staffIdOf(name), role: 'service_advisor' }, staff, monday).map(
      ({ staff: { number }, because }) => `${number} ${because}`,
    )

  it('is theirs, whoever comes first in the role', () => {
    expect(whose('A2', advisor('A1'), advisor('A2'), advisor('A3'))).toEqual([
      'A2 holds',
      'A1 holds',
      'A3 holds',
    ])
  })

  it('is their deputy’s while they are away', () => {
    const deputies = [{ deputyId: staffIdOf('A3') }]
    const staff = [advisor('A1'), leave('A2', { deputies }), advisor('A3')]
    expect(whose('A2', ...staff)).toEqual(['A3 stands-in', 'A1 holds'])
  })

  it('is the role’s once they are gone, or away without a deputy', () => {
    const gone = advisor('A2', { leftOn: day('2026-11-10') })
    expect(whose('A2', advisor('A1'), gone)).toEqual(['A1 holds'])
    expect(whose('A2', advisor('A1'), leave('A2'))).toEqual(['A1 holds'])
    expect(whose('unknown', advisor('A1'))).toEqual(['A1 holds'])
  })

  it('goes up with the role when nobody is left there', () => {
    const gone = advisor('A2', { leftOn: day('2026-11-10') })
    const above = staffOf('F1', { role: 'front_desk_supervisor' })
    expect(whose('A2', gone, above)).toEqual(['F1 superior'])
  })
})

describe('what was passed up', () => {
  const head = (name: string, more: Partial<Staff> = {}) =>
    staffOf(name, { role: 'service_manager', ...more })
  const told = (...staff: Staff[]) =>
    whoWasTold(
      {
        escalations: [
          { role: 'front_desk_supervisor', staffId: staffIdOf('F1'), at: local('2026-11-19 10:00') },
          { role: 'service_manager', staffId: staffIdOf('H1'), at: local('2026-11-19 12:00') },
        ],
      },
      staff,
      monday,
    )?.number

  it('lies with whoever was told last', () => {
    expect(told(head('H1'), head('H0'), staffOf('F1', { role: 'front_desk_supervisor' }))).toBe('H1')
  })

  it('lies with their deputy while they are away, and with whoever holds the role when they are gone', () => {
    const away = leave('H1', { role: 'service_manager', deputies: [{ deputyId: staffIdOf('H3') }] })
    expect(told(away, head('H2'), staffOf('H3', { role: 'trainer' }))).toBe('H3')
    expect(told(head('H1', { leftOn: day('2026-11-10') }), head('H2'))).toBe('H2')
    expect(told(head('H1', { leftOn: day('2026-11-10') }))).toBeUndefined()
  })

  it('lies with nobody while nobody was told', () => {
    expect(whoWasTold({ escalations: [] }, [head('H1')], monday)).toBeUndefined()
  })
})
