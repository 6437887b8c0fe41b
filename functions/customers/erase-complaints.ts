import { owesAnswer, withoutWords } from '../../shared/domain/complaint.ts'
import { endTimer } from '../../shared/due/plans/running-timers.ts'
import { replyOf } from '../../shared/due/plans/timer-names.ts'
import { auditRecord } from '../../shared/store/audit.ts'
import { complaintRecord } from '../../shared/store/complaints.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import { recordsOf, someAtATime, type ErasureTask } from './erasure-part.ts'
import { erasedEntry, saysSomething } from './what-stays.ts'

/**
 * What people said goes; that somebody complained, of what, when and how soon it was answered stays. An answer that is
 * still owed is owed no more.
 */
export function complaintEraser(): ErasureTask {
  return someAtATime(
    async ({ store, dealer: { dealerId }, record }) => {
      const listed = await everyPage((paging) =>
        store.complaints.ofCustomer(dealerId, recordsOf(record), paging),
      )
      return listed.map(({ complaintId }) => complaintId)
    },
    async (some, { store, dealer, stamp }) => {
      const { dealerId } = dealer
      const groups = await Promise.all(
        some.map(async (complaintId) => {
          const [complaint, entries] = await Promise.all([
            store.complaints.byId(dealerId, complaintId),
            store.audit.of(dealerId, complaintRecord.entity, complaintId),
          ])
          const bare = complaint && withoutWords(complaint, stamp)
          return [
            ...(complaint === undefined || bare === undefined || saysTheSame(complaint, bare)
              ? []
              : [
                  [
                    complaintRecord.put(bare, stamp),
                    ...(owesAnswer(complaint)
                      ? await endTimer(replyOf(complaint), { reason: bare.status }, { store, dealer, stamp })
                      : []),
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
