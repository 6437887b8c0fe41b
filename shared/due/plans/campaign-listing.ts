import {
  type Campaign,
  type CampaignKind,
  type CampaignList,
  type CampaignVehicle,
  CarLeft,
  kindByLists,
  MOST_LISTS,
} from '../../domain/campaign.ts'
import { toIdentifier } from '../../domain/identifier.ts'
import { manufacturerOf } from '../../domain/manufacturer.ts'
import type { Notice } from '../../domain/notice.ts'
import { unwritten, type Stamp } from '../../domain/record.ts'
import { vinsOf, type Vehicle } from '../../domain/vehicle.ts'
import type { Vin } from '../../domain/vin.ts'
import { changed } from '../../http/change-record.ts'
import type { CampaignStore } from '../../store/campaign-store.ts'
import {
  campaignIdOf,
  campaignRecord,
  campaignVehicleRecord,
  markName,
  unnumberedCampaignIdOf,
} from '../../store/campaigns.ts'
import { dueItemRecord } from '../../store/due-items.ts'
import { recallCallIdOf } from '../../store/follow-up-calls.ts'
import type { Write } from '../../store/table-client.ts'
import { countingVehicles } from '../../store/vehicle-of-order.ts'
import { isToBeTold, knownAs, type CampaignContext } from './campaign-cars.ts'
import { doneUnder } from './campaign-of-order.ts'
import { oweRecallCall } from './recall-call.ts'
import { planNotice, RECALL_NOTICES, recallSubject } from './recall-notices.ts'

/** A VIN on a notice's list, with the number of its campaign where the list says it. */
export interface ListedVin {
  readonly vin: Vin
  readonly number: string | undefined
}

export interface ListingContext extends CampaignContext {
  readonly store: CampaignStore
  readonly notice: Pick<Notice, 'noticeId' | 'subject' | 'manufacturer'>
  readonly kind: CampaignKind
}

export interface Listing {
  readonly writes: readonly Write[]
  /** How many of the VINs, from the first one on, it has dealt with. */
  readonly done: number
  readonly campaignIds: readonly string[]
  /** Of those: cars of the dealer's, and VINs that nobody here knows. */
  readonly counts: { readonly ours: number; readonly unknownHere: number }
}

/** So many are looked at together: with three reads of each a batch holds them. */
const VINS_AT_ONCE = 30
/** A new car of a recall writes itself, its SMS, its call and who made that; a campaign itself and who changed it. */
const MOST_OF_CAR = 4
const MOST_OF_CAMPAIGN = 2
/** The effect of the notice has its own writes beside them. */
const MOST_LISTING_WRITES = 84

/** Whether a campaign has no room for another list of cars. */
export class TooManyLists extends Error {
  override readonly name = 'TooManyLists'
}

/**
 * The first of a notice's VINs, as many as one transaction takes, put on their campaigns: cars of the dealer's, by the VINs
 * that they have and had, with the call and the SMS that a recall owes their owners; and VINs that nobody here knows, which
 * the desk finds when such a car comes in. What was listed before is not told again.
 * @throws TooManyLists
 */
export async function listVins(vins: readonly ListedVin[], context: ListingContext): Promise<Listing> {
  const listed = vins.slice(0, VINS_AT_ONCE)
  const read = await readBooks(listed, context)
  const campaigns = new Map<string, Campaign>()
  const writes: Write[] = []
  /** Cars that this very transaction tells, whichever of their VINs stand on the list. */
  const told = new Set<string>()
  const counts = { ours: 0, unknownHere: 0 }
  let done = 0
  for (const each of listed) {
    const campaignId = campaignOf(each, context)
    const isNew = !campaigns.has(campaignId)
    const room = MOST_OF_CAR + (campaigns.size + (isNew ? 1 : 0)) * MOST_OF_CAMPAIGN
    if (writes.length + room > MOST_LISTING_WRITES) break
    done += 1
    const campaign =
      campaigns.get(campaignId) ?? withList(read.campaigns.get(campaignId), campaignId, each, read, context)
    const place = placeOfList(campaign, context.notice.noticeId)
    const known = read.marks.get(markName({ campaignId, vin: each.vin }))
    const vehicle = read.vehicleOf(each.vin)
    const isThere = known?.lists.includes(place) === true
    const mark = isThere ? known : marked(known, { ...each, campaignId, place, vehicle }, read, context)
    counts[mark.vehicleId === undefined ? 'unknownHere' : 'ours'] += 1
    if (isThere) {
      campaigns.set(campaignId, campaign)
      continue
    }
    const isStranger = known === undefined && mark.vehicleId === undefined
    campaigns.set(campaignId, counted(campaign, place, isStranger))
    writes.push(campaignVehicleRecord.put(mark, context.stamp))
    if (vehicle !== undefined && !told.has(`${campaignId}/${vehicle.vehicleId}`)) {
      told.add(`${campaignId}/${vehicle.vehicleId}`)
      writes.push(...(await tellingWrites(campaign, mark, vehicle, read, context)))
    }
  }
  const saved = [...campaigns].flatMap(([id, after]) => {
    const before = read.campaigns.get(id)
    const action = before === undefined ? 'opened' : 'listed'
    return changed(campaignRecord, { id, action, before, after }, context.stamp).writes
  })
  return { writes: [...writes, ...saved], done, campaignIds: [...campaigns.keys()], counts }
}

