import { withOwner, withStatus } from '../../shared/domain/change-vehicle.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf } from '../../shared/http/caller.ts'
import * as routes from '../../shared/http/routes/vehicles.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { Refused } from '../../shared/runtime/errors.ts'
import type { VehiclesDependencies } from './api.ts'
import { answerOf } from './record-routes.ts'
import { changeKnown } from './save-vehicle.ts'
import { statusesAfter } from './statuses-after.ts'
import { recordReading } from './record-reading.ts'
import { ownerKnown, transferFaults } from './transfer.ts'

/** What happens to a vehicle: another owner, another state, another reading. */
export function eventRoutes({ store, clock }: VehiclesDependencies): Implementation[] {
  return [
    implement(routes.transferVehicle, async ({ caller, params, body, version, remember }) => {
      const { dealerId } = caller
      const also = (saved: Vehicle) => remember(answerOf(saved))
      const request = { store, dealerId, stamp: stampOf(caller, clock.now()), also }
      const saved = await changeKnown(request, { ...params, version }, async ({ vehicle, today, stamp }) => {
        const next = await ownerKnown(store, dealerId, body.customerId)
        const { customerId } = next
        const owner = await store.customers.byId(dealerId, vehicle.customerId)
        const told = withOwner(vehicle, customerId, { on: body.on, by: stamp.by })
        const known = { ...vehicle, customerId: owner?.customerId ?? vehicle.customerId }
        const faults = transferFaults(known, { ...body, customerId }, today)
        // Whoever is merged or erased at this moment gets no vehicle any more.
        const writes = [customerRecord.check(next)]
        return { told, change: { action: 'transferred', newOwner: true }, faults, writes }
      })
      return answerOf(saved)
    }),
    implement(routes.setVehicleStatus, async ({ caller, params, body, version, remember }) => {
      const also = (saved: Vehicle) => remember(answerOf(saved))
      const request = { store, dealerId: caller.dealerId, stamp: stampOf(caller, clock.now()), also }
      const { status, on, reason } = body
      const saved = await changeKnown(request, { ...params, version }, ({ vehicle, today, stamp }) => {
        const allowed = statusesAfter[vehicle.status]
        if (!allowed.includes(status)) throw new Refused('transition-refused', { allowed })
        const told = withStatus(vehicle, status, { on, by: stamp.by, reason })
        const faults = on > today ? [{ path: 'body.on', reason: 'too-far-ahead' } as const] : []
        return { told, change: `status-${status}`, faults }
      })
      return answerOf(saved)
    }),
    implement(routes.recordOdometer, async ({ caller, params, body, version, remember }) => {
      const request = { store, dealerId: caller.dealerId, stamp: stampOf(caller, clock.now()) }
      return recordReading({ ...request, also: remember }, { ...params, version }, body)
    }),
  ]
}
