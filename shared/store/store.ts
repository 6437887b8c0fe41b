import { auditStore } from './audit.ts'
import { businessReportStore } from './business-reports.ts'
import { calendarFeedStore } from './calendar-feeds.ts'
import { deadlineStore } from './deadlines.ts'
import { dutyStore } from './duties.ts'
import { fieldServiceStore } from './field-service-orders.ts'
import { importStore } from './imports.ts'
import { openJobStore } from './job-store.ts'
import { orderStore } from './orders.ts'
import { partsOrderStore } from './parts-orders.ts'
import { partPriceStore } from './part-prices.ts'
import { replanStore } from './replans.ts'
import type { TableClient } from './table-client.ts'

/** Everything that can be asked of the table, by entity, and the one way to write to it. */
export function openStore(client: TableClient) {
  return {
    ...openJobStore(client),
    orders: orderStore(client),
    partsOrders: partsOrderStore(client),
    fieldService: fieldServiceStore(client),
    partPrices: partPriceStore(client),
    imports: importStore(client),
    replans: replanStore(client),
    duties: dutyStore(client),
    deadlines: deadlineStore(client),
    calendarFeeds: calendarFeedStore(client),
    businessReports: businessReportStore(client),
    audit: auditStore(client),
  }
}

export type Store = ReturnType<typeof openStore>
