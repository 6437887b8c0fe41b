import {
  campaignCounts,
  type Campaign,
  type CampaignVehicle,
  type CountedCar,
} from '../../shared/domain/campaign.ts'
import { campaignMachine } from '../../shared/domain/campaign-machine.ts'
import { campaignVehicleMachine } from '../../shared/domain/campaign-vehicle-machine.ts'
import { verbsFrom } from '../../shared/domain/machine.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { CampaignCarView, CampaignView } from '../../shared/http/routes/campaigns.ts'

/** A campaign with how far it has come. */
export function campaignView(campaign: Campaign, cars: readonly CountedCar[]): CampaignView {
  return {
    ...campaign,
    etag: etagOf(campaign.version),
    counts: campaignCounts(campaign, cars),
    // A list comes from the manufacturer.
    allowed: verbsFrom(campaignMachine, campaign.status).filter((verb) => verb !== 'list'),
  }
}

/** A car of a campaign. */
export function carView(mark: CampaignVehicle, vehicle: Vehicle | undefined): CampaignCarView {
  return {
    ...mark,
    etag: etagOf(mark.version),
    vehicle: vehicle && {
      plate: vehicle.plate,
      brand: vehicle.brand,
      model: vehicle.model,
      status: vehicle.status,
    },
    allowed: verbsFrom(campaignVehicleMachine, mark.status),
  }
}
