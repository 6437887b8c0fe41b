import { complaintStore } from './complaints.ts'
import { customerStore } from './customers.ts'
import { dealerStore } from './dealers.ts'
import { followUpCallStore } from './follow-up-calls.ts'
import { messageStore } from './messages.ts'
import { orderStore } from './orders.ts'
import { staffStore } from './staff.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'
import { openTimerStore } from './timer-store.ts'

/**
 * What the morning's job of follow-up calls asks, that ends those whose last day is over and tells how content customers
 * were: a part of the whole store, for its cold start.
 */
export function openDropStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    customers: customerStore(client),
    orders: orderStore(client),
    followUpCalls: followUpCallStore(client),
    complaints: complaintStore(client),
    messages: messageStore(client),
    ...openTimerStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type DropStore = ReturnType<typeof openDropStore>
