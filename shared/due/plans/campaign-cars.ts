import { notToBeTold, type Campaign, type CampaignVehicle } from '../../domain/campaign.ts'
import type { Dealer } from '../../domain/dealer.ts'
import type { Vehicle } from '../../domain/vehicle.ts'
import { changed, type Changed } from '../../http/change-record.ts'
import { campaignVehicleRecord, markName, type campaignStore } from '../../store/campaigns.ts'
import { recallCallIdOf, type followUpCallStore } from '../../store/follow-up-calls.ts'
import type { TimerStore } from '../../store/timer-store.ts'
import { endRecallCall, oweRecallCall } from './recall-call.ts'
import type { TimerContext } from './running-timers.ts'

export interface CampaignContext extends TimerContext {
  readonly store: TimerStore & {
    readonly campaigns: ReturnType<typeof campaignStore>
    readonly followUpCalls: Pick<ReturnType<typeof followUpCallStore>, 'byId'>
  }
  readonly dealer: Dealer
}

/** A change of what is known of a car in a campaign, and what it means for the call to its owner. */
export interface CarChange {
  readonly action: string
  readonly campaign: Campaign
  readonly before: CampaignVehicle
  readonly after: CampaignVehicle
  /** The car, where it is one of the dealer's. */
  readonly vehicle: Vehicle | undefined
}

/**
 * A car of a campaign as a person or an order leaves it: what is done needs no call, and what is to be done after all is
 * called about again, if it is a recall. The SMS that may wait asks by itself. At most four writes.
 */
export async function carWrites(
  { action, campaign, before, after, vehicle }: CarChange,
  context: CampaignContext,
): Promise<Changed<CampaignVehicle>> {
  const { store, dealer, stamp } = context
  const change = { id: markName(after), action, before, after }
  const { record, writes } = changed(campaignVehicleRecord, change, stamp)
  const wasOpen = before.status === 'open'
  const isOpen = after.status === 'open'
  if (vehicle === undefined || wasOpen === isOpen) return { record, writes }
  const id = recallCallIdOf(dealer.dealerId, campaign.campaignId, vehicle.vehicleId)
  const call = await store.followUpCalls.byId(dealer.dealerId, id)
  if (!isOpen) return { record, writes: [...writes, ...(await endRecallCall(call, context))] }
  // Also of one that was done before its list came, so that nobody was ever to be called.
  const owed = after.informedAt === undefined && isToBeTold(campaign, [after], vehicle)
  return {
    record,
    writes: [
      ...writes,
      ...(owed ? await oweRecallCall(campaign, vehicle, call, { ...context, waits: true }) : []),
    ],
  }
}

/** Whether a car's owner is to hear of a campaign: nobody is rung up or written to about a service campaign. Pure. */
export function isToBeTold(
  campaign: Campaign,
  marks: readonly CampaignVehicle[],
  { status }: Pick<Vehicle, 'status'>,
): boolean {
  return status === 'active' && notToBeTold(campaign, marks) === undefined
}

/** The car has come in that was none of the dealer's when it was listed. */
export function knownAs(
  mark: CampaignVehicle,
  vehicleId: Vehicle['vehicleId'],
): Pick<CampaignVehicle, 'vehicleId' | 'unknownThen'> {
  return mark.vehicleId === undefined ? { vehicleId, unknownThen: true } : { vehicleId: mark.vehicleId }
}
