import type { Dealer } from '../../domain/dealer.ts'
import { deservesFollowUp, type FollowUpWithheld } from '../../domain/deserves-follow-up.ts'
import { isWaitingCall, type FollowUpCall } from '../../domain/follow-up-call.ts'
import { followUpMachine } from '../../domain/follow-up-machine.ts'
import type { RepairOrder } from '../../domain/order.ts'
import { unwritten } from '../../domain/record.ts'
import { addDays, dateIn, type CalendarDate } from '../../domain/time.ts'
import type { Vehicle } from '../../domain/vehicle.ts'
import { followUpCallIdOf } from '../../store/follow-up-calls.ts'
import type { CareRecords } from '../../store/care-store.ts'
import type { Write } from '../../store/table-client.ts'
import type { TimerStore } from '../../store/timer-store.ts'
import { followUpWrites, withdrawnCall } from './follow-up-writes.ts'
import type { TimerContext } from './running-timers.ts'

/** What becomes of the follow-up call when an order is delivered: the day of it, or why there is none. */
export type PlannedFollowUp =
  | { readonly followUpCallId: FollowUpCall['followUpCallId']; readonly dueOn: CalendarDate }
  | { readonly withheld: FollowUpWithheld }

export interface FollowUpContext extends TimerContext {
  readonly store: Pick<CareRecords, 'followUpCalls'> & TimerStore
  readonly dealer: Dealer
  /** The car that counts, where records were merged. */
  readonly vehicle: Vehicle | undefined
}

/**
 * What an order's change means for its follow-up call, for the transaction of that change: the delivery makes it, and when
 * that is undone it is withdrawn. One that was made already stays what it was.
 */
export async function followUpOf(
  before: RepairOrder | undefined,
  after: RepairOrder,
  context: FollowUpContext,
): Promise<{ readonly planned: PlannedFollowUp | undefined; readonly writes: readonly Write[] }> {
  const { store, dealer, vehicle, stamp } = context
  const isDelivered = after.status === 'delivered'
  if (isDelivered === (before?.status === 'delivered')) return { planned: undefined, writes: [] }
  const { dealerId } = dealer
  const known = await store.followUpCalls.byId(dealerId, followUpCallIdOf(dealerId, after.orderId))
  if (!isDelivered) {
    const writes = known && isWaitingCall(known) ? await withdrawal(known, context) : []
    return { planned: undefined, writes }
  }
  const verdict = deservesFollowUp(after, vehicle)
  if (!verdict.deserved) return { planned: { withheld: verdict.reason }, writes: [] }
  const call = known === undefined ? undefined : owedAgain(known)
  if (vehicle === undefined || (known !== undefined && call === undefined))
    return { planned: undefined, writes: [] }
  const owed = callAfter(after, vehicle, { dealer, stamp }, call)
  const { record, writes } = await followUpWrites({ action: 'owed', before: known, after: owed }, context)
  return { planned: { followUpCallId: record.followUpCallId, dueOn: record.dueOn }, writes }
}

/** One that was withdrawn with the delivery, as the next delivery finds it; undefined: the customer was asked already. */
function owedAgain(call: FollowUpCall): FollowUpCall | undefined {
  const { endedAt: _, ...rest } = call
  return followUpMachine.transitions.owe.from.includes(call.status) ? rest : undefined
}

function callAfter(
  { orderId, advisorId, deliveredOn }: RepairOrder,
  { vehicleId, customerId }: Vehicle,
  { dealer, stamp }: Pick<FollowUpContext, 'dealer' | 'stamp'>,
  known: FollowUpCall | undefined,
): FollowUpCall {
  const { dealerId, zone, settings } = dealer
  const since = deliveredOn ?? dateIn(stamp.at, zone)
  return {
    ...(known ?? { ...unwritten(stamp), followUpCallId: followUpCallIdOf(dealerId, orderId), attempts: [] }),
    dealerId,
    kind: 'post_repair',
    orderId,
    vehicleId,
    customerId,
    advisorId,
    status: 'waiting',
    since,
    dueOn: addDays(since, settings.followUps.afterDays),
    lastOn: addDays(since, settings.followUps.dropAfterDays),
  }
}

async function withdrawal(known: FollowUpCall, context: TimerContext): Promise<readonly Write[]> {
  const after = withdrawnCall(known, context.stamp)
  return (await followUpWrites({ action: 'withdrawn', before: known, after }, context)).writes
}
