import { callListStore } from './call-lists.ts'
import { contactPointStore } from './contact-points.ts'
import { customerStore } from './customers.ts'
import { dealerStore } from './dealers.ts'
import { dueItemStore } from './due-items.ts'
import { guardStore } from './guards.ts'
import { messageStore } from './messages.ts'
import { policyStore } from './policies.ts'
import { staffStore } from './staff.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'
import { vehicleStore } from './vehicles.ts'

/**
 * What is asked of the table when something is due: a part of the whole store (`openStore`), kept apart because a job
 * that opens the whole of it carries every record's schema into each cold start.
 */
export function openJobStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    customers: customerStore(client),
    vehicles: vehicleStore(client),
    policies: policyStore(client),
    guards: guardStore(client),
    contactPoints: contactPointStore(client),
    dueItems: dueItemStore(client),
    messages: messageStore(client),
    callLists: callListStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type JobStore = ReturnType<typeof openJobStore>
