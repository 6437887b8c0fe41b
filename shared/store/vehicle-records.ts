import { auditStore } from './audit.ts'
import { openCareRecords } from './care-store.ts'
import { deadlineStore } from './deadlines.ts'
import { openJobStore } from './job-store.ts'
import { orderStore } from './orders.ts'
import type { TableClient } from './table-client.ts'

/** Vehicles and everything that makes up their past: a part of the whole store (`openStore`), for its cold start. */
export function openVehicleRecords(client: TableClient) {
  return {
    ...openJobStore(client),
    orders: orderStore(client),
    ...openCareRecords(client),
    deadlines: deadlineStore(client),
    audit: auditStore(client),
  }
}

export type VehicleRecords = ReturnType<typeof openVehicleRecords>
