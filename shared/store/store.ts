import { auditStore } from './audit.ts'
import { callListStore } from './call-lists.ts'
import { contactPointStore } from './contact-points.ts'
import { customerStore } from './customers.ts'
import { dealerStore } from './dealers.ts'
import { dueItemStore } from './due-items.ts'
import { fieldServiceStore } from './field-service-orders.ts'
import { guardStore } from './guards.ts'
import { importStore } from './imports.ts'
import { messageStore } from './messages.ts'
import { orderStore } from './orders.ts'
import { partsOrderStore } from './parts-orders.ts'
import { partPriceStore } from './part-prices.ts'
import { policyStore } from './policies.ts'
import { replanStore } from './replans.ts'
import { staffStore } from './staff.ts'
import type { CommitResult, TableClient, Write } from './table-client.ts'
import { vehicleStore } from './vehicles.ts'

/** Everything that can be asked of the table, by entity, and the one way to write to it. */
export function openStore(client: TableClient) {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    customers: customerStore(client),
    vehicles: vehicleStore(client),
    orders: orderStore(client),
    partsOrders: partsOrderStore(client),
    fieldService: fieldServiceStore(client),
    partPrices: partPriceStore(client),
    policies: policyStore(client),
    guards: guardStore(client),
    contactPoints: contactPointStore(client),
    dueItems: dueItemStore(client),
    messages: messageStore(client),
    callLists: callListStore(client),
    imports: importStore(client),
    replans: replanStore(client),
    audit: auditStore(client),
    /** All of the writes or none; a write that somebody else was faster with is told, not thrown. */
    commit: (writes: readonly Write[]): Promise<CommitResult> => client.commit(writes),
  }
}

export type Store = ReturnType<typeof openStore>
