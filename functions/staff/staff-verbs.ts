import { idFor } from '../../shared/domain/ids.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import {
  isEmployed,
  MOST_ABSENCES,
  MOST_DEPUTIES,
  rolesOf,
  type Absence,
  type Deputy,
  type Staff,
} from '../../shared/domain/staff.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { addDays, addMonths, type CalendarDate } from '../../shared/domain/time.ts'
import { FieldsInvalid, NotFound, Refused, type FieldFault } from '../../shared/runtime/errors.ts'
import type { StaffChange, StaffFacts } from './save-staff.ts'

/**
 * What each request makes of a member of staff, the one that is answered first. Pure; what a request may not do is
 * thrown as the caller is told of it.
 */

type Told = Pick<Staff, 'number' | 'name' | 'role' | 'mobile' | 'email' | 'joinedOn'> & {
  readonly furtherRoles: readonly RoleCode[]
}

export function takenOn(told: Told, dealerId: string, stamp: Stamp): StaffChange {
  const furtherRoles = beside(told.role, told.furtherRoles)
  // A number that was corrected may be given again, so it alone does not make the id.
  const staffId = idFor('staff', dealerId, told.number, stamp.at, stamp.by)
  return {
    before: undefined,
    after: { ...unwritten(stamp), ...told, furtherRoles, dealerId, staffId },
    action: 'joined',
  }
}

type Patch = Partial<Pick<Staff, 'number' | 'name' | 'role'>> & {
  readonly furtherRoles?: readonly RoleCode[]
  readonly firstIn?: readonly RoleCode[]
  readonly mobile?: Staff['mobile'] | null
  readonly email?: Staff['email'] | null
  readonly joinedOn?: Staff['joinedOn'] | null
}

/** Whoever is set as first in a role takes that from the others who hold it. */
export function changed(person: Staff, patch: Patch, colleagues: readonly Staff[]): StaffChange[] {
  const { mobile = person.mobile, email = person.email, joinedOn = person.joinedOn } = patch
  const role = patch.role ?? person.role
  const furtherRoles = beside(role, patch.furtherRoles ?? person.furtherRoles ?? [])
  const held = rolesOf({ role, furtherRoles })
  const firstIn = (patch.firstIn ?? person.firstIn ?? []).filter(
    (each) => patch.firstIn !== undefined || held.includes(each),
  )
  const after: Staff = {
    ...person,
    number: patch.number ?? person.number,
    name: patch.name ?? person.name,
    role,
    furtherRoles,
    firstIn,
    mobile: mobile ?? undefined,
    email: email ?? undefined,
    joinedOn: joinedOn ?? undefined,
  }
  refuseFaults([
    ...(firstIn.every((each) => held.includes(each))
      ? []
      : [{ path: 'body.firstIn', reason: 'not-a-choice' } as const]),
    ...(after.joinedOn !== undefined && after.leftOn !== undefined && after.joinedOn > after.leftOn
      ? [{ path: 'body.joinedOn', reason: 'too-large' } as const]
      : []),
  ])
  const newlyFirst = firstIn.filter((each) => !(person.firstIn ?? []).includes(each))
  const stepBack = colleagues.flatMap((before): StaffChange[] => {
    const kept = (before.firstIn ?? []).filter((each) => !newlyFirst.includes(each))
    const isSame = before.staffId === person.staffId || kept.length === (before.firstIn ?? []).length
    return isSame ? [] : [{ before, after: { ...before, firstIn: kept }, action: 'not-first-any-more' }]
  })
  return [{ before: person, after, action: 'changed' }, ...stepBack]
}

export function withDeputies(
  { person, colleagues, today }: StaffFacts,
  deputies: readonly Deputy[],
): StaffChange[] {
  refuseFaults(
    deputies.flatMap(({ deputyId }, index) =>
      mayStandIn(deputyId, person, colleagues, today)
        ? []
        : [{ path: `body.deputies.${String(index)}.deputyId`, reason: 'not-a-choice' } as const],
    ),
  )
  return [{ before: person, after: { ...person, deputies: [...deputies] }, action: 'deputies-named' }]
}

