import { recallNotices } from '../../../functions/campaigns/notice-purpose.ts'
import { tidyCalls } from '../../../functions/campaigns/tidy-calls.ts'
import { runEffects } from '../../../functions/manufacturer-notices/run-effects.ts'
import type { RoleCode } from '../../../shared/domain/roles.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { Vehicle } from '../../../shared/domain/vehicle.ts'
import { Vin } from '../../../shared/domain/vin.ts'
import { RECALL_NOTICES } from '../../../shared/due/plans/recall-notices.ts'
import { sweep } from '../../../shared/due/sweep.ts'
import type { Route } from '../../../shared/http/contract.ts'
import * as routes from '../../../shared/http/routes/campaigns.ts'
import { openRecallStore } from '../../../shared/store/campaign-store.ts'
import { campaignIdOf, campaignVehicleRecord, markName } from '../../../shared/store/campaigns.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { openEffectStore } from '../../../shared/store/effect-store.ts'
import { followUpCallRecord } from '../../../shared/store/follow-up-calls.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Account, Given } from '../../support/api-client.ts'
import { customerOf, local, stampAt, staffIdOf, vehicleIdOf, vehicleOf } from '../../support/builders.ts'
import { vinOf } from '../../support/campaign-builders.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { csv, mailWithFiles } from '../manufacturer-notices/effect-rig.ts'
import { startNotices } from '../http/notice-rig.ts'

export const NUMBER = 'S2026M0117V'
export const campaignId = campaignIdOf('D001', NUMBER)

const account = (role: RoleCode): Account => ({ dealerId: 'D001', roles: [role], staffId: staffIdOf('X1') })
export const advisor = account('service_advisor')
export const caller = account('follow_up_caller')
export const keeper = account('service_manager')

/** The cars of the dealer by the numbers of their VINs, each with an owner of its own. */
export const cars = ['anna', 'berta', 'carla', 'dora'] as const
export type CarName = (typeof cars)[number]
export const vinOfCar = (name: CarName): Vehicle['vin'] => Vin.parse(vinOf(cars.indexOf(name) + 1))

export const monday = local('2026-11-23 10:00')
export const tuesday = local('2026-11-24 10:00')

/** A dealer with four cars on Monday 23 November 2026 at ten, at which a recall may come in. */
export async function openRecalls() {
  const rig = await startNotices()
  const { store, table, files, log } = rig
  const recallStore = openRecallStore(table)
  let now = monday
  const stamp = () => stampAt(now)
  await save(
    store,
    ...puts(customerRecord, ...cars.map((name) => customerOf(name))),
    ...puts(vehicleRecord, ...cars.map((name) => vehicleOf(name, { vin: vinOfCar(name) }))),
    ...cars.map((name) => takeName('D001', 'vin', vinOfCar(name), vehicleIdOf(name), stamp())),
  )
  const clock = () => clockAt(now)
  const effects = () =>
    runEffects({ store: openEffectStore(table), files, clock: clock(), log, remaining: () => 300_000 })
  const mark = async (vin: string) => {
    const name = markName({ campaignId, vin })
    return (await recallStore.campaigns.marks('D001', [name])).get(name)
  }
  const campaign = () => recallStore.campaigns.byId('D001', campaignId)
  const calls = () =>
    table
      .all()
      .filter(({ entity }) => entity === followUpCallRecord.entity)
      .map((each) => followUpCallRecord.parse(each))
  return {
    ...rig,
    moveTo: (at: Instant) => {
      now = at
      rig.moveTo(at)
    },
    /** A notice that lists VINs under a number comes in, and takes effect. */
    lists: async (
      name: string,
      vins: readonly string[],
      {
        subject = '【召回】安全气囊召回实施通知',
        number = NUMBER,
      }: { subject?: string; number?: string } = {},
    ) => {
      const file = csv(
        '车架号,活动编号',
        vins.map((vin) => `${vin},${number}`),
      )
      const mail = mailWithFiles(`${subject}${name}`, '请联系车主。', { 'vins.csv': file })
      const notice = await rig.receive(name, mail)
      await effects()
      return notice
    },
    effects,
    sweep: (purposeStore = recallStore) =>
      sweep(recallNotices(purposeStore), { store: purposeStore, clock: clock(), by: RECALL_NOTICES }),
    tidy: () => tidyCalls({ store: recallStore, clock: clock(), log }),
    mark,
    campaign,
    change: async (name: CarName, more: Partial<Vehicle>) => {
      const vehicle = (await store.vehicles.byId('D001', vehicleIdOf(name)))!
      await save(store, vehicleRecord.put({ ...vehicle, ...more }, stamp()))
    },
    say: async (vin: string, more: object) => {
      const known = (await mark(vin))!
      await save(store, campaignVehicleRecord.put({ ...known, ...more }, stamp()))
    },
    item: (name: CarName) =>
      store.dueItems.bySubject('D001', RECALL_NOTICES, `recall#${campaignId}-${vehicleIdOf(name)}`),
    calls,
    callOf: (name: CarName) =>
      calls().find(({ vehicleId, kind }) => kind === 'recall' && vehicleId === vehicleIdOf(name)),
    sms: () => rig.messages().filter(({ channel }) => channel === 'sms'),
    counts: async () => {
      const reply = await rig.as(keeper)(routes.readCampaign, { params: { campaignId } })
      if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
      return reply.body.counts
    },
    noticeVerb: rig.verb,
    /** A verb of a car, or of the campaign, as it is now. */
    verb: async <R extends Route>(route: R, vin: string | undefined, body?: object, by: Account = keeper) => {
      const record = vin === undefined ? await campaign() : await mark(vin)
      const given = {
        params: { campaignId, ...(vin === undefined ? {} : { vin }) },
        ifMatch: `"${String(record!.version)}"`,
        ...(body && { body }),
      }
      return rig.as(by)(route, given as unknown as Given<R>)
    },
  }
}
export type RecallRig = Awaited<ReturnType<typeof openRecalls>>
