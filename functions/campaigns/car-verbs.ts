import type { CampaignVehicle } from '../../shared/domain/campaign.ts'
import { campaignVehicleMachine } from '../../shared/domain/campaign-vehicle-machine.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import type { Vin } from '../../shared/domain/vin.ts'
import { carWrites, knownAs } from '../../shared/due/plans/campaign-cars.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { asSeen } from '../../shared/http/etag.ts'
import type { Answer } from '../../shared/http/respond.ts'
import * as routes from '../../shared/http/routes/campaigns.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid, NotFound } from '../../shared/runtime/errors.ts'
import { markName } from '../../shared/store/campaigns.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import type { CampaignDependencies } from './api.ts'
import { carView } from './campaign-view.ts'
import { carOfVin } from './campaigns-of-car.ts'

interface VerbCall {
  readonly caller: Caller
  readonly params: { readonly campaignId: string; readonly vin: Vin }
  readonly version: number
  readonly remember: (answer: Answer<routes.CampaignCarView>) => Write[]
}

interface Context {
  readonly dealer: Dealer
  readonly stamp: Stamp
  readonly vehicle: Vehicle | undefined
}

type Told = Pick<NonNullable<CampaignVehicle['ended']>, 'on' | 'orderId' | 'reason'>

/** What answers the verbs of one car in a campaign: with the call that ends or is owed again in the same transaction. */
export function carVerbRoutes({ store, clock }: CampaignDependencies): Implementation[] {
  const changed = async (
    { caller, params: { campaignId, vin }, version, remember }: VerbCall,
    action: string,
    change: (mark: CampaignVehicle, context: Context) => CampaignVehicle | Promise<CampaignVehicle>,
  ): Promise<Answer<routes.CampaignCarView>> => {
    const { dealerId } = caller
    const stamp = stampOf(caller, clock.now())
    const name = markName({ campaignId, vin })
    const { answer } = await untilCommitted(store, async () => {
      const [dealer, campaign, marks, vehicle] = await Promise.all([
        store.dealers.byId(dealerId),
        store.campaigns.byId(dealerId, campaignId),
        store.campaigns.marks(dealerId, [name]),
        carOfVin(store, dealerId, vin),
      ])
      if (dealer === undefined || campaign === undefined) throw new NotFound()
      const before = asSeen(marks.get(name), version)
      const after = await change(before, { dealer, stamp, vehicle })
      const { record, writes } = await carWrites(
        { action, campaign, before, after, vehicle },
        { store, dealer, stamp },
      )
      const told = { body: carView(record, vehicle), version: record.version }
      return { answer: told, writes: [...writes, ...remember(told)] }
    })
    return answer
  }
  const end =
    (verb: 'done' | 'done-elsewhere' | 'not-applicable', told: Told) =>
    async (mark: CampaignVehicle, context: Context): Promise<CampaignVehicle> => {
      const { dealer, stamp, vehicle } = context
      refuseToCome(told.on, dateIn(stamp.at, dealer.zone))
      const status = stateAfter(campaignVehicleMachine, mark.status, verb)
      if (told.orderId !== undefined) await refuseOthersOrder(told.orderId, context)
      const here = vehicle === undefined ? {} : knownAs(mark, vehicle.vehicleId)
      return { ...mark, ...here, status, ended: { ...stamp, ...told } }
    }
  const refuseOthersOrder = async (orderId: string, { dealer, vehicle }: Context): Promise<void> => {
    const order = await store.orders.byId(dealer.dealerId, orderId)
    if (order === undefined || vehicle === undefined || order.vehicleId !== vehicle.vehicleId)
      throw new FieldsInvalid([{ path: 'body.orderId', reason: 'not-a-choice' }])
  }
  return [
    implement(routes.carDone, (call) => changed(call, 'done', end('done', call.body))),
    implement(routes.carDoneElsewhere, (call) =>
      changed(call, 'done-elsewhere', end('done-elsewhere', call.body)),
    ),
    implement(routes.carNotApplicable, (call) =>
      changed(call, 'not-applicable', end('not-applicable', call.body)),
    ),
    implement(routes.reopenCar, (call) =>
      changed(call, 'reopened', ({ ended: _, ...mark }) => ({
        ...mark,
        status: stateAfter(campaignVehicleMachine, mark.status, 'reopen'),
      })),
    ),
  ]
}

function refuseToCome(on: CalendarDate | undefined, today: CalendarDate): void {
  if (on !== undefined && on > today) throw new FieldsInvalid([{ path: 'body.on', reason: 'too-far-ahead' }])
}
