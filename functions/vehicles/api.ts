import type { Implementation } from '../../shared/http/api-handler.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { CareRecords } from '../../shared/store/care-store.ts'
import type { Store } from '../../shared/store/store.ts'
import { eventRoutes } from './event-routes.ts'
import { mergeRoutes } from './merge-routes.ts'
import { recordRoutes } from './record-routes.ts'
import { timelineRoutes } from './timeline-routes.ts'

export interface VehiclesDependencies {
  readonly store: Store & CareRecords
  readonly clock: Clock
}

/** What answers the routes of vehicles. */
export function vehiclesApi(dependencies: VehiclesDependencies): Implementation[] {
  return [
    ...recordRoutes(dependencies),
    ...eventRoutes(dependencies),
    ...mergeRoutes(dependencies),
    ...timelineRoutes(dependencies),
  ]
}
