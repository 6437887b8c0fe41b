import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf } from '../../shared/http/caller.ts'
import { mergeCustomer, unmergeCustomer, type MergeView } from '../../shared/http/routes/customer-merges.ts'
import type { CustomersDependencies } from './api.ts'
import { activeView, customerView } from './customer-view.ts'
import { saveMerge, saveParting, type SavedMerge } from './save-merge.ts'

const viewOf = ({ customer, other, vehicles }: SavedMerge): MergeView => ({
  customer: activeView(customer),
  other: customerView(other),
  vehicles,
})

/** Two records of one person: made one, and two again. The ETag is of the record that the request names. */
export function mergeRoutes({ store, clock }: CustomersDependencies): Implementation[] {
  return [
    implement(mergeCustomer, async ({ caller, params, body, version, remember }) => {
      const answerOf = (saved: SavedMerge) => ({ body: viewOf(saved), version: saved.customer.version })
      const also = (saved: SavedMerge) => remember(answerOf(saved))
      const request = { store, dealerId: caller.dealerId, stamp: stampOf(caller, clock.now()), also }
      return answerOf(await saveMerge(request, { ...params, version }, body))
    }),
    implement(unmergeCustomer, async ({ caller, params, version, remember }) => {
      const answerOf = (saved: SavedMerge) => ({ body: viewOf(saved), version: saved.other.version })
      const also = (saved: SavedMerge) => remember(answerOf(saved))
      const request = { store, dealerId: caller.dealerId, stamp: stampOf(caller, clock.now()), also }
      return answerOf(await saveParting(request, { ...params, version }))
    }),
  ]
}
