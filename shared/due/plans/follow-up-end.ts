import { isWaitingCall, type FollowUpCall } from '../../domain/follow-up-call.ts'
import type { Write } from '../../store/table-client.ts'
import { endTimer, type TimerContext, type TimerEnd } from './running-timers.ts'
import { callOf, callWord, provedBy } from './timer-names.ts'

/** What ends the time for a call where the call does not wait any more. */
export async function followUpEndWrites(
  before: FollowUpCall | undefined,
  after: FollowUpCall,
  context: TimerContext,
): Promise<readonly Write[]> {
  const ends = before !== undefined && isWaitingCall(before) && !isWaitingCall(after)
  const timer = callOf(after)
  if (!ends || timer === undefined) return []
  return endTimer(timer, endOf(after), context)
}

/** What is dropped after its last day was owed until then: whoever never rang up has not been spared it. */
function endOf(call: FollowUpCall): TimerEnd {
  if (isDone(call)) return provedBy(callWord(call))
  return call.status === 'dropped' ? { missedBecause: call.status } : { reason: call.status }
}

/** Of who had refused to be contacted nothing was owed but the booklet, and it was looked after. */
function isDone({ status, contactRefused }: FollowUpCall): boolean {
  return status === 'reached' || (status === 'refused' && contactRefused === true)
}
