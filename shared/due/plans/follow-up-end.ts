import { isWaitingCall, type FollowUpCall } from '../../domain/follow-up-call.ts'
import type { Write } from '../../store/table-client.ts'
import { endTimer, type TimerContext } from './running-timers.ts'
import { callOf, callWord, provedBy } from './timer-names.ts'

/** What ends the time for a call after a visit where the call does not wait any more. */
export async function followUpEndWrites(
  before: FollowUpCall | undefined,
  after: FollowUpCall,
  context: TimerContext,
): Promise<readonly Write[]> {
  const ends = before !== undefined && isWaitingCall(before) && !isWaitingCall(after)
  if (!ends || after.kind !== 'post_repair') return []
  const end = after.status === 'reached' ? provedBy(callWord(after)) : { reason: after.status }
  return endTimer(callOf(after), end, context)
}
