import { visitOfOrder, type RepairOrder } from '../../shared/domain/order.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'
import { mergeTimers } from '../../shared/due/plans/merge-timers.ts'
import { asSeen, versionIn } from '../../shared/http/etag.ts'
import { FieldsInvalid, Refused } from '../../shared/runtime/errors.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { pointName } from '../../shared/store/guards.ts'
import { repairOrderRecord } from '../../shared/store/orders.ts'
import { policyRecord } from '../../shared/store/policies.ts'
import { asWritten } from '../../shared/store/record-kind.ts'
import type { Store } from '../../shared/store/store.ts'
import { MOST_WRITES, type Write } from '../../shared/store/table-client.ts'
import { fitsOneTransaction } from '../../shared/store/transaction-size.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { rememberOwner, rememberPlate, vehicleRecord } from '../../shared/store/vehicles.ts'
import { mayMerge, type MergeFacts } from './may-merge.ts'
import { merged, ownersOf, platesOf, vinsOf, type BothVehicles } from './merged-vehicle.ts'
import { factsOf, type SeenVehicle, type VehicleRequest } from './save-vehicle.ts'

/** Two records as a merge leaves them. */
export interface SavedMerge extends BothVehicles {
  readonly moved: { readonly orders: number; readonly policies: number }
}

type MergeRequest = Omit<VehicleRequest, 'also'> & {
  readonly also: (saved: SavedMerge) => readonly Write[]
}

/**
 * Merges another record of the same car into a vehicle, with its orders, policies and past, in one transaction.
 * @throws NotFound, Stale, FieldsInvalid, Refused, Contested
 */
export async function saveMerge(
  request: MergeRequest,
  which: SeenVehicle,
  { otherId, otherEtag, confirmed }: { otherId: string; otherEtag: string; confirmed?: boolean | undefined },
): Promise<SavedMerge> {
  const { store, dealerId, stamp, also } = request
  if (otherId === which.vehicleId) throw new FieldsInvalid([{ path: 'body.otherId', reason: 'invalid' }])
  const { saved } = await untilCommitted(store, async () => {
    const { vehicle: kept, dealer, today } = await factsOf(request, which)
    const other = asSeen(await store.vehicles.byId(dealerId, otherId), versionIn(otherEtag))
    refuseUnlessAllowed({ kept, other, confirmed: confirmed ?? false })
    const { orders, policies } = await recordsOf(store, other)
    const { vehicleId } = kept
    const visits = orders.flatMap((order) => visitOfOrder(order) ?? [])
    const told = merged({ kept, other }, { visits, policies }, { on: today, by: stamp.by })
    const timers = await mergeTimers(told, { store, dealer, stamp })
    const after = { ...told, kept: { ...told.kept, serviceStatus: timers.serviceStatus } }
    const result: SavedMerge = {
      kept: asWritten(kept, after.kept, stamp),
      other: asWritten(other, after.other, stamp),
      moved: { orders: orders.length, policies: policies.length },
    }
    const writes = [
      ...changeWrites(
        vehicleRecord,
        { id: vehicleId, action: 'merged-another', before: kept, after: after.kept },
        stamp,
      ),
      ...changeWrites(
        vehicleRecord,
        { id: otherId, action: 'merged', before: other, after: after.other },
        stamp,
      ),
      ...timers.writes,
      ...nameWrites(other, after.kept, request),
      ...orders.flatMap((order) =>
        changeWrites(
          repairOrderRecord,
          { id: order.orderId, action: 'vehicle-merged', before: order, after: { ...order, vehicleId } },
          stamp,
        ),
      ),
      ...policies.flatMap((policy) =>
        changeWrites(
          policyRecord,
          { id: policy.policyId, action: 'vehicle-merged', before: policy, after: { ...policy, vehicleId } },
          stamp,
        ),
      ),
      ...also(result),
    ]
    if (!fitsOneTransaction(writes)) throw new Refused('vehicle-merge-too-large')
    return { saved: result, writes }
  })
  return saved
}

function refuseUnlessAllowed(facts: MergeFacts): void {
  const verdict = mayMerge(facts)
  if (verdict.allowed) return
  switch (verdict.reason) {
    case 'vins-differ':
      throw new Refused('vehicle-merge-unconfirmed')
    case 'too-many-records':
      throw new Refused('vehicle-merge-too-large')
    case 'merged-elsewhere':
      throw new Refused('vehicle-merged', { existing: facts.other.mergedInto ?? facts.other.vehicleId })
  }
}

/** What finds the other record finds the kept one from now on. */
function nameWrites(other: Vehicle, kept: Vehicle, { dealerId, stamp }: MergeRequest): Write[] {
  if (other.mergedInto !== undefined) return []
  return [
    ...vinsOf(other).map((vin) => pointName(dealerId, 'vin', vin, kept.vehicleId, stamp)),
    ...platesOf(other, kept).map((plate) => rememberPlate(dealerId, plate, kept.vehicleId, stamp)),
    ...ownersOf(other, kept).map((owner) => rememberOwner(dealerId, owner, kept.vehicleId, stamp)),
  ]
}

/** More could not be moved at once anyway, with who moved them. */
const MOST_MOVED = MOST_WRITES / 2

/**
 * A record's orders and policies, each as it is now. The index that finds them may be a little late, so those that the
 * record itself knows are asked for besides.
 */
async function recordsOf(
  store: Pick<Store, 'orders' | 'policies'>,
  { dealerId, vehicleId, visits, cover }: Vehicle,
): Promise<{ readonly orders: RepairOrder[]; readonly policies: Policy[] }> {
  const [ordered, insured] = await Promise.all([
    store.orders.ofVehicle(dealerId, vehicleId, { limit: MOST_MOVED }),
    store.policies.ofVehicle(dealerId, vehicleId, { limit: MOST_MOVED }),
  ])
  // Of a full page some may have moved already, and others stand behind it that nobody has seen.
  const full = [ordered, insured].some(({ items }) => items.length === MOST_MOVED)
  if (full) throw new Refused('vehicle-merge-too-large')
  const covers = [cover.compulsory, cover.commercial].flatMap((each) => each ?? [])
  const [orders, policies] = await Promise.all([
    store.orders.byIds(
      dealerId,
      [...ordered.items, ...visits].map(({ orderId }) => orderId),
    ),
    store.policies.byIds(
      dealerId,
      [...insured.items, ...covers].map(({ policyId }) => policyId),
    ),
  ])
  return {
    orders: [...orders.values()].filter((order) => order.vehicleId === vehicleId),
    policies: [...policies.values()].filter((policy) => policy.vehicleId === vehicleId),
  }
}
