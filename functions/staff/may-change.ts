import { roles, type RoleCode } from '../../shared/domain/roles.ts'
import { rolesOf, type Staff } from '../../shared/domain/staff.ts'
import type { Caller } from '../../shared/http/caller.ts'

export type StaffAuthority =
  | { readonly allowed: true; readonly because: 'keeps-the-records' | 'superior' | 'own' }
  | { readonly allowed: false; readonly because: 'neither' }

/** Who takes people on and files it: of every record. */
const keepers: ReadonlySet<RoleCode> = new Set(['information_clerk', 'service_manager', 'general_manager'])

/**
 * Whether a caller may see all of a person's record and change it: who keeps the records, who stands above one of the
 * person's roles, and, for what people say of themselves, the person.
 */
export function mayChange(
  caller: Pick<Caller, 'roles' | 'staffId'>,
  person: Pick<Staff, 'staffId' | 'role' | 'furtherRoles'>,
): StaffAuthority {
  if (caller.roles.some((role) => keepers.has(role))) return { allowed: true, because: 'keeps-the-records' }
  if (caller.staffId === person.staffId) return { allowed: true, because: 'own' }
  const above = rolesOf(person).flatMap(superiorsOf)
  return caller.roles.some((role) => above.includes(role))
    ? { allowed: true, because: 'superior' }
    : { allowed: false, because: 'neither' }
}

/** All roles from the next one up to the top. */
function superiorsOf(role: RoleCode): RoleCode[] {
  const superior = roles.find(({ code }) => code === role)?.reportsTo
  return superior === undefined ? [] : [superior, ...superiorsOf(superior)]
}
