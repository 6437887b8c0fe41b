import type { Notice } from '../../shared/domain/notice.ts'
import { addDays, type CalendarDate, type Instant } from '../../shared/domain/time.ts'
import { workingDayFrom } from '../../shared/domain/working-days.ts'
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
    // What strangers send piles up: the newest may be the real one, and must not stand below what nobody has cleared.
    quarantined: groups.quarantined?.toReversed() ?? [],
    unreadable: groups.unreadable ?? [],
  }
}

function groupOf(notice: Notice, since: Instant, team: Team): keyof DailyNotices | 'rest' {
  // Before all else: what is not trusted is not to be fetched like any other because it cannot be read.
  if (notice.status === 'quarantined') return 'quarantined'
  if (notice.unreadable !== undefined) return 'unreadable'
  const { urgency } = howUrgent(notice, team)
  if (urgency === 'late') return 'late'
  if (notice.answerBy !== undefined && notice.answerBy <= nextWorkingDay(team)) return 'due'
  // Its day is not over: of what has just come in nobody says that it is unread.
  if (notice.receivedAt >= since) return 'fresh'
  return notice.status === 'received' ? 'unread' : 'rest'
}

/** What falls on days off is to be answered before them: the next mail comes when it is late. */
function nextWorkingDay({ today, dealer: { settings } }: Team): CalendarDate {
  return workingDayFrom(addDays(today, 1), settings.workingDayOverrides)
}

export function hasAny<Groups extends { readonly [Name in keyof Groups]: readonly unknown[] }>(
  groups: Groups,
): boolean {
  return Object.values<readonly unknown[]>(groups).some((group) => group.length > 0)
}
