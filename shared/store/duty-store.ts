import { auditStore } from './audit.ts'
import { calendarFeedStore } from './calendar-feeds.ts'
import { dealerStore } from './dealers.ts'
import { deadlineStore } from './deadlines.ts'
import { dueItemStore } from './due-items.ts'
import { dutyStore } from './duties.ts'
import { staffStore } from './staff.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'

/**
 * What is asked of the table about duties: a part of the whole store (`openStore`), kept apart because rules and
 * calendars bring libraries of their own, and customers, vehicles and orders have no say in them.
 */
export function openDutyStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    duties: dutyStore(client),
    deadlines: deadlineStore(client),
    dueItems: dueItemStore(client),
    calendarFeeds: calendarFeedStore(client),
    audit: auditStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type DutyStore = ReturnType<typeof openDutyStore>
