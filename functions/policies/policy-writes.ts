import type { Dealer } from '../../shared/domain/dealer.ts'
import { coverAfter } from './cover-after.ts'
import { policyKey, type Policy } from '../../shared/domain/policy.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { vehicleWrites } from '../../shared/due/plans/vehicle-writes.ts'
import { Refused } from '../../shared/runtime/errors.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { freeName, takeName } from '../../shared/store/guards.ts'
import { policyRecord } from '../../shared/store/policies.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'

/** A policy as a request leaves it. */
export interface PolicyChange {
  /** Undefined: it is new. */
  readonly before: Policy | undefined
  readonly after: Policy
  /** What was done, as a verb in the past. */
  readonly action: string
}

export interface PolicyContext {
  readonly store: Store
  readonly dealer: Dealer
  readonly stamp: Stamp
}

/**
 * The writes of changed policies and of all that follows from them: their names, the cover of the vehicles that they
 * belonged or belong to, and the prompts and list entries that hang on it. At most three policies and two vehicles.
 * @throws Refused `already-exists` when an insurer's number is another policy's
 */
export async function policyWrites(
  changes: readonly PolicyChange[],
  context: PolicyContext,
): Promise<Write[]> {
  const { stamp } = context
  const writes = changes.flatMap(({ before, after, action }) =>
    changeWrites(policyRecord, { id: after.policyId, action, before, after }, stamp),
  )
  for (const change of changes) writes.push(...(await nameWrites(change, context)))
  const vehicleIds = new Set(
    changes.flatMap(({ before, after }) => [before?.vehicleId ?? after.vehicleId, after.vehicleId]),
  )
  for (const vehicleId of vehicleIds) writes.push(...(await coverWrites(vehicleId, changes, context)))
  return writes
}

async function nameWrites(
  { before, after }: PolicyChange,
  { store, dealer: { dealerId }, stamp }: PolicyContext,
): Promise<Write[]> {
  const name = policyKey(after)
  if (before !== undefined && policyKey(before) === name) return []
  const existing = (await store.guards.idsBehind(dealerId, 'policy-number', [name])).get(name)
  if (existing !== undefined) throw new Refused('already-exists', { existing })
  const taken = takeName(dealerId, 'policy-number', name, after.policyId, stamp)
  return before === undefined ? [taken] : [taken, freeName(dealerId, 'policy-number', policyKey(before))]
}

async function coverWrites(
  vehicleId: string,
  changes: readonly PolicyChange[],
  { store, dealer, stamp }: PolicyContext,
): Promise<readonly Write[]> {
  const vehicle = await store.vehicles.byId(dealer.dealerId, vehicleId)
  if (vehicle === undefined) return []
  const others = await policiesOf(store, vehicle)
  const changed = changes.map(({ after }) => after)
  const cover = coverAfter(vehicle, changed, others, dateIn(stamp.at, dealer.zone))
  if (isSameCover(vehicle.cover, cover)) return []
  const told: Vehicle = { ...vehicle, cover }
  return (await vehicleWrites(vehicle, told, 'insurance-changed', { store, dealer, stamp })).writes
}

/** Two a year: no private car has had more in its life. */
const MOST_POLICIES = 100

/** A vehicle's policies, each as it is now: the index that finds them may be a little late. */
export async function policiesOf(
  store: Store,
  { dealerId, vehicleId }: Pick<Vehicle, 'dealerId' | 'vehicleId'>,
): Promise<Policy[]> {
  const { items } = await store.policies.ofVehicle(dealerId, vehicleId, { limit: MOST_POLICIES })
  const known = await store.policies.byIds(
    dealerId,
    items.map(({ policyId }) => policyId),
  )
  return [...known.values()].filter((policy) => policy.vehicleId === vehicleId)
}

function isSameCover(a: Vehicle['cover'], b: Vehicle['cover']): boolean {
  return (['compulsory', 'commercial'] as const).every((kind) => {
    const [one, other] = [a[kind], b[kind]]
    return (
      one?.policyId === other?.policyId &&
      one?.insurer === other?.insurer &&
      one?.endsOn === other?.endsOn &&
      one?.premiumFen === other?.premiumFen &&
      one?.specialistId === other?.specialistId
    )
  })
}
