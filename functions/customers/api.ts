import type { Implementation } from '../../shared/http/api-handler.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { contactRoutes } from './contact-routes.ts'
import { dataRoutes } from './data-routes.ts'
import { mergeRoutes } from './merge-routes.ts'
import { recordRoutes } from './record-routes.ts'
import type { CustomerRecords } from '../../shared/store/customer-records.ts'

export interface CustomersDependencies {
  readonly store: CustomerRecords
  readonly clock: Clock
  /** A number for a customer who brings none; never the same twice. */
  readonly newNumber: () => string
}

/** What answers the routes of customers. */
export function customersApi(dependencies: CustomersDependencies): Implementation[] {
  return [
    ...recordRoutes(dependencies),
    ...mergeRoutes(dependencies),
    ...contactRoutes(dependencies),
    ...dataRoutes(dependencies),
  ]
}
