import * as z from 'zod'
import { campaignMachine } from './campaign-machine.ts'
import { campaignVehicleMachine } from './campaign-vehicle-machine.ts'
import { CampaignId, DealerId, NoticeId, OrderId, VehicleId } from './ids.ts'
import { statesOf } from './machine.ts'
import { recordFields } from './record.ts'
import { CalendarDate, Instant } from './time.ts'
import { Vin } from './vin.ts'

export const CampaignKind = z.enum(['recall', 'service_campaign'])
export type CampaignKind = z.infer<typeof CampaignKind>

export const CampaignStatus = z.enum(statesOf(campaignMachine))
export type CampaignStatus = z.infer<typeof CampaignStatus>

export const CampaignVehicleStatus = z.enum(statesOf(campaignVehicleMachine))
export type CampaignVehicleStatus = z.infer<typeof CampaignVehicleStatus>

/** Manufacturers add cars, and correct what they have sent, a few times. */
export const MOST_LISTS = 50

/** One notice's list of cars. A car counts as long as one of its lists has not been taken back. */
export const CampaignList = z.object({
  noticeId: NoticeId,
  /** What the notice is: of a number there may be both. */
  kind: CampaignKind,
  at: Instant,
  /** VINs on it, each once. */
  listed: z.int().nonnegative(),
  /** Of those that no list before named: how many were no car of the dealer's when it was read. */
  unknownHere: z.int().nonnegative(),
  takenBack: z.object({ at: Instant, by: z.string() }).optional(),
})
export type CampaignList = z.infer<typeof CampaignList>

/** A recall (召回) or a service campaign (服务活动) of a manufacturer, as this dealer has to do with it. */
export const Campaign = z.object({
  dealerId: DealerId,
  campaignId: CampaignId,
  /** 活动代码: of the manufacturer or the market regulator; absent where the notice names none. */
  number: z.string().min(1).max(64).optional(),
  kind: CampaignKind,
  /** As the dealer's settings name it. */
  manufacturer: z.string().optional(),
  /** The subject of the notice that brought it. */
  title: z.string().max(200),
  status: CampaignStatus,
  openedAt: Instant,
  lists: z.array(CampaignList).min(1).max(MOST_LISTS),
  ended: z.object({ at: Instant, by: z.string(), reason: z.string().max(500) }).optional(),
  ...recordFields,
})
export type Campaign = z.infer<typeof Campaign>

/** Why nobody is told of a car that the books know. */
export const CarLeft = z.enum(['sold', 'scrapped', 'moved_away', 'owner_erased'])
export type CarLeft = z.infer<typeof CarLeft>

/** A car that a campaign lists, also one that is none of the dealer's: it may come in all the same. */
export const CampaignVehicle = z.object({
  dealerId: DealerId,
  campaignId: CampaignId,
  vin: Vin,
  /** Absent: no car of the dealer's has or had this VIN. */
  vehicleId: VehicleId.optional(),
  status: CampaignVehicleStatus,
  /** It was no car of the dealer's when its list was read, and is counted there. */
  unknownThen: z.literal(true).optional(),
  /** Places in the campaign's `lists` of those that name it. */
  lists: z.array(z.int().nonnegative()).min(1).max(MOST_LISTS),
  /** The car was not here any more when the list was read. */
  left: CarLeft.optional(),
  /** When an SMS about it was written; what became of that the ledger says. */
  smsAt: Instant.optional(),
  /** When a caller has told its owner. */
  informedAt: Instant.optional(),
  /** What ended it: the order, or a person's word. */
  ended: z
    .object({
      at: Instant,
      by: z.string(),
      orderId: OrderId.optional(),
      /** The day on which it was done, where it is known. */
      on: CalendarDate.optional(),
      reason: z.string().max(500).optional(),
    })
    .optional(),
  ...recordFields,
})
export type CampaignVehicle = z.infer<typeof CampaignVehicle>

/** Whether one of the lists that name the car still counts. */
export function isListed(
  campaign: Pick<Campaign, 'lists'>,
  { lists }: Pick<CampaignVehicle, 'lists'>,
): boolean {
  return lists.some((place) => {
    const list = campaign.lists[place]
    return list !== undefined && list.takenBack === undefined
  })
}

