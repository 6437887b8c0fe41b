import { roles } from '../../shared/domain/role-names.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import { rolesOf, type Staff } from '../../shared/domain/staff.ts'
import type { Caller } from '../../shared/http/caller.ts'

export type StaffAuthority =
  | { readonly allowed: true; readonly because: 'keeps-the-records' | 'superior' | 'own' }
  | { readonly allowed: false; readonly because: 'neither' | 'heads-the-house' }

type Asking = Pick<Caller, 'roles' | 'staffId'>
type Person = Pick<Staff, 'staffId' | 'role' | 'furtherRoles'>

/** Who takes people on and files it: of every record. */
const keepers: ReadonlySet<RoleCode> = new Set(['information_clerk', 'service_manager', 'general_manager'])
const HEAD: RoleCode = 'general_manager'

/**
 * Whether a caller may change a person's record: who keeps the records, who stands above everything that the person
 * does, and, for what people say of themselves, the person. Who heads the house is nobody's to change but a head's.
 */
export function mayChange(caller: Asking, person: Person): StaffAuthority {
  const isOwn = caller.staffId === person.staffId
  const held = rolesOf(person)
  if (held.includes(HEAD) && !caller.roles.includes(HEAD)) {
    return isOwn ? { allowed: true, because: 'own' } : { allowed: false, because: 'heads-the-house' }
  }
  if (keepsRecords(caller)) return { allowed: true, because: 'keeps-the-records' }
  if (isOwn) return { allowed: true, because: 'own' }
  return held.every((role) => standsAbove(caller, role))
    ? { allowed: true, because: 'superior' }
    : { allowed: false, because: 'neither' }
}

/** Whether a caller may see all of a person's record: those who may change it, and who keeps the records of all. */
export function maySee(caller: Asking, person: Person): boolean {
  return keepsRecords(caller) || mayChange(caller, person).allowed
}

/**
 * The first of these roles that a caller may not give: one that does not stand below their own. Who keeps the records
 * gives others every role but the head's, which is a head's to give. Nobody gives themselves what they are not yet.
 * @param to whose roles they become; undefined: somebody's who is taken on
 */
export function roleNotToGive(
  caller: Asking,
  given: readonly RoleCode[],
  to: Person | undefined,
): RoleCode | undefined {
  const isOwn = to !== undefined && to.staffId === caller.staffId
  const held = to === undefined ? [] : rolesOf(to)
  const mayGive = (role: RoleCode) =>
    caller.roles.includes(HEAD) ||
    held.includes(role) ||
    standsAbove(caller, role) ||
    (isOwn ? caller.roles.includes(role) : keepsRecords(caller) && role !== HEAD)
  return given.find((role) => !mayGive(role))
}

function keepsRecords(caller: Asking): boolean {
  return caller.roles.some((role) => keepers.has(role))
}

function standsAbove(caller: Asking, role: RoleCode): boolean {
  const above = superiorsOf(role)
  return caller.roles.some((own) => above.includes(own))
}

/** All roles from the next one up to the top. */
function superiorsOf(role: RoleCode): RoleCode[] {
  const superior = roles.find(({ code }) => code === role)?.reportsTo
  return superior === undefined ? [] : [superior, ...superiorsOf(superior)]
}
