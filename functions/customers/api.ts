import type { Implementation } from '../../shared/http/api-handler.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { CareRecords } from '../../shared/store/care-store.ts'
import type { Store } from '../../shared/store/store.ts'
import { contactRoutes } from './contact-routes.ts'
import { dataRoutes } from './data-routes.ts'
import { mergeRoutes } from './merge-routes.ts'
import { recordRoutes } from './record-routes.ts'

export interface CustomersDependencies {
  readonly store: Store & CareRecords
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
