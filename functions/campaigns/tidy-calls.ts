import { handedOn } from '../../shared/domain/follow-up-call.ts'
import { addMinutes, CalendarDate } from '../../shared/domain/time.ts'
import { endRecallCall } from '../../shared/due/plans/recall-call.ts'
import { RECALL_NOTICES } from '../../shared/due/plans/recall-notices.ts'
import { standingRecalls } from '../../shared/due/standing-recalls.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import type { RecallStore } from '../../shared/store/campaign-store.ts'
import { commitEach } from '../../shared/store/commit-each.ts'
import { followUpCallRecord } from '../../shared/store/follow-up-calls.ts'
import type { Write } from '../../shared/store/table-client.ts'

const lines = {
  tidied: {
    code: 'RECALL_CALLS_TIDIED',
    sentence: 'calls about recalls follow what the recalls and cars are now',
  },
  failed: {
    code: 'RECALL_CALLS_NOT_TIDIED',
    sentence: 'a dealer’s calls about recalls could not be looked through',
  },
} as const satisfies Record<string, LogLine>

/** Some dealers' calls were not looked at: the job is run again. */
export class TidyFailed extends Error {
  override readonly name = 'TidyFailed'
}

/** So long a recall that a person has ended may be opened again without having lost its calls. */
const MINUTES_OF_REGRET = 24 * 60

const ANY_DAY = CalendarDate.parse('9999-12-31')

/**
 * Ends calls about recalls that were taken back or are over, and about cars that are gone; one about a car that has another
 * owner becomes theirs. The day's list leaves them out by itself: this records it, of a recall that was ended a day later,
 * so that a slip costs no call.
 */
export async function tidyCalls({
  store,
  clock,
  log,
}: {
  readonly store: RecallStore
  readonly clock: Clock
  readonly log: Log
}): Promise<{ readonly tidied: number }> {
  const stamp = { at: clock.now(), by: RECALL_NOTICES }
  let tidied = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const { dealerId } = dealer
    try {
      const waiting = await store.followUpCalls.waiting(dealerId, ANY_DAY)
      const calls = waiting.filter(({ kind }) => kind === 'recall')
      const standing = await standingRecalls(store, dealerId, calls)
      const campaigns = await store.campaigns.byIds(
        dealerId,
        calls.flatMap(({ campaignId }) => campaignId ?? []),
      )
      const isJustEnded = ({ campaignId = '' }: (typeof calls)[number]) => {
        const ended = campaigns.get(campaignId)?.ended
        return ended !== undefined && addMinutes(ended.at, MINUTES_OF_REGRET) > stamp.at
      }
      const changes = await Promise.all(
        calls.map(async (call): Promise<readonly Write[]> => {
          const recall = standing.get(call.followUpCallId)
          if (recall === undefined)
            return isJustEnded(call) ? [] : endRecallCall(call, { store, dealer, stamp })
          const { customerId } = recall.vehicle
          return customerId === call.customerId
            ? []
            : [followUpCallRecord.put(handedOn(call, customerId), stamp)]
        }),
      )
      // One that somebody is just taking down is left to them.
      const done = await commitEach(
        store,
        changes.filter((writes) => writes.length > 0),
      )
      tidied += done
      if (done > 0) log.info(lines.tidied, { dealerId, calls: done })
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId })
    }
  }
  if (failed > 0)
    throw new TidyFailed(`${String(failed)} dealers whose calls about recalls were not looked at`)
  return { tidied }
}
