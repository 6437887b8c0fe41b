import { callListStore } from '../../shared/store/call-lists.ts'
import { contactPointStore } from '../../shared/store/contact-points.ts'
import { customerStore } from '../../shared/store/customers.ts'
import { dealerStore } from '../../shared/store/dealers.ts'
import { dueItemStore } from '../../shared/store/due-items.ts'
import { guardStore } from '../../shared/store/guards.ts'
import { importStore as importRunStore } from '../../shared/store/imports.ts'
import { orderStore } from '../../shared/store/orders.ts'
import { partsOrderStore } from '../../shared/store/parts-orders.ts'
import { policyStore } from '../../shared/store/policies.ts'
import { staffStore } from '../../shared/store/staff.ts'
import type { Store } from '../../shared/store/store.ts'
import type { TableClient } from '../../shared/store/table-client.ts'
import { vehicleStore } from '../../shared/store/vehicles.ts'

/** As much of the store as an import asks: its function has less to load than the whole of it. */
export type ImportStore = Pick<
  Store,
  | 'callLists'
  | 'commit'
  | 'contactPoints'
  | 'customers'
  | 'dealers'
  | 'dueItems'
  | 'guards'
  | 'imports'
  | 'orders'
  | 'partsOrders'
  | 'policies'
  | 'staff'
  | 'vehicles'
>

export function openImportStore(client: TableClient): ImportStore {
  return {
    dealers: dealerStore(client),
    staff: staffStore(client),
    customers: customerStore(client),
    vehicles: vehicleStore(client),
    orders: orderStore(client),
    partsOrders: partsOrderStore(client),
    policies: policyStore(client),
    guards: guardStore(client),
    contactPoints: contactPointStore(client),
    dueItems: dueItemStore(client),
    callLists: callListStore(client),
    imports: importRunStore(client),
    commit: (writes) => client.commit(writes),
  }
}
