import { auditStore } from './audit.ts'
import { complaintStore } from './complaints.ts'
import { deadlineStore } from './deadlines.ts'
import { fieldServiceStore } from './field-service-orders.ts'
import { openJobStore } from './job-store.ts'
import { orderStore } from './orders.ts'
import type { TableClient } from './table-client.ts'
import { openStaffChangeRecords } from './team-store.ts'

/** Staff, what lies with them, and what is filed of them: a part of the whole store (`openStore`), for its cold start. */
export function openStaffRecords(client: TableClient) {
  return {
    ...openJobStore(client),
    orders: orderStore(client),
    fieldService: fieldServiceStore(client),
    complaints: complaintStore(client),
    deadlines: deadlineStore(client),
    ...openStaffChangeRecords(client),
    audit: auditStore(client),
  }
}

export type StaffRecords = ReturnType<typeof openStaffRecords>
