import type { CampaignVehicle } from '../../domain/campaign.ts'
import { campaignVehicleMachine } from '../../domain/campaign-vehicle-machine.ts'
import { toIdentifier } from '../../domain/identifier.ts'
import { verdictOn } from '../../domain/machine.ts'
import type { RepairOrder } from '../../domain/order.ts'
import type { Vehicle } from '../../domain/vehicle.ts'
import { vinsOf } from '../../domain/vehicle.ts'
import { campaignIdOf, markName } from '../../store/campaigns.ts'
import type { Write } from '../../store/table-client.ts'
import { carWrites, knownAs, type CampaignContext } from './campaign-cars.ts'

/** The campaign that a delivered order has done its work for. */
export function doneUnder({ status, campaignCode }: RepairOrder): string | undefined {
  if (status !== 'delivered' || campaignCode === undefined) return undefined
  const number = toIdentifier(campaignCode)
  return number === '' ? undefined : number
}

/**
 * What an order's change means for the campaign that it names, for the transaction of that change: with the delivery its
 * car is done, and where the delivery is undone, or was under another number, it is to be done after all.
 */
export async function campaignOfOrder(
  before: RepairOrder | undefined,
  after: RepairOrder,
  context: CampaignContext & { readonly vehicle: Vehicle | undefined },
): Promise<readonly Write[]> {
  const { vehicle } = context
  const [was, is] = [before && doneUnder(before), doneUnder(after)]
  if (vehicle === undefined || was === is) return []
  return [
    ...(was === undefined ? [] : await changeMarks(was, vehicle, context, (mark) => undone(mark, after))),
    ...(is === undefined
      ? []
      : await changeMarks(is, vehicle, context, (mark) => doneBy(mark, after, vehicle, context))),
  ]
}

async function changeMarks(
  number: string,
  vehicle: Vehicle,
  context: CampaignContext,
  change: (mark: CampaignVehicle) => CampaignVehicle | undefined,
): Promise<readonly Write[]> {
  const { store, dealer } = context
  const { dealerId } = dealer
  const campaignId = campaignIdOf(dealerId, number)
  const names = vinsOf(vehicle).map((vin) => markName({ campaignId, vin }))
  const marks = [...(await store.campaigns.marks(dealerId, names)).values()]
  const campaign = marks.length === 0 ? undefined : await store.campaigns.byId(dealerId, campaignId)
  if (campaign === undefined) return []
  const changes = marks.flatMap((before) => {
    const after = change(before)
    const action = after?.status === 'open' ? 'reopened' : 'done'
    return after === undefined ? [] : [{ action, campaign, before, after }]
  })
  const [first, ...others] = changes
  if (first === undefined) return []
  // The car has one call, under however many VINs it is listed.
  const written = await Promise.all([
    carWrites({ ...first, vehicle }, context),
    ...others.map((each) => carWrites({ ...each, vehicle: undefined }, context)),
  ])
  return written.flatMap(({ writes }) => writes)
}

/** Nothing where a person has said what became of it. */
function doneBy(
  mark: CampaignVehicle,
  { orderId, deliveredOn }: RepairOrder,
  { vehicleId }: Vehicle,
  { stamp: { at, by } }: CampaignContext,
): CampaignVehicle | undefined {
  if (!verdictOn(campaignVehicleMachine, mark.status, 'done').taken) return undefined
  return {
    ...mark,
    ...knownAs(mark, vehicleId),
    status: 'done_here',
    ended: { at, by, orderId, on: deliveredOn },
  }
}

function undone(mark: CampaignVehicle, { orderId }: RepairOrder): CampaignVehicle | undefined {
  if (mark.status !== 'done_here' || mark.ended?.orderId !== orderId) return undefined
  const { ended: _, ...rest } = mark
  return { ...rest, status: 'open' }
}
