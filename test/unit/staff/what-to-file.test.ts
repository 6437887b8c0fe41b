import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { whatToFile, type FilingStep } from '../../../functions/staff/what-to-file.ts'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import { rolesOf, type Staff } from '../../../shared/domain/staff.ts'
import { isToFile, type StaffChange } from '../../../shared/domain/staff-change.ts'
import { addDays } from '../../../shared/domain/time.ts'
import { day, dealerOf, local, staffOf, stampAt } from '../../support/builders.ts'

const stamp = stampAt(local('2026-11-23 10:00'))
const today = day('2026-11-23')
const brand = (zh: string, enabled = true) => ({
  zh,
  en: zh,
  brandWords: [zh],
  mailDomains: [],
  mailAddresses: [],
  enabled,
})
const dealer = dealerOf({ manufacturers: [brand('长城'), brand('旧品牌', false), brand('大众')] })
const advisor = staffOf('A1', { role: 'service_advisor', joinedOn: day('2024-01-01') })

const after = (steps: readonly FilingStep[], waiting: readonly StaffChange[] = []): StaffChange[] => {
  const changed = new Map(
    [...waiting, ...steps.map((step) => step.after)].map((each) => [each.staffChangeId, each]),
  )
  return [...changed.values()].filter(isToFile)
}
const steps = (before: Staff | undefined, person: Staff, waiting: readonly StaffChange[] = []) =>
  whatToFile(before, person, { dealer, waiting }, stamp)
/** As a system that says so already leaves it. */
const told = (change: StaffChange): StaffChange => ({
  ...change,
  filings: change.filings.map((filing) =>
    filing.system === 1 ? { ...filing, end: { kind: 'filed', on: today, ...stamp } } : filing,
  ),
})

describe('what is to be filed', () => {
  it('of a newcomer is their first day, with each manufacturer whose mail is expected', () => {
    const [step] = steps(undefined, { ...advisor, joinedOn: day('2026-12-01') })
    expect(step).toMatchObject({
      action: 'noticed',
      after: { kind: 'joined', on: '2026-12-01', roles: ['service_advisor'], status: 'to_file' },
    })
    expect(step?.after.filings).toEqual([
      { system: 1, zh: '长城', en: '长城' },
      { system: 2, zh: '大众', en: '大众' },
    ])
  })

  it('by a dealer that has named no manufacturer is one filing all the same', () => {
    const [step] = whatToFile(undefined, advisor, { dealer: dealerOf(), waiting: [] }, stamp)
    expect(step?.after.filings).toEqual([{ system: 1, zh: '厂家系统', en: 'Manufacturer systems' }])
  })

  it('is nothing of what manufacturers do not ask: a number, a name, an address, who is first', () => {
    const same = {
      number: 'A9',
      name: '李新',
      email: 'new@example.com',
      firstIn: ['service_advisor' as const],
    }
    expect(steps(advisor, { ...advisor, ...same })).toEqual([])
  })

  it('of another day of leaving is the new day, as long as no system has heard of the old one', () => {
    const leaving = { ...advisor, leftOn: day('2026-12-31'), version: 2 }
    const waiting = after(steps(advisor, leaving))
    const moved = steps(leaving, { ...leaving, leftOn: day('2027-01-15') }, waiting)
    expect(moved.map(({ action }) => action)).toEqual(['withdrawn', 'noticed'])
    expect(after(moved, waiting)).toMatchObject([{ kind: 'left', on: '2027-01-15' }])

    const heard = waiting.map(told)
    const again = steps(leaving, { ...leaving, leftOn: day('2027-01-15') }, heard)
    expect(again.map(({ action }) => action)).toEqual(['noticed'])
  })

  it('is nothing of who was to leave and stays, unless a system has heard of it', () => {
    const leaving = { ...advisor, leftOn: day('2026-12-31'), version: 2 }
    const stays = { ...leaving, leftOn: undefined, joinedOn: day('2027-01-01'), version: 3 }
    const waiting = after(steps(advisor, leaving))
    expect(after(steps(leaving, stays, waiting), waiting)).toEqual([])
    expect(steps(leaving, stays, waiting.map(told))).toMatchObject([
      { action: 'noticed', after: { kind: 'joined', on: '2027-01-01' } },
    ])
  })

  it('of who was away is both: that they left and that they are back', () => {
    const left = { ...advisor, leftOn: day('2026-11-20'), version: 2 }
    const waiting = after(steps(advisor, left))
    const back = { ...left, leftOn: undefined, joinedOn: day('2026-11-23'), version: 3 }
    expect(after(steps(left, back, waiting), waiting).map(({ kind }) => kind)).toEqual(['left', 'joined'])
  })

  it('of a newcomer whose day or roles are put right is the newcomer as they are', () => {
    const waiting = after(steps(undefined, advisor))
    const corrected = { ...advisor, role: 'trainer' as const, joinedOn: day('2026-11-24'), version: 1 }
    expect(after(steps({ ...advisor, version: 1 }, corrected, waiting), waiting)).toMatchObject([
      { kind: 'joined', on: '2026-11-24', roles: ['trainer'] },
    ])
  })

  it('of somebody who has left is nothing, whatever is put right in their record', () => {
    const left = { ...advisor, leftOn: day('2026-11-20') }
    expect(steps(left, { ...left, role: 'trainer' })).toEqual([])
    expect(steps({ ...left, leftOn: today }, { ...left, leftOn: today, role: 'trainer' })).toHaveLength(1)
  })

  it('is always what lies between the systems and the books, whatever happens before it is filed', () => {
    const roleSets = fc
      .uniqueArray(fc.constantFrom<RoleCode>('trainer', 'service_advisor', 'team_leader'), { minLength: 1 })
      .map(([role, ...furtherRoles]) => ({ kind: 'roles' as const, role: role!, furtherRoles }))
    const leaves = fc.integer({ min: 0, max: 40 }).map((days) => ({ kind: 'leaves' as const, days }))
    const stays = fc.constant({ kind: 'stays' as const })
    fc.assert(
      fc.property(fc.array(fc.oneof(roleSets, leaves, stays), { maxLength: 12 }), (events) => {
        let person: Staff = advisor
        let waiting: StaffChange[] = []
        const change = (more: Partial<Staff>) => {
          const next = { ...person, ...more, version: person.version + 1 }
          waiting = after(steps(person, next, waiting), waiting)
          person = next
        }
        for (const event of events) {
          if (event.kind === 'roles') change({ role: event.role, furtherRoles: event.furtherRoles })
          if (event.kind === 'leaves') change({ leftOn: addDays(today, event.days) })
          if (event.kind === 'stays' && person.leftOn !== undefined) {
            change({ leftOn: undefined, joinedOn: addDays(person.leftOn, 1) })
          }
        }
        const leaving = waiting.filter(({ kind }) => kind === 'left')
        expect(leaving.map(({ on }) => on)).toEqual(person.leftOn === undefined ? [] : [person.leftOn])
        const moved = waiting.filter(({ kind }) => kind === 'role_changed')
        const same = words(rolesOf(person)) === words(rolesOf(advisor))
        expect(moved.map(({ roles }) => words(roles))).toEqual(same ? [] : [words(rolesOf(person))])
        expect(moved.every(({ rolesBefore }) => words(rolesBefore!) === words(rolesOf(advisor)))).toBe(true)
        expect(waiting).toHaveLength(leaving.length + moved.length)
      }),
    )
  })
})

const words = ([main, ...further]: readonly RoleCode[]) => [main, ...further.sort()].join()
