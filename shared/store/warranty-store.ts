import { auditStore } from './audit.ts'
import { claimStatementStore } from './claim-statements.ts'
import { dealerStore } from './dealers.ts'
import { guardStore } from './guards.ts'
import { orderStore } from './orders.ts'
import { returnedPartStore } from './returned-parts.ts'
import { staffStore } from './staff.ts'
import { statutoryRequestStore } from './statutory-requests.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'
import { openTimerStore } from './timer-store.ts'
import { vehicleStore } from './vehicles.ts'
import { warrantyClaimStore } from './warranty-claims.ts'

/** What the manufacturers owe for: beside the whole store (`openStore`), as few have a say in it. */
export function openWarrantyRecords(client: TableClient) {
  return {
    warrantyClaims: warrantyClaimStore(client),
    returnedParts: returnedPartStore(client),
    claimStatements: claimStatementStore(client),
    statutoryRequests: statutoryRequestStore(client),
  }
}

export type WarrantyRecords = ReturnType<typeof openWarrantyRecords>

/** Them, the orders and vehicles that they are about, and the deadlines that they start and end. */
export function openWarrantyStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    vehicles: vehicleStore(client),
    orders: orderStore(client),
    guards: guardStore(client),
    ...openWarrantyRecords(client),
    ...openTimerStore(client),
    audit: auditStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type WarrantyStore = ReturnType<typeof openWarrantyStore>
