import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rolesSeen, standingTo } from '../../../shared/due/may-close.ts'
import type { Deadline } from '../../../shared/domain/deadline.ts'
import { RoleCode } from '../../../shared/domain/roles.ts'
import { absenceIdOf, day, deadlineOf, local, staffIdOf, staffOf } from '../../support/builders.ts'

const today = day('2026-11-24')
const away = {
  absenceId: absenceIdOf('a'),
  from: today,
  until: today,
  kind: 'annual' as const,
}
const staff = [
  staffOf('W1', { role: 'workshop_supervisor' }),
  staffOf('W2', { role: 'workshop_supervisor', absences: [away], deputies: [{ deputyId: staffIdOf('T1') }] }),
  staffOf('T1', { role: 'technical_supervisor' }),
  staffOf('A1', { role: 'service_advisor' }),
  staffOf('H1', { role: 'service_manager' }),
  staffOf('G1', { role: 'general_manager' }),
  staffOf('C1', { role: 'information_clerk' }),
  staffOf('P1', { role: 'parts_planner' }),
]
const asked = (name: string, deadline: Partial<Deadline> = {}) => {
  const person = staff.find(({ number }) => number === name)!
  const who = { roles: [person.role], staffId: person.staffId }
  return standingTo(deadlineOf('2026-11-24T08:30', deadline), who, staff, today)
}

describe('a deadline of the workshop supervisor’s', () => {
  it.each([
    ['W1', 'owns'],
    ['W2', 'holds'],
    ['T1', 'holds'],
    ['H1', 'stands-above'],
    ['G1', 'stands-above'],
  ])('may be closed by %s, who %s', (name, because) => {
    expect(asked(name).mayClose).toEqual({ allowed: true, because })
    expect(asked(name).maySee).toBe(true)
  })

  it.each(['A1', 'C1', 'P1'])('may not be closed by %s', (name) => {
    expect(asked(name).mayClose).toEqual({ allowed: false, because: 'neither' })
  })

  it('is seen by whoever keeps the records, and by nobody else who may not close it', () => {
    expect(asked('C1').maySee).toBe(true)
    expect(asked('A1').maySee).toBe(false)
  })

  it('is taken note of by those above, never by who owes it', () => {
    const may = ['W1', 'W2', 'T1', 'A1', 'H1', 'G1', 'C1'].filter((name) => asked(name).mayAcknowledge)
    expect(may).toEqual(['H1', 'G1'])
    const manager = { role: 'insurance_manager' as const }
    // Nobody holds the role, so it is the service manager's own.
    expect(asked('H1', manager)).toMatchObject({ mayClose: { because: 'owns' }, mayAcknowledge: false })
    expect(asked('G1', manager).mayAcknowledge).toBe(true)
  })

  it('is closed and taken note of by whoever it was passed up to, from outside of the house’s order too', () => {
    const escalations = [
      { role: 'parts_planner' as const, staffId: staffIdOf('P1'), at: local('2026-11-24 10:30') },
    ]
    expect(asked('P1', { escalations })).toMatchObject({ mayClose: { allowed: true }, mayAcknowledge: true })
    expect(asked('P1', { escalateTo: 'parts_planner' })).toMatchObject({ mayAcknowledge: true })
  })

  it('that names somebody is theirs, whatever their role', () => {
    expect(asked('A1', { assignedTo: staffIdOf('A1') }).mayClose).toEqual({ allowed: true, because: 'owns' })
    expect(asked('W1', { assignedTo: staffIdOf('A1') }).mayClose).toEqual({ allowed: true, because: 'holds' })
  })

  it('is closed by an account without a member of staff by its roles alone', () => {
    const account = (role: RoleCode) => ({ roles: [role], staffId: undefined })
    const deadline = deadlineOf()
    expect(standingTo(deadline, account('workshop_supervisor'), staff, today).mayClose.allowed).toBe(true)
    expect(standingTo(deadline, account('service_advisor'), staff, today).mayClose.allowed).toBe(false)
  })
})

describe('what somebody sees', () => {
  it('is their role, those below, and those for whom they stand in', () => {
    const seen = (name: string) => {
      const person = staff.find(({ number }) => number === name)!
      return [...rolesSeen({ roles: [person.role], staffId: person.staffId }, staff, today)]
    }
    expect(seen('A1')).toEqual(['service_advisor', 'advisor_assistant'])
    // Of the deputies' own role, and of the workshop that lies with one today.
    expect(seen('T1')).toEqual(
      expect.arrayContaining(['technical_supervisor', 'workshop_supervisor', 'team_leader']),
    )
    expect(seen('C1')).toEqual([...RoleCode.options])
  })

  it('has every deadline of a role that they may close by their place in the house', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...staff),
        fc.constantFrom(...RoleCode.options),
        fc.constantFrom(...RoleCode.options),
        (person, role, escalateTo) => {
          const who = { roles: [person.role], staffId: person.staffId }
          const deadline = deadlineOf('2026-11-24T08:30', { role, escalateTo })
          const { mayClose, maySee } = standingTo(deadline, who, staff, today)
          if (mayClose.allowed) expect(maySee).toBe(true)
          if (rolesSeen(who, staff, today).has(role)) expect(maySee).toBe(true)
        },
      ),
    )
  })
})
