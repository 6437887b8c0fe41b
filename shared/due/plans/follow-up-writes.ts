import { isWaitingCall, type FollowUpCall } from '../../domain/follow-up-call.ts'
import { followUpMachine } from '../../domain/follow-up-machine.ts'
import type { Stamp } from '../../domain/record.ts'
import { instantAt, TimeOfDay } from '../../domain/time.ts'
import { endOfWorkingDay, openingHoursOf } from '../../domain/working-time.ts'
import { changed, type Changed } from '../../http/change-record.ts'
import { stateAfter } from '../../http/state-after.ts'
import type { Change } from '../../store/audit.ts'
import { followUpCallRecord } from '../../store/follow-up-calls.ts'
import type { Write } from '../../store/table-client.ts'
import { followUpEndWrites } from './follow-up-end.ts'
import { wordTimer, type TimerContext } from './running-timers.ts'
import { timers, type TimerRule } from './timer-catalogue.ts'
import { callOf } from './timer-names.ts'
import { startTimer } from './timers.ts'

/** What one person's change of a follow-up call writes: the record, who changed what, and all that follows from it. */
export async function followUpWrites(
  { action, before, after }: Omit<Change<FollowUpCall>, 'id'>,
  context: TimerContext,
): Promise<Changed<FollowUpCall>> {
  const change = { id: after.followUpCallId, action, before, after }
  const { record, writes } = changed(followUpCallRecord, change, context.stamp)
  return { record, writes: [...writes, ...(await timerWrites(before, after, context))] }
}

/** The call, of which nothing is to be asked any more. */
export function withdrawnCall(call: FollowUpCall, { at }: Stamp): FollowUpCall {
  return { ...call, status: stateAfter(followUpMachine, call.status, 'withdraw'), endedAt: at }
}

/** What is owed to the owner of a new car. */
function newOwnerWords({ contactRefused }: FollowUpCall): Pick<TimerRule, 'zh' | 'en'> {
  const { zh, en } = timers['new-owner-call']
  return contactRefused === true
    ? {
        zh: '新车主不愿被联系：不打电话，仅登记保养手册',
        en: 'The owner of a new car wants no contact: no call, only the maintenance booklet',
      }
    : { zh, en }
}

const MIDNIGHT = TimeOfDay.parse('00:00')

/**
 * A call after a visit is owed by the end of the day on whose list it stands: with each attempt that reaches nobody that is
 * another one. A second call stands on the same lists, and the time for what it is about is the complaint's. The owner of a
 * new car is to be reached within the week, however often it is tried.
 */
async function timerWrites(
  before: FollowUpCall | undefined,
  after: FollowUpCall,
  context: TimerContext,
): Promise<readonly Write[]> {
  if (!isWaitingCall(after)) return followUpEndWrites(before, after, context)
  const waited = before !== undefined && isWaitingCall(before)
  const timer = callOf(after)
  if (timer === undefined) return []
  const { dealer, stamp } = context
  const start = { ...timer, startedAt: stamp.at }
  if (after.kind === 'new_owner') {
    const words = newOwnerWords(after)
    return waited ? wordTimer(timer, words, context) : startTimer({ ...start, words }, context)
  }
  if (waited && before.dueOn === after.dueOn) return []
  const dueAt = endOfWorkingDay(instantAt(after.dueOn, MIDNIGHT, dealer.zone), openingHoursOf(dealer))
  return startTimer({ ...start, dueAt }, context)
}
