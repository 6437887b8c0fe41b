import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { dateIn, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import { holdersOf, whoWorksFor } from '../../shared/domain/who-holds.ts'
import type { Caller } from '../../shared/http/caller.ts'

/** Who works at a dealer on a day. */
export interface Team {
  readonly dealer: Dealer
  readonly staff: readonly Staff[]
  readonly now: Instant
  readonly today: CalendarDate
}

export function teamOf(dealer: Dealer, staff: readonly Staff[], now: Instant): Team {
  return { dealer, staff, now, today: dateIn(now, dealer.zone) }
}

/**
 * Whose a notice is: of who is named for it or does their work now, else of the first who holds the role. Undefined where
 * nobody is employed from there to the top.
 */
export function ownerFor(
  role: RoleCode,
  named: string | undefined,
  { staff, today }: Pick<Team, 'staff' | 'today'>,
): string | undefined {
  const person = staff.find(({ staffId }) => staffId === named)
  const worker = person && whoWorksFor(person, staff, today)?.staff
  return (worker ?? holdersOf(role, staff, today)[0])?.staffId
}

/** They look after everybody's notices. */
export const keepers = ['information_clerk', 'service_manager', 'general_manager'] as const
const keeperRoles: ReadonlySet<RoleCode> = new Set(keepers)

export function keepsNotices({ roles }: Pick<Caller, 'roles'>): boolean {
  return roles.some((role) => keeperRoles.has(role))
}

/** All who may take note of a notice and answer it: its owner or who works for them, and everybody who holds its role. */
export function thoseOf({ ownerId, role }: Pick<Notice, 'ownerId' | 'role'>, team: Team): string[] {
  const owner = team.staff.find(({ staffId }) => staffId === ownerId)
  const worker = owner && whoWorksFor(owner, team.staff, team.today)?.staff
  const all = [owner, worker, ...holdersOf(role, team.staff, team.today)]
  return [...new Set(all.flatMap((each) => each?.staffId ?? []))]
}

/** Whether a caller may see a notice and work on it. What is in quarantine is the keepers' alone. */
export function mayHandle(
  notice: Pick<Notice, 'ownerId' | 'role' | 'status'>,
  caller: Pick<Caller, 'roles' | 'staffId'>,
  team: Team,
): boolean {
  if (keepsNotices(caller)) return true
  if (notice.status === 'quarantined' || notice.status === 'discarded') return false
  const { staffId } = caller
  return (
    caller.roles.includes(notice.role) || (staffId !== undefined && thoseOf(notice, team).includes(staffId))
  )
}
