import { auditStore } from './audit.ts'
import { complaintStore } from './complaints.ts'
import { customerStore } from './customers.ts'
import { dealerStore } from './dealers.ts'
import { followUpCallStore } from './follow-up-calls.ts'
import { orderStore } from './orders.ts'
import { staffStore } from './staff.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'
import { openTimerStore } from './timer-store.ts'
import { vehicleStore } from './vehicles.ts'

/**
 * What is kept of how content customers are. It stands beside the whole store (`openStore`), since most who open that
 * have no say in it and would carry its schemas into each cold start.
 */
export function openCareRecords(client: TableClient) {
  return { complaints: complaintStore(client), followUpCalls: followUpCallStore(client) }
}

export type CareRecords = ReturnType<typeof openCareRecords>

/** Them and what they are about, without what reminders, policies, parts and imports need. */
export function openCareStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    customers: customerStore(client),
    vehicles: vehicleStore(client),
    orders: orderStore(client),
    ...openCareRecords(client),
    ...openTimerStore(client),
    audit: auditStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type CareStore = ReturnType<typeof openCareStore>
