import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import * as routes from '../../shared/http/routes/campaigns.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { CampaignStore } from '../../shared/store/campaign-store.ts'
import { campaignRecord } from '../../shared/store/campaigns.ts'
import { countingVehicles } from '../../shared/store/vehicle-of-order.ts'
import { campaignVerbRoutes } from './campaign-verbs.ts'
import { campaignView, carView } from './campaign-view.ts'
import { campaignsOfCar } from './campaigns-of-car.ts'
import { carVerbRoutes } from './car-verbs.ts'

export interface CampaignDependencies {
  readonly store: CampaignStore
  readonly clock: Clock
}

/** What answers the routes of recalls and service campaigns. */
export function campaignsApi(dependencies: CampaignDependencies): Implementation[] {
  const { store } = dependencies
  const known = async (dealerId: string, campaignId: string) => {
    const campaign = await store.campaigns.byId(dealerId, campaignId)
    if (campaign === undefined) throw new NotFound()
    return campaign
  }
  return [
    implement(routes.listCampaigns, async ({ caller: { dealerId }, query: { state, limit, cursor } }) => {
      const scope = { dealerId, list: routes.listCampaigns.path, filter: { state } }
      const { items, next } = await paged(
        scope,
        { limit, cursor },
        (paging) => store.campaigns.inState(dealerId, state, paging),
        (campaign) => campaign,
      )
      const counted = await Promise.all(
        items.map(async (campaign) =>
          campaignView(campaign, await store.campaigns.counted(dealerId, campaign.campaignId)),
        ),
      )
      return { body: { items: counted, next } }
    }),
    implement(routes.readCampaign, async ({ caller: { dealerId }, params: { campaignId } }) => {
      const [campaign, cars] = await Promise.all([
        known(dealerId, campaignId),
        store.campaigns.counted(dealerId, campaignId),
      ])
      return { body: campaignView(campaign, cars), version: campaign.version }
    }),
    implement(routes.listCampaignCars, async ({ caller: { dealerId }, params: { campaignId }, query }) => {
      const { state, ...page } = query
      const campaign = await known(dealerId, campaignId)
      const { items, next } = await paged(
        { dealerId, list: routes.listCampaignCars.path, filter: { campaignId, state } },
        page,
        (paging) => store.campaigns.cars(campaign, state, paging),
        (mark) => mark,
      )
      const vehicles = await countingVehicles(
        store,
        dealerId,
        items.flatMap(({ vehicleId }) => vehicleId ?? []),
      )
      return { body: { items: items.map((mark) => carView(mark, vehicles.get(mark.vehicleId ?? ''))), next } }
    }),
    implement(routes.listCampaignChanges, async ({ caller: { dealerId }, params: { campaignId }, query }) => {
      await known(dealerId, campaignId)
      const body = await paged(
        { dealerId, list: routes.listCampaignChanges.path, filter: { campaignId } },
        query,
        (paging) => store.audit.newestOf(dealerId, campaignRecord.entity, campaignId, paging),
        changeView,
      )
      return { body }
    }),
    implement(routes.readCampaignsOfCar, async ({ caller: { dealerId }, params: { vin } }) => ({
      body: await campaignsOfCar(store, dealerId, vin),
    })),
    ...campaignVerbRoutes(dependencies),
    ...carVerbRoutes(dependencies),
  ]
}
