import { auditStore } from './audit.ts'
import { businessReportStore } from './business-reports.ts'
import { dealerStore } from './dealers.ts'
import { messageStore } from './messages.ts'
import { orderStore } from './orders.ts'
import { policyStore } from './policies.ts'
import { staffStore } from './staff.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'

/** What is asked of the table for the business reports: a part of the whole store (`openStore`). */
export function openReportStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    orders: orderStore(client),
    policies: policyStore(client),
    messages: messageStore(client),
    businessReports: businessReportStore(client),
    audit: auditStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type ReportStore = ReturnType<typeof openReportStore>
