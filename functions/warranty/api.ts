import type { Implementation } from '../../shared/http/api-handler.ts'
import type { WarrantyDependencies } from './context.ts'
import { coverageRoutes } from './coverage-routes.ts'
import { ledgerRoutes } from './ledger-routes.ts'
import { statutoryRoutes } from './statutory-routes.ts'

/** What answers the routes of what a car is covered for and what the law gives its customer. */
export function warrantyApi(dependencies: WarrantyDependencies): Implementation[] {
  return [...coverageRoutes(dependencies), ...ledgerRoutes(dependencies), ...statutoryRoutes(dependencies)]
}
