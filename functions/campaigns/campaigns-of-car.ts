import { notConcerned } from '../../shared/domain/campaign.ts'
import { vinsOf, type Vehicle } from '../../shared/domain/vehicle.ts'
import type { Vin } from '../../shared/domain/vin.ts'
import type { CampaignsOfCarView } from '../../shared/http/routes/campaigns.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { CampaignStore } from '../../shared/store/campaign-store.ts'
import { vehicleOfOrder } from '../../shared/store/vehicle-of-order.ts'
import { carView } from './campaign-view.ts'

type Reads = Pick<CampaignStore, 'campaigns' | 'guards' | 'vehicles'>

/** The dealer's car that has or had this VIN; where two records of it were merged the one that counts. */
export async function carOfVin(store: Reads, dealerId: string, vin: Vin): Promise<Vehicle | undefined> {
  const vehicleId = (await store.guards.idsBehind(dealerId, 'vin', [vin])).get(vin)
  return vehicleId === undefined ? undefined : vehicleOfOrder(store, dealerId, vehicleId)
}

/**
 * What campaigns say of a car, whichever of its VINs they list, with what is still to be done in front. Also of one that
 * has never been here: it stands before the desk now.
 * @throws NotFound where nobody knows the VIN, neither the books nor a list
 */
export async function campaignsOfCar(store: Reads, dealerId: string, vin: Vin): Promise<CampaignsOfCarView> {
  const vehicle = await carOfVin(store, dealerId, vin)
  const vins = vehicle === undefined ? [vin] : vinsOf(vehicle)
  const marks = (await Promise.all(vins.map((each) => store.campaigns.ofVin(dealerId, each)))).flat()
  if (vehicle === undefined && marks.length === 0) throw new NotFound()
  const campaigns = await store.campaigns.byIds(
    dealerId,
    marks.map(({ campaignId }) => campaignId),
  )
  const items = marks.flatMap((mark) => {
    const campaign = campaigns.get(mark.campaignId)
    if (campaign === undefined) return []
    const ofCampaign = marks.filter(({ campaignId }) => campaignId === mark.campaignId)
    const due = notConcerned(campaign, ofCampaign) === undefined
    return [{ ...carView(mark, vehicle), due, campaign }]
  })
  return { vehicleId: vehicle?.vehicleId, items: items.toSorted((a, b) => Number(b.due) - Number(a.due)) }
}
