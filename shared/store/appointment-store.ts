import { openJobStore } from './job-store.ts'
import { orderStore } from './orders.ts'
import type { TableClient } from './table-client.ts'

/** What is asked of the table when an appointment's reminder is due: what jobs ask, and the order. */
export function openAppointmentStore(client: TableClient) {
  return { ...openJobStore(client), orders: orderStore(client) }
}

export type AppointmentStore = ReturnType<typeof openAppointmentStore>