export function withAbsence(
  { person, colleagues, today }: StaffFacts,
  told: Omit<Absence, 'absenceId'> & { readonly deputyId?: string | undefined },
  stamp: Stamp,
): StaffChange[] {
  const { deputyId, from, until } = told
  // What was a year ago is in the record of changes.
  const kept = (person.absences ?? []).filter((each) => each.until >= addMonths(today, -12))
  const deputies = person.deputies ?? []
  refuseFaults([
    ...(until > addMonths(from, 24) ? [{ path: 'body.until', reason: 'too-far-ahead' } as const] : []),
    ...(kept.some((each) => each.from <= until && from <= each.until)
      ? [{ path: 'body.from', reason: 'invalid' } as const]
      : []),
    ...(kept.length >= MOST_ABSENCES ? [{ path: 'body', reason: 'too-large' } as const] : []),
    ...(deputyId !== undefined &&
    (deputies.length >= MOST_DEPUTIES || !mayStandIn(deputyId, person, colleagues, today))
      ? [{ path: 'body.deputyId', reason: 'not-a-choice' } as const]
      : []),
  ])
  const absence: Absence = {
    absenceId: idFor('absence', person.dealerId, person.staffId, String(person.version), stamp.at),
    from,
    until,
    kind: told.kind,
    remark: told.remark,
  }
  const after: Staff = {
    ...person,
    absences: [...kept, absence].sort((a, b) => (a.from < b.from ? -1 : 1)),
    deputies: deputyId === undefined ? deputies : [{ deputyId, from, until }, ...deputies],
  }
  return [{ before: person, after, action: 'absence-recorded' }]
}

/** @throws NotFound when the person has no such days of leave */
export function withoutAbsence(person: Staff, absenceId: string): StaffChange[] {
  const { absences = [] } = person
  const left = absences.filter((each) => each.absenceId !== absenceId)
  if (left.length === absences.length) throw new NotFound()
  return [{ before: person, after: { ...person, absences: left }, action: 'absence-cancelled' }]
}

export function departed(
  { person, colleagues, today }: StaffFacts,
  told: { readonly leftOn: CalendarDate; readonly handTo?: string | undefined },
): StaffChange[] {
  const { leftOn, handTo } = told
  if (person.leftOn !== undefined && person.leftOn < today) {
    throw new Refused('transition-refused', { allowed: ['rejoin'] })
  }
  refuseFaults([
    ...(person.joinedOn !== undefined && leftOn < person.joinedOn
      ? [{ path: 'body.leftOn', reason: 'too-small' } as const]
      : []),
    ...(handTo !== undefined && !mayStandIn(handTo, person, colleagues, addDays(leftOn, 1))
      ? [{ path: 'body.handTo', reason: 'not-a-choice' } as const]
      : []),
  ])
  const others = (person.deputies ?? []).slice(0, MOST_DEPUTIES - 1)
  const deputies = handTo === undefined ? others : [{ deputyId: handTo, from: addDays(leftOn, 1) }, ...others]
  return [{ before: person, after: { ...person, leftOn, deputies }, action: 'departed' }]
}

export function rejoined(person: Staff, joinedOn: CalendarDate): StaffChange[] {
  const { leftOn } = person
  if (leftOn === undefined) throw new Refused('transition-refused', { allowed: ['depart'] })
  if (joinedOn <= leftOn) refuseFaults([{ path: 'body.joinedOn', reason: 'too-small' }])
  return [
    { before: person, after: { ...person, joinedOn, leftOn: undefined, deputies: [] }, action: 'rejoined' },
  ]
}

/** The roles besides the main one, each once. */
function beside(role: RoleCode, further: readonly RoleCode[]): RoleCode[] {
  return further.filter((each) => each !== role)
}

function mayStandIn(
  deputyId: string,
  person: Staff,
  colleagues: readonly Staff[],
  on: CalendarDate,
): boolean {
  const deputy = colleagues.find(({ staffId }) => staffId === deputyId)
  return deputy !== undefined && deputyId !== person.staffId && isEmployed(deputy, on)
}

function refuseFaults(faults: readonly FieldFault[]): void {
  if (faults.length > 0) throw new FieldsInvalid(faults)
}
