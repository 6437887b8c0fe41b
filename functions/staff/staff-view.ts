import { roles } from '../../shared/domain/role-names.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import { absenceOn, type Staff } from '../../shared/domain/staff.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { whoHolds } from '../../shared/domain/who-holds.ts'
import type { Caller } from '../../shared/http/caller.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { holderView } from '../../shared/http/holder.ts'
import type { StaffView } from '../../shared/http/routes/staff.ts'
import { maySee } from './may-change.ts'

/** A member of staff as a caller may see them: numbers, dates and reasons of leave are not for every colleague. */
export function staffView(staff: Staff, caller: Caller, today: CalendarDate): StaffView {
  const { staffId, version, number, name, role, furtherRoles = [], firstIn = [], deputies = [] } = staff
  const absence = absenceOn(staff, today)
  const presence = presenceOn(staff, today)
  const { mobile, email, joinedOn, leftOn, absences = [] } = staff
  return {
    staffId,
    etag: etagOf(version),
    number,
    name,
    role,
    furtherRoles,
    firstIn,
    deputies,
    presence,
    awayUntil: presence === 'on_leave' ? absence?.until : undefined,
    ...(maySee(caller, staff) ? { mobile, email, joinedOn, leftOn, absences } : {}),
  }
}

export function presenceOn(staff: Staff, on: CalendarDate): StaffView['presence'] {
  if (staff.leftOn !== undefined && staff.leftOn < on) return 'left'
  if (staff.joinedOn !== undefined && staff.joinedOn > on) return 'not_joined'
  return absenceOn(staff, on) === undefined ? 'at_work' : 'on_leave'
}

/** A role with those who hold it on a day, and why. */
export function roleHolders(role: RoleCode, staff: readonly Staff[], on: CalendarDate) {
  const { zh = role, en = role } = roles.find(({ code }) => code === role) ?? {}
  return { role, zh, en, holders: whoHolds(role, staff, on).map(holderView) }
}
