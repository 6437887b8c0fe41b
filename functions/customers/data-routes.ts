import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf } from '../../shared/http/caller.ts'
import { etagOf } from '../../shared/http/etag.ts'
import * as routes from '../../shared/http/routes/customer-data.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { CustomersDependencies } from './api.ts'
import { asDealtWith } from './as-dealt-with.ts'
import { exportOf } from './export-data.ts'
import { gatherData } from './gather-data.ts'
import { eraseCustomer } from './save-erasure.ts'

/** What people may ask of their data: a copy, and to be known no longer. */
export function dataRoutes({ store, clock }: CustomersDependencies): Implementation[] {
  return [
    implement(routes.exportCustomer, async ({ caller: { dealerId }, params: { customerId } }) => {
      const [dealer, record] = await Promise.all([
        store.dealers.byId(dealerId),
        store.customers.recordById(dealerId, customerId),
      ])
      if (dealer === undefined) throw new NotFound()
      const customer = asDealtWith(record)
      const data = await gatherData(store, customer, dealer.zone)
      return { body: exportOf(data, clock.now()), version: customer.version }
    }),
    implement(routes.eraseCustomer, async ({ caller, params, version }) => {
      const request = { store, dealerId: caller.dealerId, stamp: stampOf(caller, clock.now()) }
      const { record, erased, beingSent } = await eraseCustomer(request, { ...params, version })
      const { customerId, state, step, begunAt, erasedAt } = record
      return {
        body: {
          ...{ customerId, state, step, begunAt, erasedAt, erased, beingSent },
          etag: etagOf(record.version),
          steps: routes.allErasureSteps,
        },
        version: record.version,
      }
    }),
  ]
}
