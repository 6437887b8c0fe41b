import type { Dealer } from '../../shared/domain/dealer.ts'
import { policyKey } from '../../shared/domain/policy.ts'
import { dateIn, type Instant } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import {
  addClaim,
  cancelPolicy,
  changePolicy,
  createPolicy,
  findPolicies,
  lapsePolicy,
  listPolicyChanges,
  listVehiclePolicies,
  movePolicy,
  readInsurance,
  readPolicy,
  renewPolicy,
  retractClaim,
} from '../../shared/http/routes/policies.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import { policyRecord } from '../../shared/store/policies.ts'
import type { Paging } from '../../shared/store/read.ts'
import type { Store } from '../../shared/store/store.ts'
import { policyView } from './policy-view.ts'
import * as verbs from './policy-verbs.ts'
import { policiesOf } from './policy-writes.ts'
import { changeKnown, createNew, type SavedPolicy } from './save-policy.ts'
import { vehicleStanding } from './vehicle-standing.ts'

/** What answers the routes of policies. */
export function policiesApi({ store, clock }: { store: Store; clock: Clock }): Implementation[] {
  const answerOf = ({ policy, customerId, today }: SavedPolicy) => ({
    body: policyView(policy, customerId, today),
    version: policy.version,
  })
  const requestOf = <Remembered>(
    caller: Caller,
    remember: (answer: ReturnType<typeof answerOf>) => Remembered[],
  ) => ({
    store,
    dealerId: caller.dealerId,
    stamp: stampOf(caller, clock.now()),
    also: (saved: SavedPolicy) => remember(answerOf(saved)),
  })
  return [
    implement(findPolicies, async ({ caller: { dealerId }, query }) => {
      const name = policyKey(query)
      const policyId = (await store.guards.idsBehind(dealerId, 'policy-number', [name])).get(name)
      const found = policyId === undefined ? [] : await readShown(store, dealerId, [policyId], clock.now())
      return { body: { items: found.map((each) => answerOf(each).body) } }
    }),
    implement(createPolicy, async ({ caller, body, remember }) => {
      const request = requestOf(caller, remember)
      return answerOf(await createNew(request, () => verbs.newPolicy(body, caller.dealerId, request.stamp)))
    }),
    implement(readPolicy, async ({ caller: { dealerId }, params: { policyId } }) => {
      const [found] = await readShown(store, dealerId, [policyId], clock.now())
      if (found === undefined) throw new NotFound()
      return answerOf(found)
    }),
    implement(changePolicy, async ({ caller, params: { policyId }, body, version, remember }) =>
      answerOf(
        await changeKnown(requestOf(caller, remember), { policyId, version }, ({ policy }) =>
          verbs.corrected(policy, body),
        ),
      ),
    ),
    implement(renewPolicy, async ({ caller, params: { policyId }, body, version, remember }) => {
      const request = requestOf(caller, remember)
      return answerOf(
        await changeKnown(request, { policyId, version }, ({ policy, today }) =>
          verbs.renewed(policy, body, { today, stamp: request.stamp }),
        ),
      )
    }),
    implement(cancelPolicy, async ({ caller, params: { policyId }, body, version, remember }) =>
      answerOf(
        await changeKnown(requestOf(caller, remember), { policyId, version }, (facts) =>
          verbs.cancelled(facts.policy, body, facts, facts.today),
        ),
      ),
    ),
    implement(lapsePolicy, async ({ caller, params: { policyId }, body, version, remember }) =>
      answerOf(
        await changeKnown(requestOf(caller, remember), { policyId, version }, ({ policy, today }) =>
          verbs.lapsed(policy, body, today),
        ),
      ),
    ),
    implement(movePolicy, async ({ caller, params: { policyId }, body, version, remember }) =>
      answerOf(
        await changeKnown(requestOf(caller, remember), { policyId, version }, (facts) =>
          verbs.moved(facts.policy, body.vehicleId, facts, facts.today),
        ),
      ),
    ),
    implement(addClaim, async ({ caller, params: { policyId }, body, version, remember }) => {
      const request = requestOf(caller, remember)
      return answerOf(
        await changeKnown(request, { policyId, version }, ({ policy, today }) =>
          verbs.withClaim(policy, body, { today, stamp: request.stamp }),
        ),
      )
    }),
    implement(retractClaim, async ({ caller, params: { policyId, claimId }, version, remember }) =>
      answerOf(
        await changeKnown(requestOf(caller, remember), { policyId, version }, ({ policy }) =>
          verbs.withoutClaim(policy, claimId),
        ),
      ),
    ),
    implement(listPolicyChanges, async ({ caller: { dealerId }, params: { policyId }, query }) => {
      if ((await store.policies.byIds(dealerId, [policyId])).size === 0) throw new NotFound()
      const scope = { dealerId, list: listPolicyChanges.path, filter: { policyId } }
      const ask = (paging: Paging) => store.audit.newestOf(dealerId, policyRecord.entity, policyId, paging)
      return { body: await paged(scope, query, ask, changeView) }
    }),
    implement(listVehiclePolicies, async ({ caller: { dealerId }, params: { vehicleId }, query }) => {
      const [dealer, vehicle] = await dealerAndVehicle(store, dealerId, vehicleId)
      const today = dateIn(clock.now(), dealer.zone)
      const scope = { dealerId, list: listVehiclePolicies.path, filter: { vehicleId } }
      const ask = (paging: Paging) => store.policies.ofVehicle(dealerId, vehicleId, paging)
      return {
        body: await paged(scope, query, ask, (policy) => policyView(policy, vehicle.customerId, today)),
      }
    }),
    implement(readInsurance, async ({ caller: { dealerId }, params: { vehicleId } }) => {
      const [dealer, vehicle] = await dealerAndVehicle(store, dealerId, vehicleId)
      const policies = await policiesOf(store, vehicle)
      const { compulsoryTable } = dealer.settings.insurance
      const today = dateIn(clock.now(), dealer.zone)
      return { body: vehicleStanding(vehicle, policies, today, compulsoryTable) }
    }),
  ]
}

/** @throws NotFound */
async function dealerAndVehicle(
  store: Store,
  dealerId: string,
  vehicleId: string,
): Promise<[Dealer, Vehicle]> {
  const [dealer, vehicle] = await Promise.all([
    store.dealers.byId(dealerId),
    store.vehicles.byId(dealerId, vehicleId),
  ])
  if (dealer === undefined || vehicle === undefined) throw new NotFound()
  return [dealer, vehicle]
}

/** Policies with what their views need. */
async function readShown(
  store: Store,
  dealerId: string,
  policyIds: readonly string[],
  now: Instant,
): Promise<SavedPolicy[]> {
  const [dealer, known] = await Promise.all([
    store.dealers.byId(dealerId),
    store.policies.byIds(dealerId, policyIds),
  ])
  if (dealer === undefined) return []
  const policies = [...known.values()]
  const vehicles = await store.vehicles.byIds(
    dealerId,
    policies.map(({ vehicleId }) => vehicleId),
  )
  const today = dateIn(now, dealer.zone)
  return policies.map((policy) => ({
    policy,
    customerId: vehicles.get(policy.vehicleId)?.customerId,
    today,
  }))
}
