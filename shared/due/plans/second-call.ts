import type { Complaint } from '../../domain/complaint.ts'
import type { Dealer } from '../../domain/dealer.ts'
import { isWaitingCall, type FollowUpCall } from '../../domain/follow-up-call.ts'
import { unwritten, type Stamp } from '../../domain/record.ts'
import { addDays, dateIn } from '../../domain/time.ts'
import type { CareRecords } from '../../store/care-store.ts'
import { secondCallIdOf } from '../../store/follow-up-calls.ts'
import type { Write } from '../../store/table-client.ts'
import type { TimerStore } from '../../store/timer-store.ts'
import { followUpWrites, withdrawnCall } from './follow-up-writes.ts'
import type { TimerContext } from './running-timers.ts'

export interface SecondCallContext extends TimerContext {
  readonly store: Pick<CareRecords, 'followUpCalls'> & TimerStore
  readonly dealer: Dealer
}

/**
 * What a complaint's change means for the second call, where a follow-up call brought the complaint: with each answer one
 * is owed, from the same day on; when the customer's word comes another way, or none is waited for, it is withdrawn.
 * @param byCall the second call in which the customer said it: that one is written by who took it down
 */
export async function secondCallWrites(
  before: Complaint | undefined,
  after: Complaint,
  context: SecondCallContext,
  byCall?: string,
): Promise<readonly Write[]> {
  const wasAnswered = before?.status === 'answered'
  const isAnswered = after.status === 'answered'
  if (after.callId === undefined || wasAnswered === isAnswered) return []
  const { store, dealer, stamp } = context
  if (isAnswered) {
    const owed = secondCall(after, dealer, stamp)
    return owed === undefined
      ? []
      : (await followUpWrites({ action: 'owed', before: undefined, after: owed }, context)).writes
  }
  const id = secondCallIdOf(dealer.dealerId, after.complaintId, after.answers.length)
  const known = id === byCall ? undefined : await store.followUpCalls.byId(dealer.dealerId, id)
  if (known === undefined || !isWaitingCall(known)) return []
  const change = { action: 'withdrawn', before: known, after: withdrawnCall(known, stamp) }
  return (await followUpWrites(change, context)).writes
}

function secondCall(complaint: Complaint, dealer: Dealer, stamp: Stamp): FollowUpCall | undefined {
  const { dealerId, zone, settings } = dealer
  const { complaintId, customerId, vehicleId, orderId, answers } = complaint
  if (vehicleId === undefined || orderId === undefined) return undefined
  const since = dateIn(stamp.at, zone)
  return {
    ...unwritten(stamp),
    dealerId,
    followUpCallId: secondCallIdOf(dealerId, complaintId, answers.length),
    kind: 'confirmation',
    orderId,
    vehicleId,
    customerId,
    complaintId,
    status: 'waiting',
    since,
    dueOn: since,
    lastOn: addDays(since, settings.followUps.dropAfterDays),
    attempts: [],
  }
}
