import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import { isEmployed, type Deputy, type Staff } from '../../../shared/domain/staff.ts'
import { addDays } from '../../../shared/domain/time.ts'
import { holdersOf, whoHolds, whoWorksFor } from '../../../shared/domain/who-holds.ts'
import { absenceIdOf, day, staffIdOf, staffOf } from '../../support/builders.ts'

const today = day('2026-11-23')
const away = (from = '2026-11-20', until = '2026-11-25') => ({
  absences: [{ absenceId: absenceIdOf('a'), from: day(from), until: day(until), kind: 'sick' as const }],
})
const standsIn = (name: string, more: Partial<Deputy> = {}) => ({
  deputies: [{ deputyId: staffIdOf(name), ...more }],
})
const told = (role: RoleCode, ...staff: Staff[]) =>
  whoHolds(role, staff, today).map(({ staff: { number }, because }) => `${number} ${because}`)

describe('in the place of somebody on leave', () => {
  const clerk = staffOf('c', { role: 'insurance_clerk' })

  it('stands the deputy, of whatever role, before others who hold it', () => {
    const absent = staffOf('s1', { ...away(), ...standsIn('c') })
    expect(told('renewal_specialist', absent, staffOf('s2'), clerk)).toEqual(['c stands-in', 's2 holds'])
    const [first] = whoHolds('renewal_specialist', [absent, staffOf('s2'), clerk], today)
    expect(first?.standsInFor).toEqual([staffIdOf('s1')])
  })

  it('stands nobody but the others when no deputy is named, or none is there', () => {
    const others = [staffOf('s2'), clerk]
    expect(told('renewal_specialist', staffOf('s1', away()), ...others)).toEqual(['s2 holds'])
    const gone = staffOf('d', { role: 'trainer', leftOn: day('2026-11-22') })
    const absent = staffOf('s1', { ...away(), ...standsIn('d') })
    expect(told('renewal_specialist', absent, gone, ...others)).toEqual(['s2 holds'])
  })

  it('stands the deputy’s deputy when both are away, and in a circle nobody', () => {
    const absent = staffOf('s1', { ...away(), ...standsIn('d') })
    const alsoAway = staffOf('d', { role: 'trainer', ...away(), ...standsIn('c') })
    expect(told('renewal_specialist', absent, alsoAway, clerk)).toEqual(['c stands-in'])
    const circle = staffOf('d', { role: 'trainer', ...away(), ...standsIn('s1') })
    expect(told('renewal_specialist', absent, circle, staffOf('s2'))).toEqual(['s2 holds'])
  })

  it('stands whom the period names, before whom none does', () => {
    const deputies = [
      { deputyId: staffIdOf('c') },
      { deputyId: staffIdOf('p'), from: day('2026-11-23'), until: day('2026-11-23') },
      { deputyId: staffIdOf('later'), from: day('2026-11-24') },
    ]
    const absent = staffOf('s1', { ...away(), deputies })
    const staff = [absent, clerk, staffOf('p', { role: 'trainer' }), staffOf('later', { role: 'trainer' })]
    const on = (date: string) => holdersOf('renewal_specialist', staff, day(date)).map(({ number }) => number)
    expect([on('2026-11-22'), on('2026-11-23'), on('2026-11-24')]).toEqual([['c'], ['p'], ['later']])
  })

  it('who holds the role too, stands once', () => {
    const absent = staffOf('s1', { ...away(), ...standsIn('s2') })
    expect(told('renewal_specialist', absent, staffOf('s2'))).toEqual(['s2 holds'])
  })

  it('stands the superior when nobody of the role is there; the absent one when nobody is at all', () => {
    const manager = staffOf('m', { role: 'insurance_manager' })
    expect(told('renewal_specialist', staffOf('s1', away()), manager)).toEqual(['m superior'])
    const both = [staffOf('s1', away()), staffOf('m', { role: 'insurance_manager', ...away() })]
    expect(told('renewal_specialist', ...both)).toEqual(['s1 holds-though-away'])
    expect(told('renewal_specialist', both[1]!)).toEqual(['m holds-though-away'])
  })

  it('stands nobody before the first day and after the last', () => {
    const absent = staffOf('s1', { ...away('2026-11-24', '2026-11-25'), ...standsIn('c') })
    const on = (date: string) =>
      holdersOf('renewal_specialist', [absent, clerk], day(date)).map(({ number }) => number)
    expect(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'].map(on)).toEqual([
      ['s1'],
      ['c'],
      ['c'],
      ['s1'],
    ])
  })
})

