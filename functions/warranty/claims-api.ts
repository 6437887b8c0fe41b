import type { Implementation } from '../../shared/http/api-handler.ts'
import { claimLists } from './claim-lists.ts'
import { claimRoutes } from './claim-routes.ts'
import type { WarrantyDependencies } from './context.ts'
import { partRoutes } from './part-routes.ts'
import { statementRoutes } from './statement-routes.ts'

/** What answers the routes of what the manufacturers owe: claims, replaced parts, settlement statements. */
export function claimsApi(dependencies: WarrantyDependencies): Implementation[] {
  return [
    ...claimLists(dependencies),
    ...claimRoutes(dependencies),
    ...partRoutes(dependencies),
    ...statementRoutes(dependencies),
  ]
}
