import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf } from '../../shared/http/caller.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import * as routes from '../../shared/http/routes/customers.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import type { Customer, CustomerRecord } from '../../shared/domain/customer.ts'
import type { CustomersDependencies } from './api.ts'
import { activeView, customerView, vehicleView } from './customer-view.ts'
import { lookUp } from './look-up.ts'
import { saveChange, saveNew } from './save-customer.ts'

const answerOf = (customer: Customer) => ({ body: activeView(customer), version: customer.version })

/** Customers themselves: taken in, looked up, read, changed. */
export function recordRoutes({ store, clock, newNumber }: CustomersDependencies): Implementation[] {
  const recordOf = async (dealerId: string, customerId: string): Promise<CustomerRecord> => {
    const record = await store.customers.recordById(dealerId, customerId)
    if (record === undefined) throw new NotFound()
    return record
  }
  return [
    implement(routes.createCustomer, async ({ caller, body, remember }) => {
      const also = (saved: Customer) => remember(answerOf(saved))
      const request = { store, dealerId: caller.dealerId, stamp: stampOf(caller, clock.now()), also }
      return answerOf(await saveNew(request, body, newNumber))
    }),
    implement(routes.findCustomers, async ({ caller: { dealerId }, query: { limit, cursor, ...clues } }) => {
      const scope = { dealerId, list: routes.findCustomers.path, filter: { ...clues } }
      const page = { limit, cursor }
      return {
        body: await paged(
          scope,
          page,
          (paging) => lookUp(store, dealerId, clues, paging),
          ({ customer, by }) => ({ ...activeView(customer), found: by }),
        ),
      }
    }),
    implement(routes.readCustomer, async ({ caller: { dealerId }, params: { customerId } }) => {
      const record = await recordOf(dealerId, customerId)
      return { body: customerView(record), version: record.version }
    }),
    implement(routes.changeCustomer, async ({ caller, params, body, version, remember }) => {
      const also = (saved: Customer) => remember(answerOf(saved))
      const request = { store, dealerId: caller.dealerId, stamp: stampOf(caller, clock.now()), also }
      return answerOf(await saveChange(request, { ...params, version }, body))
    }),
    implement(
      routes.listCustomerVehicles,
      async ({ caller: { dealerId }, params: { customerId }, query }) => {
        await recordOf(dealerId, customerId)
        const scope = { dealerId, list: routes.listCustomerVehicles.path, filter: { customerId } }
        const ask = store.vehicles.ofCustomer
        return {
          body: await paged(scope, query, (paging) => ask(dealerId, customerId, paging), vehicleView),
        }
      },
    ),
    implement(routes.listCustomerChanges, async ({ caller: { dealerId }, params: { customerId }, query }) => {
      await recordOf(dealerId, customerId)
      const scope = { dealerId, list: routes.listCustomerChanges.path, filter: { customerId } }
      const { entity } = customerRecord
      return {
        body: await paged(
          scope,
          query,
          (paging) => store.audit.newestOf(dealerId, entity, customerId, paging),
          changeView,
        ),
      }
    }),
  ]
}