describe('a role', () => {
  it('is owned by whom the dealer has set as first, else by the lowest staff number', () => {
    const set = staffOf('s3', { firstIn: ['renewal_specialist'] })
    expect(told('renewal_specialist', staffOf('s2'), set, staffOf('s1'))).toEqual([
      's3 holds',
      's1 holds',
      's2 holds',
    ])
  })

  it('is held by those who have it besides their main one', () => {
    const several = staffOf('m', { role: 'service_manager', furtherRoles: ['information_clerk', 'trainer'] })
    expect(told('trainer', several)).toEqual(['m holds'])
    expect(told('warranty_clerk', several)).toEqual(['m superior'])
  })

  const people = fc
    .array(
      fc.record({
        role: fc.constantFrom<RoleCode>(
          'general_manager',
          'service_manager',
          'insurance_manager',
          'renewal_specialist',
        ),
        employed: fc.boolean(),
        absent: fc.boolean(),
        deputies: fc.array(fc.nat({ max: 6 }), { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 7 },
    )
    .map((drawn) =>
      drawn.map(({ role, employed, absent, deputies }, index) =>
        staffOf(`p${String(index)}`, {
          role,
          ...(employed ? {} : { leftOn: addDays(today, -1) }),
          ...(absent ? away() : {}),
          deputies: deputies.map((other) => ({ deputyId: staffIdOf(`p${String(other)}`) })),
        }),
      ),
    )

  it('goes to nobody who has left, to each once, and to somebody while anybody is employed from there up', () => {
    fc.assert(
      fc.property(people, (staff) => {
        const holders = holdersOf('renewal_specialist', staff, today)
        expect(holders.every((each) => isEmployed(each, today))).toBe(true)
        expect(new Set(holders.map(({ staffId }) => staffId)).size).toBe(holders.length)
        expect(holders.length > 0).toBe(staff.some((each) => isEmployed(each, today)))
      }),
    )
  })

  it('does not depend on the order in which people are read', () => {
    fc.assert(
      fc.property(people, (staff) => {
        expect(told('renewal_specialist', ...staff.toReversed())).toEqual(
          told('renewal_specialist', ...staff),
        )
      }),
    )
  })
})

describe('somebody’s work', () => {
  const manager = staffOf('m', { role: 'insurance_manager' })
  const goes = (person: Staff, ...others: Staff[]) => {
    const found = whoWorksFor(person, [person, ...others], today)
    return found && `${found.staff.number} ${found.because}`
  }

  it('is their own while they are there, the deputy’s when they are away or have left, else the superior’s', () => {
    const clerk = staffOf('c', { role: 'insurance_clerk' })
    expect(goes(staffOf('s1'), manager)).toBe('s1 holds')
    expect(goes(staffOf('s1', { ...away(), ...standsIn('c') }), clerk, manager)).toBe('c stands-in')
    expect(goes(staffOf('s1', { leftOn: day('2026-11-22'), ...standsIn('c') }), clerk)).toBe('c stands-in')
    expect(goes(staffOf('s1', { leftOn: day('2026-11-22') }), manager)).toBe('m superior')
    expect(goes(staffOf('s1', { leftOn: day('2026-11-22') }))).toBeUndefined()
  })
})
