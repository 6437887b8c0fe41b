import { policyRecord } from '../../shared/store/policies.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import { everOwned } from './each-of.ts'
import { entriesWithout, recordsOf, someAtATime, type ErasureTask } from './erasure-part.ts'
import { isOwnedOn } from './owned-by.ts'
import { policyWithout, policyWords, wordsOf } from './what-stays.ts'

/** Policies stay with their vehicle; what was noted of accidents and of why they ended in the person's time does not. */
export function policyEraser(): ErasureTask {
  return someAtATime(
    async ({ store, dealer: { dealerId }, record }) => {
      const owned = await everOwned(store, dealerId, recordsOf(record))
      const found = await Promise.all(
        owned.map(async (vehicle) => {
          const { vehicleId } = vehicle
          const policies = await everyPage((paging) => store.policies.ofVehicle(dealerId, vehicleId, paging))
          return policies.map(({ policyId }) => ({ vehicle, policyId }))
        }),
      )
      return found.flat()
    },
    async (some, { store, dealer: { dealerId, zone }, stamp, record }) => {
      const ids = recordsOf(record)
      const policies = await store.policies.byIds(
        dealerId,
        some.map(({ policyId }) => policyId),
      )
      const groups = await Promise.all(
        some.map(async ({ vehicle, policyId }) => {
          const wasTheirs = (on: Parameters<typeof isOwnedOn>[2]) => isOwnedOn(vehicle, ids, on)
          const policy = policies.get(policyId)
          const bare = policy && policyWithout(policy, wasTheirs)
          const entries = await store.audit.of(dealerId, policyRecord.entity, policyId)
          return [
            ...(policy === undefined || bare === undefined || saysTheSame(policy, bare)
              ? []
              : [[policyRecord.put(bare, stamp)]]),
            ...entriesWithout(entries, wordsOf(policyWords, wasTheirs, zone), stamp),
          ]
        }),
      )
      return groups.flat()
    },
  )
}
