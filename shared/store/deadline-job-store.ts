import { deadlineStore } from './deadlines.ts'
import { dutyStore } from './duties.ts'
import { openJobStore } from './job-store.ts'
import type { TableClient } from './table-client.ts'

/** What is asked of the table when a deadline is due. */
export function openDeadlineJobStore(client: TableClient) {
  return { ...openJobStore(client), duties: dutyStore(client), deadlines: deadlineStore(client) }
}

export type DeadlineJobStore = ReturnType<typeof openDeadlineJobStore>
