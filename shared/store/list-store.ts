import { callListStore } from './call-lists.ts'
import { customerStore } from './customers.ts'
import { dealerStore } from './dealers.ts'
import { dueItemStore } from './due-items.ts'
import { messageStore } from './messages.ts'
import { policyStore } from './policies.ts'
import { staffStore } from './staff.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'
import { vehicleStore } from './vehicles.ts'

/** What is asked of the table when call lists are mailed: a part of what jobs ask, for the spreadsheet has its weight. */
export function openListStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    customers: customerStore(client),
    vehicles: vehicleStore(client),
    policies: policyStore(client),
    dueItems: dueItemStore(client),
    messages: messageStore(client),
    callLists: callListStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type ListStore = ReturnType<typeof openListStore>
