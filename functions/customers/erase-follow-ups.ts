import { withoutWords } from '../../shared/domain/follow-up-call.ts'
import { followUpEndWrites } from '../../shared/due/plans/follow-up-end.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { auditRecord } from '../../shared/store/audit.ts'
import { followUpCallRecord } from '../../shared/store/follow-up-calls.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import { everOwned, followUpsAbout } from './each-of.ts'
import { entriesWithout, recordsOf, someAtATime, type ErasureTask } from './erasure-part.ts'
import { isOwnedOn } from './owned-by.ts'
import { erasedEntry, ownWords, saysSomething, wordsWritten } from './what-stays.ts'

/**
 * What the person said when called goes; that there was a call, when, and its scores stay. Nobody is called any more. A call
 * about a recall goes to the car's next owner: of it what was noted in the person's time goes.
 */
export function followUpEraser(): ErasureTask {
  return someAtATime(
    async ({ store, dealer: { dealerId }, record }) => {
      const ids = recordsOf(record)
      const owned = await everOwned(store, dealerId, ids)
      const calls = await followUpsAbout(store, dealerId, owned)
      const vehicles = new Map<string, Vehicle>(owned.map((vehicle) => [vehicle.vehicleId, vehicle]))
      return calls.flatMap(({ followUpCallId, customerId, vehicleId, kind }) => {
        const isTheirs = ids.includes(customerId)
        const carOfOther = isTheirs ? undefined : vehicles.get(vehicleId)
        return isTheirs || kind === 'recall' ? [{ followUpCallId, carOfOther }] : []
      })
    },
    async (some, { store, dealer, stamp, record }) => {
      const { dealerId, zone } = dealer
      const ids = recordsOf(record)
      const groups = await Promise.all(
        some.map(async ({ followUpCallId, carOfOther }) => {
          const [call, entries] = await Promise.all([
            store.followUpCalls.byId(dealerId, followUpCallId),
            store.audit.of(dealerId, followUpCallRecord.entity, followUpCallId),
          ])
          if (carOfOther !== undefined) {
            const isDropped = wordsWritten(ownWords, (on) => isOwnedOn(carOfOther, ids, on), zone)
            return entriesWithout(entries, isDropped, stamp)
          }
          const bare = call && withoutWords(call, stamp)
          return [
            ...(call === undefined || bare === undefined || saysTheSame(call, bare)
              ? []
              : [
                  [
                    followUpCallRecord.put(bare, stamp),
                    ...(await followUpEndWrites(call, bare, { store, dealer, stamp })),
                  ],
                ]),
            ...entries.filter(saysSomething).map((entry) => [auditRecord.put(erasedEntry(entry), stamp)]),
          ]
        }),
      )
      return groups.flat()
    },
  )
}
