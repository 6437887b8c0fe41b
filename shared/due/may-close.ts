import type { Deadline } from '../domain/deadline.ts'
import { roles } from '../domain/role-names.ts'
import type { RoleCode } from '../domain/roles.ts'
import type { Staff } from '../domain/staff.ts'
import type { CalendarDate } from '../domain/time.ts'
import { whoHolds } from '../domain/who-holds.ts'
import { chainOf } from './plans/deadline-steps.ts'
import type { Caller } from '../http/caller.ts'
import { whoseItIs } from './who-owns.ts'

type Asking = Pick<Caller, 'roles' | 'staffId'>
type Asked = Pick<Deadline, 'role' | 'assignedTo' | 'escalateTo' | 'escalations'>

/** What somebody has to do with a deadline. */
export interface Standing {
  /** Whether they may close it, and why. */
  readonly mayClose:
    | { readonly allowed: true; readonly because: 'owns' | 'holds' | 'stands-above' }
    | { readonly allowed: false; readonly because: 'neither' }
  /** Whether they may take note of its lateness: who stands above it and does not owe it. */
  readonly mayAcknowledge: boolean
  readonly maySee: boolean
}

/** They look after everybody's duties. */
const keepers: ReadonlySet<RoleCode> = new Set(['information_clerk', 'service_manager', 'general_manager'])

/** Whether somebody sees what every role owes. */
export function seesAll({ roles: held }: Pick<Asking, 'roles'>): boolean {
  return held.some((role) => keepers.has(role))
}

/**
 * What a caller may do with a deadline on a day: its owner, everybody who holds its role or stands in there, and
 * everybody above in `reportsTo` may close it; so may whoever it was passed up to.
 */
export function standingTo(
  deadline: Asked,
  asking: Asking,
  staff: readonly Staff[],
  on: CalendarDate,
): Standing {
  const { staffId } = asking
  const [owner, ...others] = whoseItIs(deadline, staff, on).map((holding) => holding.staff.staffId)
  const owns = staffId !== undefined && staffId === owner
  const holds =
    asking.roles.includes(deadline.role) ||
    (staffId !== undefined && (others.includes(staffId) || staffId === deadline.assignedTo))
  const above = standsAbove(deadline, asking, staff, on)
  const mayClose = owns || holds || above
  return {
    mayClose: mayClose
      ? { allowed: true, because: owns ? 'owns' : holds ? 'holds' : 'stands-above' }
      : { allowed: false, because: 'neither' },
    mayAcknowledge: above && !owns,
    maySee: mayClose || seesAll(asking),
  }
}

function standsAbove(
  { role, escalateTo, escalations }: Asked,
  { roles: held, staffId }: Asking,
  staff: readonly Staff[],
  on: CalendarDate,
): boolean {
  const above = [...superiorsOf(role), ...chainOf({ escalateTo })].filter((each) => each !== role)
  if (held.some((each) => above.includes(each))) return true
  if (staffId === undefined) return false
  return (
    escalations.some((told) => told.staffId === staffId) ||
    above.some((each) => whoHolds(each, staff, on).some((holding) => holding.staff.staffId === staffId))
  )
}

/** The roles whose duties a caller sees on a day: their own, those for which they stand in, and all below. */
export function rolesSeen(asking: Asking, staff: readonly Staff[], on: CalendarDate): ReadonlySet<RoleCode> {
  const { staffId, roles: held } = asking
  const worksIn = roles.filter(
    ({ code }) =>
      held.includes(code) ||
      (staffId !== undefined &&
        whoHolds(code, staff, on).some((holding) => holding.staff.staffId === staffId)),
  )
  const own = new Set(worksIn.map(({ code }) => code))
  const seen = roles.filter(
    ({ code }) => seesAll(asking) || own.has(code) || superiorsOf(code).some((above) => own.has(above)),
  )
  return new Set(seen.map(({ code }) => code))
}

/** All roles from the next one up to the top. */
function superiorsOf(role: RoleCode): RoleCode[] {
  const superior = roles.find(({ code }) => code === role)?.reportsTo
  return superior === undefined ? [] : [superior, ...superiorsOf(superior)]
}
