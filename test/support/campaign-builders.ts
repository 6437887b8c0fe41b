import { Campaign, CampaignVehicle } from '../../shared/domain/campaign.ts'
import { unwritten } from '../../shared/domain/record.ts'
import { campaignIdOf } from '../../shared/store/campaigns.ts'
import { instant, stampAt, vehicleIdOf } from './builders.ts'
import { noticeOf } from './notice-builders.ts'

const longAgo = stampAt(instant('2026-01-01T00:00:00.000Z'))

/** VINs that do not begin with L need no check digit. */
export function vinOf(index: number): string {
  return `JGWEF4A5XHF${String(index).padStart(6, '0')}`
}

export function campaignOf(number = 'S2026M0117V', more: Partial<Campaign> = {}): Campaign {
  return Campaign.parse({
    dealerId: 'D001',
    campaignId: campaignIdOf('any', number),
    number,
    kind: 'recall',
    title: '安全气囊召回',
    status: 'open',
    openedAt: longAgo.at,
    lists: [
      { noticeId: noticeOf('recall').noticeId, kind: 'recall', at: longAgo.at, listed: 1, unknownHere: 0 },
    ],
    ...unwritten(longAgo),
    ...more,
  })
}

export function campaignVehicleOf(vin: string, more: Partial<CampaignVehicle> = {}): CampaignVehicle {
  return CampaignVehicle.parse({
    dealerId: 'D001',
    campaignId: campaignIdOf('any', 'S2026M0117V'),
    vin,
    vehicleId: vehicleIdOf('anna'),
    status: 'open',
    lists: [0],
    ...unwritten(longAgo),
    ...more,
  })
}