function campaignOf({ number }: ListedVin, { dealer: { dealerId }, notice }: ListingContext): string {
  return number === undefined
    ? unnumberedCampaignIdOf(dealerId, notice.noticeId)
    : campaignIdOf(dealerId, number)
}

export type Books = Awaited<ReturnType<typeof readBooks>>

export async function readBooks(listed: readonly ListedVin[], context: ListingContext) {
  const { store, dealer } = context
  const { dealerId } = dealer
  const ids = await store.guards.idsBehind(
    dealerId,
    'vin',
    listed.map(({ vin }) => vin),
  )
  const vehicles = await countingVehicles(store, dealerId, [...ids.values()])
  const vehicleOf = (vin: Vin) => vehicles.get(ids.get(vin) ?? '')
  const cars = listed.map((each) => ({
    ...each,
    campaignId: campaignOf(each, context),
    vehicle: vehicleOf(each.vin),
  }))
  const ofOurs = cars.flatMap(({ campaignId, vehicle }) =>
    vehicle === undefined ? [] : [{ campaignId, vehicle }],
  )
  const [campaigns, marks, calls, items, orders] = await Promise.all([
    store.campaigns.byIds(
      dealerId,
      cars.map(({ campaignId }) => campaignId),
    ),
    store.campaigns.marks(
      dealerId,
      cars.flatMap(({ campaignId, vin, vehicle }) =>
        [vin, ...(vehicle === undefined ? [] : vinsOf(vehicle))].map((each) =>
          markName({ campaignId, vin: each }),
        ),
      ),
    ),
    store.followUpCalls.byIds(
      dealerId,
      ofOurs.map(({ campaignId, vehicle }) => recallCallIdOf(dealerId, campaignId, vehicle.vehicleId)),
    ),
    store.dueItems.bySubjects(
      dealerId,
      RECALL_NOTICES,
      ofOurs.map(({ campaignId, vehicle }) => recallSubject({ campaignId, ...vehicle })),
    ),
    store.orders.byIds(
      dealerId,
      ofOurs.flatMap(({ vehicle }) => vehicle.visits.map(({ orderId }) => orderId)),
    ),
  ])
  return { campaigns, marks, calls, items, orders, vehicleOf }
}

/** The list of a notice that counts; one that was taken back is another one. */
function placeOfList({ lists }: Pick<Campaign, 'lists'>, noticeId: string): number {
  return lists.findLastIndex((list) => list.noticeId === noticeId && list.takenBack === undefined)
}

/** The campaign with this notice's list: new, or one that is known, and goes on with it where it had ended. */
function withList(
  known: Campaign | undefined,
  campaignId: string,
  { number, vin }: ListedVin,
  read: Books,
  { dealer, notice, kind, stamp }: ListingContext,
): Campaign {
  if (known !== undefined && placeOfList(known, notice.noticeId) >= 0) return known
  const list: CampaignList = { noticeId: notice.noticeId, kind, at: stamp.at, listed: 0, unknownHere: 0 }
  if (known === undefined) {
    const brand = read.vehicleOf(vin)?.brand
    const named = brand === undefined ? undefined : manufacturerOf(brand, dealer.settings.manufacturers)
    return {
      ...unwritten(stamp),
      dealerId: dealer.dealerId,
      campaignId,
      number,
      kind,
      manufacturer: notice.manufacturer ?? named,
      title: Array.from(notice.subject).slice(0, 100).join(''),
      status: 'open',
      openedAt: stamp.at,
      lists: [list],
    }
  }
  const lists =
    known.status === 'withdrawn' ? known.lists.map((each) => takenBackNow(each, stamp)) : known.lists
  if (lists.length >= MOST_LISTS) throw new TooManyLists(`${String(lists.length)} lists of one campaign`)
  const { ended: _, ...rest } = known
  const all = [...lists, list]
  return { ...rest, kind: kindByLists(all) ?? kind, status: 'open', lists: all }
}

function takenBackNow(list: CampaignList, { at, by }: Stamp): CampaignList {
  return list.takenBack === undefined ? { ...list, takenBack: { at, by } } : list
}

