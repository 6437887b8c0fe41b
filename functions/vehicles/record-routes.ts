import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf } from '../../shared/http/caller.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import * as routes from '../../shared/http/routes/vehicles.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import type { VehiclesDependencies } from './api.ts'
import { readAtDesk } from './at-desk.ts'
import { createNew } from './create-vehicle.ts'
import { lookUp } from './look-up.ts'
import { changeKnown } from './save-vehicle.ts'
import { vehicleView } from './vehicle-view.ts'
import { vinWrites } from './vin-writes.ts'
import { changedBy, dateFaults } from './change-vehicle.ts'

export const answerOf = (vehicle: Vehicle) => ({ body: vehicleView(vehicle), version: vehicle.version })

/** Vehicles themselves: taken in, looked up, read, changed. */
export function recordRoutes({ store, clock }: VehiclesDependencies): Implementation[] {
  return [
    implement(routes.createVehicle, async ({ caller, body, remember }) => {
      const also = (saved: Vehicle) => remember(answerOf(saved))
      const request = { store, dealerId: caller.dealerId, stamp: stampOf(caller, clock.now()), also }
      return answerOf(await createNew(request, body))
    }),
    implement(routes.findVehicles, async ({ caller: { dealerId }, query }) => {
      const found = await lookUp(store, dealerId, query)
      return { body: { items: found.map(({ vehicle, by }) => ({ ...vehicleView(vehicle), found: by })) } }
    }),
    implement(routes.readVehicle, async ({ caller: { dealerId }, params: { vehicleId } }) => {
      const view = await readAtDesk(store, { dealerId, vehicleId }, clock.now())
      return { body: view.body, version: view.version }
    }),
    implement(routes.changeVehicle, async ({ caller, params, body, version, remember }) => {
      const also = (saved: Vehicle) => remember(answerOf(saved))
      const request = { store, dealerId: caller.dealerId, stamp: stampOf(caller, clock.now()), also }
      const which = { ...params, version }
      const saved = await changeKnown(request, which, async ({ vehicle, today, stamp }) => {
        const told = changedBy(vehicle, body, { on: today, by: stamp.by })
        const writes = await vinWrites(store, told, body.vinWasOf, stamp)
        return { told, change: 'changed', faults: dateFaults(body, today), writes }
      })
      return answerOf(saved)
    }),
    implement(routes.listVehicleChanges, async ({ caller: { dealerId }, params: { vehicleId }, query }) => {
      if ((await store.vehicles.byId(dealerId, vehicleId)) === undefined) throw new NotFound()
      const scope = { dealerId, list: routes.listVehicleChanges.path, filter: { vehicleId } }
      const { entity } = vehicleRecord
      return {
        body: await paged(
          scope,
          query,
          (paging) => store.audit.newestOf(dealerId, entity, vehicleId, paging),
          changeView,
        ),
      }
    }),
  ]
}
