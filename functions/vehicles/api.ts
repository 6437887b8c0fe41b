import type { Implementation } from '../../shared/http/api-handler.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { VehicleRecords } from '../../shared/store/vehicle-records.ts'
import { eventRoutes } from './event-routes.ts'
import { mergeRoutes } from './merge-routes.ts'
import { recordRoutes } from './record-routes.ts'
import { timelineRoutes } from './timeline-routes.ts'

export interface VehiclesDependencies {
  readonly store: VehicleRecords
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
