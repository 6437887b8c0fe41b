import { visitOfOrder } from '../../shared/domain/order.ts'
import { ledgerOfVehicle } from '../../shared/due/ledger-of-vehicle.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { changed } from '../../shared/http/change-record.ts'
import { asSeen, etagOf } from '../../shared/http/etag.ts'
import { ledgerWarningView } from '../../shared/http/ledger-warning.ts'
import * as routes from '../../shared/http/routes/warranty.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { repairOrderRecord } from '../../shared/store/orders.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { vehicleOfOrder } from '../../shared/store/vehicle-of-order.ts'
import { contextOf, vehicleOfVin, type WarrantyDependencies } from './context.ts'
import { ledgerView } from './ledger-view.ts'

/** Answers what a car's repairs come to by the law, and takes what an order tells of that. */
export function ledgerRoutes(dependencies: WarrantyDependencies): Implementation[] {
  const { store } = dependencies
  return [
    implement(routes.readLedger, async ({ caller, params: { vin } }) => {
      const context = await contextOf(dependencies, caller)
      const vehicle = await vehicleOfVin(context, vin)
      const ledger = await ledgerOfVehicle(store, context.dealer, vehicle, context.stamp.at)
      return { body: ledgerView(vehicle, ledger) }
    }),
    implement(routes.noteStatutory, async ({ caller, params: { orderId }, body, version, remember }) => {
      const { dealer, stamp } = await contextOf(dependencies, caller)
      const { dealerId } = dealer
      const { answer } = await untilCommitted(store, async () => {
        const before = asSeen(await store.orders.byId(dealerId, orderId), version)
        // Of a car that has not come, or did not, nothing is told.
        if (visitOfOrder(before) === undefined) throw new NotFound()
        const vehicle = await vehicleOfOrder(store, dealerId, before.vehicleId)
        const after = { ...before, statutory: body }
        const change = { id: orderId, action: 'statutory-noted', before, after }
        const { record, writes } = changed(repairOrderRecord, change, stamp)
        // The index is as it was before this change, so this order is taken from here.
        const told = {
          orders: {
            ...store.orders,
            ofVehicle: async (...asked: Parameters<typeof store.orders.ofVehicle>) => {
              const page = await store.orders.ofVehicle(...asked)
              return { ...page, items: page.items.map((each) => (each.orderId === orderId ? record : each)) }
            },
          },
        }
        const ledger = vehicle && (await ledgerOfVehicle(told, dealer, vehicle, stamp.at))
        const given = {
          body: {
            orderId,
            etag: etagOf(record.version),
            statutory: body,
            warnings: (ledger?.warnings ?? []).map(ledgerWarningView),
          },
          version: record.version,
        }
        return { answer: given, writes: [...writes, ...remember(given)] }
      })
      return answer
    }),
  ]
}
