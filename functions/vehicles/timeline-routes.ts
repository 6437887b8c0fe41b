import * as z from 'zod'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { cursorFor, placeOf } from '../../shared/http/cursor.ts'
import { readTimeline } from '../../shared/http/routes/vehicle-timeline.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { Place } from '../../shared/store/read.ts'
import type { VehiclesDependencies } from './api.ts'
import { mergePages } from './merge-pages.ts'
import { timelineSources } from './timeline-sources.ts'

/** One for each list. */
const Places = z.array(Place.nullable()).max(20)

/** All that happened to a vehicle. */
export function timelineRoutes({ store }: VehiclesDependencies): Implementation[] {
  return [
    implement(readTimeline, async ({ caller: { dealerId }, params: { vehicleId }, query }) => {
      const [dealer, vehicle] = await Promise.all([
        store.dealers.byId(dealerId),
        store.vehicles.byId(dealerId, vehicleId),
      ])
      if (dealer === undefined || vehicle === undefined) throw new NotFound()
      const { limit, cursor } = query
      const scope = { dealerId, list: readTimeline.path, filter: { vehicleId } }
      const places = cursor === undefined ? [] : placeOf(scope, cursor, Places)
      const sources = await timelineSources(store, vehicle, dealer.zone)
      const { items, next } = await mergePages(sources, places, limit)
      return { body: { items: [...items], next: next && cursorFor(scope, [...next]) } }
    }),
  ]
}
