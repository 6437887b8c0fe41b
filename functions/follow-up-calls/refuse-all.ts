import { isWaitingCall, type FollowUpCall } from '../../shared/domain/follow-up-call.ts'
import { CalendarDate } from '../../shared/domain/time.ts'
import { followUpWrites } from '../../shared/due/plans/follow-up-writes.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { attempted } from './call-steps.ts'
import type { CallContext } from './change-call.ts'
import type { PlannedCall } from './save-reached.ts'

const ANY_DAY = CalendarDate.parse('9999-12-31')
/** With their timers five writes each. Nobody brings more cars in two weeks; of who does the rest is refused next time. */
const MOST_OTHERS = 15

/**
 * The customer does not want to be asked: not about this visit, nor about others that wait. A second call about a complaint
 * of theirs is another matter, and so are the calls to the owner of a new car and about a recall.
 * @throws Refused, FieldsInvalid
 */
export async function refused(
  call: FollowUpCall,
  {
    remark,
    bookletRegistered,
  }: { readonly remark?: string | undefined; readonly bookletRegistered?: boolean | undefined },
  context: CallContext,
): Promise<PlannedCall> {
  const after = attempted(call, 'refuse', remark, context)
  if (call.kind === 'new_owner') {
    return { call: { ...after, bookletRegistered }, writes: [] }
  }
  if (bookletRegistered !== undefined) {
    throw new FieldsInvalid([{ path: 'body.bookletRegistered', reason: 'not-a-choice' }])
  }
  if (call.kind === 'recall') return { call: after, writes: [] }
  return { call: after, writes: await refusalOfOthers(call, context) }
}

async function refusalOfOthers(call: FollowUpCall, context: CallContext): Promise<readonly Write[]> {
  const { store, dealer } = context
  const { dealerId } = dealer
  const listed = await store.followUpCalls.waiting(dealerId, ANY_DAY)
  const others = listed
    .filter(
      ({ customerId, followUpCallId, kind }) =>
        customerId === call.customerId && followUpCallId !== call.followUpCallId && kind === 'post_repair',
    )
    .slice(0, MOST_OTHERS)
  // The index may be a little late.
  const asNow = await Promise.all(
    others.map(({ followUpCallId }) => store.followUpCalls.byId(dealerId, followUpCallId)),
  )
  const refusals = await Promise.all(
    asNow
      .filter((other) => other !== undefined)
      .filter(isWaitingCall)
      .map((before) => {
        const after = attempted(before, 'refuse', undefined, context)
        return followUpWrites({ action: 'refused', before, after }, context)
      }),
  )
  return refusals.flatMap(({ writes }) => writes)
}
