import { auditStore } from './audit.ts'
import { campaignStore } from './campaigns.ts'
import { openCareRecords } from './care-store.ts'
import { deadlineStore } from './deadlines.ts'
import { fieldServiceStore } from './field-service-orders.ts'
import { openJobStore } from './job-store.ts'
import { orderStore } from './orders.ts'
import type { TableClient } from './table-client.ts'

/** Customers and everything that is kept of them: a part of the whole store (`openStore`), for its cold start. */
export function openCustomerRecords(client: TableClient) {
  return {
    ...openJobStore(client),
    orders: orderStore(client),
    fieldService: fieldServiceStore(client),
    ...openCareRecords(client),
    campaigns: campaignStore(client),
    deadlines: deadlineStore(client),
    audit: auditStore(client),
  }
}

export type CustomerRecords = ReturnType<typeof openCustomerRecords>
