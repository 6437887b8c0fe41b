import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayChange, maySee, roleNotToGive } from '../../../functions/staff/may-change.ts'
import { roles } from '../../../shared/domain/role-names.ts'
import { RoleCode } from '../../../shared/domain/roles.ts'
import { staffIdOf, staffOf } from '../../support/builders.ts'

const aRole = fc.constantFrom(...RoleCode.options)
const someRoles = fc.uniqueArray(aRole, { minLength: 1, maxLength: 3 })
const person = fc
  .record({ role: aRole, furtherRoles: fc.uniqueArray(aRole, { maxLength: 2 }) })
  .map((held) => ({ ...held, staffId: staffIdOf('P') }))
const callerWith = (held: readonly RoleCode[], staffId = staffIdOf('C')) => ({ roles: held, staffId })
const keepers: readonly RoleCode[] = ['information_clerk', 'service_manager', 'general_manager']
const keeps = (held: readonly RoleCode[]) => held.some((role) => keepers.includes(role))

/** By the chart alone, from below: who reports to whom. */
function isBelow(role: RoleCode, held: readonly RoleCode[]): boolean {
  const superior = roles.find(({ code }) => code === role)?.reportsTo
  return superior !== undefined && (held.includes(superior) || isBelow(superior, held))
}

describe('a record', () => {
  it('is changed by who stands above each of the person’s roles, if they do not keep the records of all', () => {
    fc.assert(
      fc.property(someRoles, person, (held, who) => {
        fc.pre(!keeps(held))
        const all = [who.role, ...who.furtherRoles]
        expect(mayChange(callerWith(held), who).allowed).toBe(all.every((role) => isBelow(role, held)))
      }),
    )
  })

  it('of a general manager is changed by general managers alone, and seen by who keeps the records', () => {
    fc.assert(
      fc.property(someRoles, person, (held, { furtherRoles, staffId }) => {
        const head = { role: 'general_manager', furtherRoles, staffId } as const
        expect(mayChange(callerWith(held), head).allowed).toBe(held.includes('general_manager'))
        expect(maySee(callerWith(held), head)).toBe(keeps(held))
      }),
    )
  })

  it('is the own of who does not keep the records of all', () => {
    fc.assert(
      fc.property(someRoles, person, (held, who) => {
        fc.pre(!keeps(held))
        expect(mayChange(callerWith(held, who.staffId), who)).toEqual({ allowed: true, because: 'own' })
      }),
    )
  })
})

describe('a role', () => {
  it('above or beside their own is given by nobody but who keeps the records, and never to themselves', () => {
    fc.assert(
      fc.property(someRoles, aRole, person, fc.boolean(), (held, role, who, isOwn) => {
        fc.pre(!held.includes('general_manager') && ![who.role, ...who.furtherRoles].includes(role))
        const caller = callerWith(held, isOwn ? who.staffId : staffIdOf('C'))
        const mayGive = roleNotToGive(caller, [role], who) === undefined
        const asKeeper = keeps(held) && role !== 'general_manager'
        expect(mayGive).toBe(isBelow(role, held) || (isOwn ? held.includes(role) : asKeeper))
      }),
    )
  })

  it('of general manager is given by general managers alone', () => {
    fc.assert(
      fc.property(someRoles, (held) => {
        const refused = roleNotToGive(callerWith(held), ['trainer', 'general_manager'], undefined)
        expect(refused === undefined).toBe(held.includes('general_manager'))
      }),
    )
  })

  it('that the person holds is no gift', () => {
    const who = staffOf('P', { role: 'general_manager', furtherRoles: ['trainer'] })
    expect(
      roleNotToGive(callerWith(['service_advisor']), ['general_manager', 'trainer'], who),
    ).toBeUndefined()
  })
})
