import type { FollowUpCall } from '../../domain/follow-up-call.ts'
import { followUpMachine } from '../../domain/follow-up-machine.ts'
import type { Stamp } from '../../domain/record.ts'
import { changed, type Changed } from '../../http/change-record.ts'
import { stateAfter } from '../../http/state-after.ts'
import type { Change } from '../../store/audit.ts'
import { followUpCallRecord } from '../../store/follow-up-calls.ts'

/** What one person's change of a follow-up call writes: the record, who changed what, and all that follows from it. */
export function followUpWrites(
  { action, before, after }: Omit<Change<FollowUpCall>, 'id'>,
  stamp: Stamp,
): Changed<FollowUpCall> {
  return changed(followUpCallRecord, { id: after.followUpCallId, action, before, after }, stamp)
}

/** The call, of which nothing is to be asked any more. */
export function withdrawnCall(call: FollowUpCall, { at }: Stamp): FollowUpCall {
  return { ...call, status: stateAfter(followUpMachine, call.status, 'withdraw'), endedAt: at }
}
