import { CarLeft, type Campaign, type CampaignVehicle } from '../../domain/campaign.ts'
import type { Vin } from '../../domain/vin.ts'
import { changed } from '../../http/change-record.ts'
import type { CampaignStore } from '../../store/campaign-store.ts'
import { campaignVehicleRecord, markName } from '../../store/campaigns.ts'
import type { Write } from '../../store/table-client.ts'
import { knownAs, type CampaignContext } from './campaign-cars.ts'
import { readBooks, stateByOrders, tellingWrites } from './campaign-listing.ts'

/**
 * What it means that VINs which nobody here knew when they were listed are cars of the dealer's by now: each is one of its
 * cars in the campaign, and its owner is told as if it had just been listed. By car, at most five writes.
 */
export async function cameIn(
  campaign: Campaign,
  vins: readonly Vin[],
  context: CampaignContext & { readonly store: CampaignStore },
): Promise<readonly (readonly Write[])[]> {
  const { campaignId, number, kind, title, lists } = campaign
  const [{ noticeId } = { noticeId: campaignId }] = lists
  const listing = { ...context, kind, notice: { noticeId, subject: title } }
  const read = await readBooks(
    vins.map((vin) => ({ vin, number })),
    listing,
  )
  const told = new Set<string>()
  const found: (readonly Write[])[] = []
  for (const vin of vins) {
    const id = markName({ campaignId, vin })
    const [before, vehicle] = [read.marks.get(id), read.vehicleOf(vin)]
    if (before === undefined || before.vehicleId !== undefined || vehicle === undefined) continue
    const after: CampaignVehicle = {
      ...before,
      ...knownAs(before, vehicle.vehicleId),
      left: CarLeft.safeParse(vehicle.status).data,
      ...(before.status === 'open' ? stateByOrders(vehicle, number, read.orders, context.stamp) : {}),
    }
    const { writes } = changed(campaignVehicleRecord, { id, action: 'came-in', before, after }, context.stamp)
    const isTold = told.has(vehicle.vehicleId)
    told.add(vehicle.vehicleId)
    const telling = isTold ? [] : await tellingWrites(campaign, after, vehicle, read, listing)
    found.push([...writes, ...telling])
  }
  return found
}
