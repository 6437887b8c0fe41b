import { auditStore } from './audit.ts'
import { dealerStore } from './dealers.ts'
import { equipmentCheckStore } from './equipment-checks.ts'
import { meetingStore } from './meetings.ts'
import { staffChangeStore } from './staff-changes.ts'
import { staffStore } from './staff.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'
import { openTimerStore } from './timer-store.ts'

/** What has to be filed of the staff: beside the whole store (`openStore`), as few have a say in it. */
export function openStaffChangeRecords(client: TableClient) {
  return { staffChanges: staffChangeStore(client) }
}

export type StaffChangeRecords = ReturnType<typeof openStaffChangeRecords>

/** What teams write down of their days: beside the whole store, too. */
export function openTeamRecords(client: TableClient) {
  return { meetings: meetingStore(client), equipmentChecks: equipmentCheckStore(client) }
}

export type TeamRecords = ReturnType<typeof openTeamRecords>

/** Them, who writes them, and the deadlines that they close. */
export function openTeamStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    ...openTeamRecords(client),
    ...openTimerStore(client),
    audit: auditStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type TeamStore = ReturnType<typeof openTeamStore>
