import type { CalendarFeed } from '../../shared/domain/calendar-feed.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import type { Caller } from '../../shared/http/caller.ts'

/** They look after everybody's duties. */
const keepers: ReadonlySet<RoleCode> = new Set(['information_clerk', 'service_manager', 'general_manager'])

/** Whether a caller may see, make and revoke a feed: of themselves, of a role of theirs, and keepers of everybody. */
export function mayHaveFeed(
  { roles, staffId }: Pick<Caller, 'roles' | 'staffId'>,
  feed: Pick<CalendarFeed, 'staffId' | 'role'>,
): boolean {
  if (roles.some((role) => keepers.has(role))) return true
  return feed.role === undefined ? feed.staffId === staffId : roles.includes(feed.role)
}
