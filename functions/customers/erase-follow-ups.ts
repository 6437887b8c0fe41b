import { withoutWords } from '../../shared/domain/follow-up-call.ts'
import { followUpEndWrites } from '../../shared/due/plans/follow-up-end.ts'
import { auditRecord } from '../../shared/store/audit.ts'
import { followUpCallRecord } from '../../shared/store/follow-up-calls.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import { everOwned, followUpsOf } from './each-of.ts'
import { recordsOf, someAtATime, type ErasureTask } from './erasure-part.ts'
import { erasedEntry, saysSomething } from './what-stays.ts'

/** What the person said when called goes; that there was a call, when, and its scores stay. Nobody is called any more. */
export function followUpEraser(): ErasureTask {
  return someAtATime(
    async ({ store, dealer: { dealerId }, record }) => {
      const ids = recordsOf(record)
      const calls = await followUpsOf(store, dealerId, await everOwned(store, dealerId, ids), ids)
      return calls.map(({ followUpCallId }) => followUpCallId)
    },
    async (some, { store, dealer, stamp }) => {
      const { dealerId } = dealer
      const groups = await Promise.all(
        some.map(async (followUpCallId) => {
          const [call, entries] = await Promise.all([
            store.followUpCalls.byId(dealerId, followUpCallId),
            store.audit.of(dealerId, followUpCallRecord.entity, followUpCallId),
          ])
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
