import type { Implementation } from '../../shared/http/api-handler.ts'
import { claimLists } from './claim-lists.ts'
import { claimRoutes } from './claim-routes.ts'
import type { WarrantyDependencies } from './context.ts'
import { coverageRoutes } from './coverage-routes.ts'
import { ledgerRoutes } from './ledger-routes.ts'
import { partRoutes } from './part-routes.ts'
import { statementRoutes } from './statement-routes.ts'
import { statutoryRoutes } from './statutory-routes.ts'

/** What answers the routes of warranty. */
export function warrantyApi(dependencies: WarrantyDependencies): Implementation[] {
  return [
    ...coverageRoutes(dependencies),
    ...ledgerRoutes(dependencies),
    ...statutoryRoutes(dependencies),
    ...claimLists(dependencies),
    ...claimRoutes(dependencies),
    ...partRoutes(dependencies),
    ...statementRoutes(dependencies),
  ]
}
