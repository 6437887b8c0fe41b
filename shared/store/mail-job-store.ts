import { openMailingStore } from './mailing-store.ts'
import { orderStore } from './orders.ts'
import type { TableClient } from './table-client.ts'
import { vehicleStore } from './vehicles.ts'

/** The mailings' records with the cars in the workshop: the morning's mail tells what the statutory ledger warns of. */
export function openMailJobStore(client: TableClient) {
  return { ...openMailingStore(client), orders: orderStore(client), vehicles: vehicleStore(client) }
}

export type MailJobStore = ReturnType<typeof openMailJobStore>