/** What a campaign is by its lists that count: a recall as long as one of them is of one; undefined where none counts. Pure. */
export function kindByLists(lists: readonly CampaignList[]): CampaignKind | undefined {
  const kinds = lists.flatMap(({ kind, takenBack }) => (takenBack === undefined ? [kind] : []))
  return kinds.includes('recall') ? 'recall' : kinds.at(-1)
}

/** Why a car's owner is not told of a campaign (any more). */
export type NotConcerned =
  | 'campaign-unknown'
  | 'campaign-withdrawn'
  | 'campaign-closed'
  | 'taken-off-list'
  | 'done-since'
  | 'not-applicable'

/** Whether the work of a campaign is still to be done on a car, and why not. Pure. */
export function notConcerned(
  campaign: Pick<Campaign, 'status' | 'lists'> | undefined,
  marks: readonly Pick<CampaignVehicle, 'lists' | 'status'>[],
): NotConcerned | undefined {
  if (campaign === undefined) return 'campaign-unknown'
  switch (campaign.status) {
    case 'withdrawn':
      return 'campaign-withdrawn'
    case 'closed':
      return 'campaign-closed'
    case 'open':
      return notOpen(marks.filter((mark) => isListed(campaign, mark)))
  }
}

/** A car that is listed under several VINs needs the work as long as none of them says that it is done. */
function notOpen(listed: readonly Pick<CampaignVehicle, 'status'>[]): NotConcerned | undefined {
  const [first] = listed
  if (first === undefined) return 'taken-off-list'
  const { status } = listed.find((mark) => mark.status !== 'open') ?? first
  switch (status) {
    case 'open':
      return undefined
    case 'done_here':
    case 'done_elsewhere':
      return 'done-since'
    case 'not_applicable':
      return 'not-applicable'
  }
}

/** Why a car's owner is not written to or rung up: a service campaign is told of at the desk alone. Pure. */
export function notToBeTold(
  campaign: Pick<Campaign, 'kind' | 'status' | 'lists'> | undefined,
  marks: readonly Pick<CampaignVehicle, 'lists' | 'status'>[],
): NotConcerned | 'not-a-recall' | undefined {
  return campaign?.kind === 'service_campaign' ? 'not-a-recall' : notConcerned(campaign, marks)
}

/** What is counted of a car. */
export type CountedCar = Pick<CampaignVehicle, 'status' | 'lists'> & {
  readonly left: boolean
  readonly unknownThen: boolean
  readonly sms: boolean
  readonly informed: boolean
}

export interface CampaignCounts {
  /** VINs on the lists that count. */
  readonly listed: number
  /** Of them cars that are, or were, of the dealer's. */
  readonly ours: number
  readonly unknownHere: number
  readonly open: number
  readonly doneHere: number
  readonly doneElsewhere: number
  readonly notApplicable: number
  /** Of the open ones: sold, scrapped or moved away, so that nobody is told. */
  readonly left: number
  /** Told of by SMS, and by a caller. */
  readonly sms: number
  readonly informed: number
}

/** How far a campaign has come. Pure. */
export function campaignCounts(
  campaign: Pick<Campaign, 'lists'>,
  cars: readonly CountedCar[],
): CampaignCounts {
  const ours = cars.filter((car) => isListed(campaign, car))
  const of = (wanted: (car: CountedCar) => boolean) => ours.filter(wanted).length
  const notKnown = campaign.lists
    .filter(({ takenBack }) => takenBack === undefined)
    .reduce((sum, list) => sum + list.unknownHere, 0)
  // Those that have come in since are the dealer's now; the list that named a car first has counted it.
  const cameIn = ({ unknownThen, lists }: CountedCar) =>
    unknownThen && isListed(campaign, { lists: lists.slice(0, 1) })
  const unknownHere = Math.max(0, notKnown - of(cameIn))
  return {
    listed: ours.length + unknownHere,
    ours: ours.length,
    unknownHere,
    open: of(({ status }) => status === 'open'),
    doneHere: of(({ status }) => status === 'done_here'),
    doneElsewhere: of(({ status }) => status === 'done_elsewhere'),
    notApplicable: of(({ status }) => status === 'not_applicable'),
    left: of(({ status, left }) => status === 'open' && left),
    sms: of(({ sms }) => sms),
    informed: of(({ informed }) => informed),
  }
}
