import type { Implementation } from '../../shared/http/api-handler.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Files } from '../../shared/store/files.ts'
import type { ReportStore } from '../../shared/store/report-store.ts'
import { dailyRoutes } from './daily-routes.ts'
import { monthlyRoutes } from './monthly-routes.ts'
import { targetRoutes } from './target-routes.ts'

export interface ReportDependencies {
  readonly store: ReportStore
  readonly files: Pick<Files, 'write'>
  readonly clock: Clock
}

/** What answers the routes of the business reports and of the target board. */
export function businessReportsApi(dependencies: ReportDependencies): Implementation[] {
  return [...dailyRoutes(dependencies), ...monthlyRoutes(dependencies), ...targetRoutes(dependencies)]
}
