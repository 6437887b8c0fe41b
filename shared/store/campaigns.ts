import {
  Campaign,
  CampaignVehicle,
  CampaignVehicleStatus,
  isListed,
  type CampaignStatus,
  type CountedCar,
} from '../domain/campaign.ts'
import { toIdentifier } from '../domain/identifier.ts'
import { idFor } from '../domain/ids.ts'
import {
  readAll,
  readFound,
  readMany,
  readOne,
  readSortsFrom,
  readWanted,
  type Listed,
  type Paging,
} from './read.ts'
import { recordKind } from './record-kind.ts'
import type { TableClient } from './table-client.ts'

/** A number is one campaign's: the key is made from it, so an order that names it finds its campaign. */
export function campaignIdOf(dealerId: string, number: string): string {
  return idFor('campaign', dealerId, 'number', toIdentifier(number))
}

/** What a notice lists without a number is that notice's. */
export function unnumberedCampaignIdOf(dealerId: string, noticeId: string): string {
  return idFor('campaign', dealerId, 'notice', noticeId)
}

const campaignKey = (dealerId: string) => (campaignId: string) => ({
  pk: `${dealerId}#campaign#${campaignId}`,
  sk: 'campaign',
})

const CAMPAIGNS = 'campaigns'

export const campaignRecord = recordKind({
  entity: 'Campaign',
  schema: Campaign,
  key: ({ dealerId, campaignId }) => campaignKey(dealerId)(campaignId),
  attributes: ({ dealerId, campaignId, status, openedAt }) => ({
    lookupPk: `${dealerId}#${CAMPAIGNS}`,
    lookupSk: `${status}#${openedAt}#${campaignId}`,
  }),
})

/** A car of a campaign, by name: `cpn_…/LGW…`. */
export type MarkName = `${string}/${string}`

export function markName({
  campaignId,
  vin,
}: {
  readonly campaignId: string
  readonly vin: string
}): MarkName {
  return `${campaignId}/${vin}`
}

const markKey = (dealerId: string) => (name: MarkName) => {
  const [campaignId = '', vin = ''] = name.split('/')
  return { pk: `${dealerId}#campaign-vehicles#${campaignId}`, sk: vin }
}

/** Cars of the dealer's, and VINs that nobody here knows: those may be many. */
const carsOf = (campaignId: string) => `campaign-cars#${campaignId}`
const strangersOf = (campaignId: string) => `campaign-strangers#${campaignId}`
const underVin = (dealerId: string, vin: string) => `${dealerId}#campaign-vin#${vin}`

export const campaignVehicleRecord = recordKind({
  entity: 'CampaignVehicle',
  schema: CampaignVehicle,
  key: (mark) => markKey(mark.dealerId)(markName(mark)),
  attributes: (mark) => {
    const { dealerId, campaignId, vin, vehicleId } = mark
    const of = vehicleId === undefined ? strangersOf(campaignId) : carsOf(campaignId)
    return {
      relatedPk: underVin(dealerId, vin),
      relatedSk: `campaign#${campaignId}`,
      lookupPk: `${dealerId}#${of}`,
      lookupSk: sortOf(mark),
    }
  },
})

/** All that is counted of a car stands in its key, so that to count reads no record. */
function sortOf({ status, left, unknownThen, smsAt, informedAt, lists, vin }: CampaignVehicle): string {
  const said = [
    left === undefined ? '' : 'l',
    unknownThen === undefined ? '' : 'u',
    smsAt === undefined ? '' : 's',
    informedAt === undefined ? '' : 'i',
  ].join('')
  return `${status}#${said}#${lists.join('.')}#${vin}`
}

function countedIn(sort: string): CountedCar {
  const [status, said = '', lists = ''] = sort.split('#')
  return {
    status: CampaignVehicleStatus.parse(status),
    lists: lists.split('.').map(Number),
    left: said.includes('l'),
    unknownThen: said.includes('u'),
    sms: said.includes('s'),
    informed: said.includes('i'),
  }
}

/** Which cars of a campaign: in a state, or VINs that are none of the dealer's. */
export type WantedCars = CampaignVehicleStatus | 'unknown_here'

export function campaignStore(client: TableClient) {
  return {
    byId: (dealerId: string, campaignId: string) =>
      readOne(client, campaignRecord, campaignKey(dealerId)(campaignId)),
    byIds: (dealerId: string, campaignIds: Iterable<string>) =>
      readMany(client, campaignRecord, campaignIds, campaignKey(dealerId)),
    /** A page of the campaigns in a state, the one opened last in front. */
    async inState(dealerId: string, status: CampaignStatus, paging: Paging): Promise<Listed<Campaign>> {
      const question = { dealerId, of: CAMPAIGNS, prefix: `${status}#`, newestFirst: true, ...paging }
      const page = await readFound(client, campaignRecord, question)
      // The index may be a little late.
      return { items: page.items.filter((campaign) => campaign.status === status), next: page.next }
    },
    /** What these campaigns say of these VINs. */
    marks: (dealerId: string, names: Iterable<MarkName>) =>
      readMany(client, campaignVehicleRecord, names, markKey(dealerId)),
    /** What any campaign says of a VIN, as the index shows it. */
    ofVin: (dealerId: string, vin: string) =>
      readAll(client, campaignVehicleRecord, { index: 'related', pk: underVin(dealerId, vin) }),
    /** A page of a campaign's cars in a state, those that lists name which count, by VIN within what was done about them. */
    async cars(
      { dealerId, campaignId, lists }: Pick<Campaign, 'dealerId' | 'campaignId' | 'lists'>,
      which: WantedCars,
      paging: Paging,
    ): Promise<Listed<CampaignVehicle>> {
      const of = which === 'unknown_here' ? strangersOf(campaignId) : carsOf(campaignId)
      const prefix = which === 'unknown_here' ? {} : { prefix: `${which}#` }
      const page = await readWanted(
        client,
        campaignVehicleRecord,
        { dealerId, of, ...prefix, ...paging },
        (sort) => isListed({ lists }, countedIn(sort)),
      )
      const isWanted = ({ vehicleId, status }: CampaignVehicle) =>
        which === 'unknown_here' ? vehicleId === undefined : vehicleId !== undefined && status === which
      return { items: page.items.filter(isWanted), next: page.next }
    },
    /** All that is counted of a campaign's cars, as the index alone shows it: no record is read. */
    async counted(dealerId: string, campaignId: string): Promise<CountedCar[]> {
      return (await readSortsFrom(client, { dealerId, of: carsOf(campaignId), from: '' })).map(countedIn)
    },
  }
}