function counted(campaign: Campaign, place: number, isStranger: boolean): Campaign {
  return {
    ...campaign,
    lists: campaign.lists.map((list, at) =>
      at === place
        ? { ...list, listed: list.listed + 1, unknownHere: list.unknownHere + (isStranger ? 1 : 0) }
        : list,
    ),
  }
}

/** A car as the list leaves it; what is known of it already stands. */
function marked(
  known: CampaignVehicle | undefined,
  {
    vin,
    campaignId,
    number,
    place,
    vehicle,
  }: ListedVin & {
    readonly campaignId: string
    readonly place: number
    readonly vehicle: Vehicle | undefined
  },
  { orders }: Books,
  { dealer, stamp }: ListingContext,
): CampaignVehicle {
  if (known !== undefined) {
    const here = vehicle === undefined ? {} : knownAs(known, vehicle.vehicleId)
    return {
      ...known,
      ...here,
      lists: [...known.lists, place],
      left: CarLeft.safeParse(vehicle?.status).data,
    }
  }
  return {
    ...unwritten(stamp),
    dealerId: dealer.dealerId,
    campaignId,
    vin,
    vehicleId: vehicle?.vehicleId,
    lists: [place],
    left: CarLeft.safeParse(vehicle?.status).data,
    ...stateByOrders(vehicle, number, orders, stamp),
  }
}

/** What orders say of a car that a campaign names: it is done where one of them was delivered under its number. */
export function stateByOrders(
  vehicle: Vehicle | undefined,
  number: string | undefined,
  orders: Books['orders'],
  { at, by }: Stamp,
): Pick<CampaignVehicle, 'status' | 'ended'> {
  const order = vehicle?.visits
    .map(({ orderId }) => orders.get(orderId))
    .find((each) => number !== undefined && each !== undefined && doneUnder(each) === toIdentifier(number))
  return order === undefined
    ? { status: 'open' }
    : { status: 'done_here', ended: { at, by, orderId: order.orderId, on: order.deliveredOn } }
}

/** The SMS and the call about a recall, of a car whose owner has heard nothing of it. At most three writes. */
export async function tellingWrites(
  campaign: Campaign,
  mark: CampaignVehicle,
  vehicle: Vehicle,
  { campaigns, marks, calls, items }: Books,
  context: ListingContext,
): Promise<readonly Write[]> {
  const { dealer, stamp } = context
  const { campaignId } = campaign
  const others = vinsOf(vehicle)
    .filter((vin) => vin !== mark.vin)
    .flatMap((vin) => marks.get(markName({ campaignId, vin })) ?? [])
  const ofCar = [mark, ...others]
  if (!isToBeTold(campaign, ofCar, vehicle)) return []
  const car = { campaignId, vehicleId: vehicle.vehicleId }
  const isTold = ofCar.some(({ smsAt }) => smsAt !== undefined)
  const isInformed = ofCar.some(({ informedAt }) => informedAt !== undefined)
  // What still waits of a list that was taken back has this list's time from now on.
  const before = campaigns.get(campaignId)
  const was = [marks.get(markName(mark)) ?? [], others].flat()
  const waits = before !== undefined && isToBeTold(before, was, vehicle)
  const item = isTold
    ? undefined
    : planNotice(car, dealer, items.get(recallSubject(car)), { ...stamp, waits })
  const call = calls.get(recallCallIdOf(dealer.dealerId, campaignId, vehicle.vehicleId))
  return [
    ...(item === undefined ? [] : [dueItemRecord.put(item, stamp)]),
    ...(isInformed ? [] : await oweRecallCall(campaign, vehicle, call, { ...context, waits })),
  ]
}

/**
 * A notice's list taken back: its cars count no more unless another list names them, and without any list the campaign is
 * withdrawn. Who waits to be told is not; who was told knows of it, and stays counted nowhere.
 */
export async function takeBackList(
  campaignIds: readonly string[],
  noticeId: string,
  reason: string,
  { store, dealer, stamp }: Pick<ListingContext, 'store' | 'dealer' | 'stamp'>,
): Promise<Write[]> {
  const campaigns = await store.campaigns.byIds(dealer.dealerId, campaignIds)
  return [...campaigns.values()].flatMap((before) => {
    const lists = before.lists.map((list) => (list.noticeId === noticeId ? takenBackNow(list, stamp) : list))
    const isEmpty = lists.every(({ takenBack }) => takenBack !== undefined)
    const after: Campaign = {
      ...before,
      kind: kindByLists(lists) ?? before.kind,
      lists,
      ...(isEmpty && before.status === 'open'
        ? { status: 'withdrawn', ended: { at: stamp.at, by: stamp.by, reason } }
        : {}),
    }
    return changed(campaignRecord, { id: before.campaignId, action: 'list-taken-back', before, after }, stamp)
      .writes
  })
}
