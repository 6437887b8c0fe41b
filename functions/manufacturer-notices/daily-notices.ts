import type { Notice } from '../../shared/domain/notice.ts'
import { addDays, type Instant } from '../../shared/domain/time.ts'
import { howUrgent } from './how-urgent.ts'
import type { Team } from './who-answers.ts'

/** What the information clerk looks after on a day, each notice once, where it presses most. */
export interface DailyNotices {
  readonly late: readonly Notice[]
  readonly due: readonly Notice[]
  readonly unread: readonly Notice[]
  readonly fresh: readonly Notice[]
  readonly quarantined: readonly Notice[]
  readonly unreadable: readonly Notice[]
}

/** Pure. @param since when the mail before was sent: what came in after it is new */
export function dailyNotices(open: readonly Notice[], since: Instant, team: Team): DailyNotices {
  const groups = Object.groupBy(open, (notice) => groupOf(notice, since, team))
  return {
    late: groups.late ?? [],
    due: groups.due ?? [],
    unread: groups.unread ?? [],
    fresh: groups.fresh ?? [],
    quarantined: groups.quarantined ?? [],
    unreadable: groups.unreadable ?? [],
  }
}

function groupOf(notice: Notice, since: Instant, team: Team): keyof DailyNotices | 'rest' {
  if (notice.unreadable !== undefined) return 'unreadable'
  if (notice.status === 'quarantined') return 'quarantined'
  const { urgency } = howUrgent(notice, team)
  if (urgency === 'late') return 'late'
  if (notice.answerBy !== undefined && notice.answerBy <= addDays(team.today, 1)) return 'due'
  // Its day is not over: of what has just come in nobody says that it is unread.
  if (notice.receivedAt >= since) return 'fresh'
  return notice.status === 'received' ? 'unread' : 'rest'
}

export function hasAny<Groups extends { readonly [Name in keyof Groups]: readonly unknown[] }>(
  groups: Groups,
): boolean {
  return Object.values<readonly unknown[]>(groups).some((group) => group.length > 0)
}
