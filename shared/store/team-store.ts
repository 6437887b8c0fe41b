import { staffChangeStore } from './staff-changes.ts'
import type { TableClient } from './table-client.ts'

/** What has to be filed of the staff: beside the whole store (`openStore`), as few have a say in it. */
export function openStaffChangeRecords(client: TableClient) {
  return { staffChanges: staffChangeStore(client) }
}

export type StaffChangeRecords = ReturnType<typeof openStaffChangeRecords>
