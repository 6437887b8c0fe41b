import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf } from '../../shared/http/caller.ts'
import { mergeVehicle } from '../../shared/http/routes/vehicle-merge.ts'
import type { VehiclesDependencies } from './api.ts'
import { saveMerge, type SavedMerge } from './save-merge.ts'
import { vehicleView } from './vehicle-view.ts'

/** Two records of one car, made one. The ETag is of the record that the request names. */
export function mergeRoutes({ store, clock }: VehiclesDependencies): Implementation[] {
  return [
    implement(mergeVehicle, async ({ caller, params, body, version, remember }) => {
      const answerOf = ({ kept, other, moved }: SavedMerge) => ({
        body: { vehicle: vehicleView(kept), other: vehicleView(other), moved },
        version: kept.version,
      })
      const also = (saved: SavedMerge) => remember(answerOf(saved))
      const request = { store, dealerId: caller.dealerId, stamp: stampOf(caller, clock.now()), also }
      return answerOf(await saveMerge(request, { ...params, version }, body))
    }),
  ]
}
