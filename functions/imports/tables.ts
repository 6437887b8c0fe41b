import type { ImportFile } from '../../shared/domain/import-run.ts'
import type { Table } from './column.ts'
import { customersTable, type CustomerRow } from './customers-table.ts'
import { ordersTable, type OrderRow } from './orders-table.ts'
import { partsOrdersTable, type PartsOrderRow } from './parts-orders-table.ts'
import { policiesTable, type PolicyRow } from './policies-table.ts'
import { staffTable, type StaffRow } from './staff-table.ts'
import { vehiclesTable, type VehicleRow } from './vehicles-table.ts'

export type TableName = ImportFile

/** What a row of each table says once it has been read. */
export interface Rows {
  readonly staff: StaffRow
  readonly customers: CustomerRow
  readonly vehicles: VehicleRow
  readonly orders: OrderRow
  readonly policies: PolicyRow
  readonly parts_orders: PartsOrderRow
}

export const tables: { readonly [Name in TableName]: Table<Rows[Name]> } = {
  staff: staffTable,
  customers: customersTable,
  vehicles: vehiclesTable,
  orders: ordersTable,
  policies: policiesTable,
  parts_orders: partsOrdersTable,
}
