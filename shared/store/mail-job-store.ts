import { claimStatementStore } from './claim-statements.ts'
import { guardStore } from './guards.ts'
import { openMailingStore } from './mailing-store.ts'
import { orderStore } from './orders.ts'
import type { TableClient } from './table-client.ts'
import { vehicleStore } from './vehicles.ts'

/**
 * The mailings' records with the cars in the workshop, as the morning's mail tells what the statutory ledger warns of, and
 * with the settlement statements that a mail shows beside the claims.
 */
export function openMailJobStore(client: TableClient) {
  return {
    ...openMailingStore(client),
    orders: orderStore(client),
    vehicles: vehicleStore(client),
    claimStatements: claimStatementStore(client),
    guards: guardStore(client),
  }
}

export type MailJobStore = ReturnType<typeof openMailJobStore>
