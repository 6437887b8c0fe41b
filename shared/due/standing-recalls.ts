import { notToBeTold, type Campaign } from '../domain/campaign.ts'
import type { FollowUpCall } from '../domain/follow-up-call.ts'
import { vinsOf, type Vehicle } from '../domain/vehicle.ts'
import { markName, type campaignStore } from '../store/campaigns.ts'
import { countingVehicles } from '../store/vehicle-of-order.ts'
import type { vehicleStore } from '../store/vehicles.ts'

/** A recall that stands for a car that is still here. */
export interface StandingRecall {
  readonly campaign: Campaign
  /** The car that counts, where records were merged: its owner is who is called. */
  readonly vehicle: Vehicle
}

export interface RecallReads {
  readonly campaigns: ReturnType<typeof campaignStore>
  readonly vehicles: ReturnType<typeof vehicleStore>
}

/**
 * What calls about recalls are about, by call, as it is now. A call is left out whose recall was taken back or is done, and
 * whose car is gone: nobody is to be told any more, also where no job has said so yet. Of records that were merged the car
 * is called about once, and not again where that was done under another one.
 */
export async function standingRecalls(
  store: RecallReads,
  dealerId: string,
  calls: readonly FollowUpCall[],
): Promise<ReadonlyMap<string, StandingRecall>> {
  const about = calls.flatMap(({ followUpCallId, campaignId, vehicleId }) =>
    campaignId === undefined ? [] : [{ followUpCallId, campaignId, vehicleId }],
  )
  if (about.length === 0) return new Map()
  const [campaigns, vehicles] = await Promise.all([
    store.campaigns.byIds(
      dealerId,
      about.map(({ campaignId }) => campaignId),
    ),
    countingVehicles(
      store,
      dealerId,
      about.map(({ vehicleId }) => vehicleId),
    ),
  ])
  const namesOf = ({ campaignId, vehicleId }: (typeof about)[number]) => {
    const vehicle = vehicles.get(vehicleId)
    return vehicle === undefined ? [] : vinsOf(vehicle).map((vin) => markName({ campaignId, vin }))
  }
  const marks = await store.campaigns.marks(dealerId, about.flatMap(namesOf))
  const standing = new Map<string, StandingRecall>()
  const cars = new Set<string>()
  // The call that was made for the record that counts comes first.
  const isOfOther = ({ vehicleId }: (typeof about)[number]) =>
    vehicles.get(vehicleId)?.vehicleId !== vehicleId
  for (const call of about.toSorted((a, b) => Number(isOfOther(a)) - Number(isOfOther(b)))) {
    const [campaign, vehicle] = [campaigns.get(call.campaignId), vehicles.get(call.vehicleId)]
    const ofCar = namesOf(call).flatMap((name) => marks.get(name) ?? [])
    if (campaign === undefined || vehicle?.status !== 'active') continue
    if (notToBeTold(campaign, ofCar) !== undefined) continue
    const car = `${campaign.campaignId}/${vehicle.vehicleId}`
    if (cars.has(car) || ofCar.some(({ informedAt }) => informedAt !== undefined)) continue
    cars.add(car)
    standing.set(call.followUpCallId, { campaign, vehicle })
  }
  return standing
}
