import type { Campaign } from '../../domain/campaign.ts'
import type { Dealer } from '../../domain/dealer.ts'
import { handedOn, isWaitingCall, type FollowUpCall } from '../../domain/follow-up-call.ts'
import { unwritten, type Stamp } from '../../domain/record.ts'
import { addDays, dateIn } from '../../domain/time.ts'
import type { Vehicle } from '../../domain/vehicle.ts'
import { recallCallIdOf } from '../../store/follow-up-calls.ts'
import type { Write } from '../../store/table-client.ts'
import { followUpWrites, withdrawnCall } from './follow-up-writes.ts'
import { noticeDueAt } from './recall-notices.ts'
import type { TimerContext } from './running-timers.ts'

interface RecallCallContext extends TimerContext {
  readonly dealer: Dealer
}

/**
 * The call to a car's owner about a recall, for the transaction that lists the car or finds it to be done after all: new, or
 * owed again where it was withdrawn. Whoever was reached, does not want to be called or has another number is not called
 * again. At most two writes.
 * @param context `waits`: whether a call that waits was owed before too; else it is left over from a list that was taken back
 */
export async function oweRecallCall(
  campaign: Pick<Campaign, 'campaignId'>,
  vehicle: Vehicle,
  known: FollowUpCall | undefined,
  context: RecallCallContext & { readonly waits: boolean },
): Promise<readonly Write[]> {
  const isLeftOver = known !== undefined && isWaitingCall(known) && !context.waits
  if (known !== undefined && known.status !== 'withdrawn' && !isLeftOver) return []
  const { dealer, stamp } = context
  const after: FollowUpCall = {
    ...again(known && handedOn(known, vehicle.customerId), stamp),
    dealerId: dealer.dealerId,
    followUpCallId: recallCallIdOf(dealer.dealerId, campaign.campaignId, vehicle.vehicleId),
    kind: 'recall',
    vehicleId: vehicle.vehicleId,
    customerId: vehicle.customerId,
    campaignId: campaign.campaignId,
    status: 'waiting',
    ...daysOf(dealer, stamp),
  }
  return (await followUpWrites({ action: 'owed', before: known, after }, context)).writes
}

/** Ends a call about a recall that waits, and nothing else. At most two writes. */
export async function endRecallCall(
  known: FollowUpCall | undefined,
  context: RecallCallContext,
): Promise<readonly Write[]> {
  if (known === undefined || !isWaitingCall(known)) return []
  const change = { action: 'withdrawn', before: known, after: withdrawnCall(known, context.stamp) }
  return (await followUpWrites(change, context)).writes
}

function again(known: FollowUpCall | undefined, stamp: Stamp) {
  if (known === undefined) return { ...unwritten(stamp), attempts: [] }
  const { endedAt: _, ...rest } = known
  return rest
}

/** Nobody is called before the day of the SMS: until then a wrong list can be taken back. */
function daysOf(dealer: Dealer, { at }: Stamp): Pick<FollowUpCall, 'since' | 'dueOn' | 'lastOn'> {
  const since = dateIn(at, dealer.zone)
  const dueOn = dateIn(noticeDueAt(at, dealer), dealer.zone)
  const lastOn = addDays(since, dealer.settings.recalls.callDays)
  return { since, dueOn, lastOn: lastOn < dueOn ? dueOn : lastOn }
}
