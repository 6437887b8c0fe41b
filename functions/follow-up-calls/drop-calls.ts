import type { FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import { followUpMachine } from '../../shared/domain/follow-up-machine.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { followUpEndWrites } from '../../shared/due/plans/follow-up-end.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import { commitEach } from '../../shared/store/commit-each.ts'
import type { DropStore } from '../../shared/store/drop-store.ts'
import { followUpCallRecord } from '../../shared/store/follow-up-calls.ts'

const lines = {
  dropped: { code: 'FOLLOW_UPS_DROPPED', sentence: 'calls whose last day is over are dropped' },
  failed: { code: 'FOLLOW_UPS_NOT_DROPPED', sentence: 'a dealer’s overdue calls could not be dropped' },
} as const satisfies Record<string, LogLine>

/** Some dealers' calls were not looked at: the job is run again. */
export class DropFailed extends Error {
  override readonly name = 'DropFailed'
}

/** Each morning: calls that nobody was reached by until their last day are over, and that is recorded. */
export async function dropForAll({
  store,
  clock,
  log,
}: {
  readonly store: Pick<DropStore, 'dealers' | 'followUpCalls' | 'deadlines' | 'dueItems' | 'commit'>
  readonly clock: Clock
  readonly log: Log
}): Promise<{ dropped: number }> {
  let total = 0
  let failed = 0
  const stamp = { at: clock.now(), by: 'follow-up-calls' }
  for (const dealer of await store.dealers.all()) {
    const { dealerId, zone } = dealer
    try {
      const today = dateIn(stamp.at, zone)
      const waiting = await store.followUpCalls.waiting(dealerId, today)
      const over = waiting.filter(({ lastOn }) => lastOn < today)
      // One that somebody is just taking down is left to them.
      const dropped = await commitEach(
        store,
        await Promise.all(
          over.map(async (call) => {
            const after = droppedCall(call, stamp)
            const ofTimer = await followUpEndWrites(call, after, { store, dealer, stamp })
            return [followUpCallRecord.put(after, stamp), ...ofTimer]
          }),
        ),
      )
      total += dropped
      if (dropped > 0) log.info(lines.dropped, { dealerId, calls: dropped })
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId })
    }
  }
  if (failed > 0) throw new DropFailed(`${String(failed)} dealers whose calls were not looked at`)
  return { dropped: total }
}

function droppedCall(call: FollowUpCall, { at }: Stamp): FollowUpCall {
  return { ...call, status: stateAfter(followUpMachine, call.status, 'drop'), endedAt: at }
}
