import type { Policy } from '../../shared/domain/policy.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { isEmployed } from '../../shared/domain/staff.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { asSeen } from '../../shared/http/etag.ts'
import { FieldsInvalid, NotFound, Refused } from '../../shared/runtime/errors.ts'
import { asWritten } from '../../shared/store/record-kind.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import type { Neighbours } from './policy-verbs.ts'
import { policyWrites, type PolicyChange } from './policy-writes.ts'

/** A policy as it is saved, with what its view needs. */
export interface SavedPolicy {
  readonly policy: Policy
  readonly customerId: string | undefined
  readonly today: CalendarDate
}

/** Which record, in whose name, and what else belongs into the transaction. */
export interface PolicyRequest {
  readonly store: Store
  readonly dealerId: string
  readonly stamp: Stamp
  readonly also: (saved: SavedPolicy) => readonly Write[]
}

/** What a change is worked out from, read anew at each attempt. */
export interface PolicyFacts extends Neighbours {
  readonly policy: Policy
  readonly today: CalendarDate
}

/**
 * Makes a policy and all that follows from it, in one transaction.
 * @throws FieldsInvalid, Refused, Contested
 */
export async function createNew(
  request: PolicyRequest,
  make: (today: CalendarDate) => PolicyChange,
): Promise<SavedPolicy> {
  return saveChanges(request, (today) => Promise.resolve([make(today)]))
}

/**
 * Changes a policy in the version that the caller has seen, and all that follows from it, in one transaction.
 * @throws NotFound, Stale, FieldsInvalid, Refused, Contested
 */
export async function changeKnown(
  request: PolicyRequest,
  { policyId, version }: { policyId: string; version: number },
  change: (facts: PolicyFacts) => readonly PolicyChange[],
): Promise<SavedPolicy> {
  const { store, dealerId } = request
  return saveChanges(request, async (today) => {
    const policy = asSeen((await store.policies.byIds(dealerId, [policyId])).get(policyId), version)
    const { renews, renewedBy } = policy
    const linked = [renews, renewedBy].flatMap((id) => id ?? [])
    const known = await store.policies.byIds(dealerId, linked)
    return change({ policy, today, renewed: known.get(renews ?? ''), renewal: known.get(renewedBy ?? '') })
  })
}

async function saveChanges(
  { store, dealerId, stamp, also }: PolicyRequest,
  work: (today: CalendarDate) => Promise<readonly PolicyChange[]>,
): Promise<SavedPolicy> {
  const { saved } = await untilCommitted(store, async () => {
    const dealer = await store.dealers.byId(dealerId)
    if (dealer === undefined) throw new NotFound()
    const today = dateIn(stamp.at, dealer.zone)
    const changes = await work(today)
    const [first] = changes
    if (first === undefined) throw new NotFound()
    const [vehicle] = await Promise.all([
      store.vehicles.byId(dealerId, first.after.vehicleId),
      refuseUnknownSpecialist(store, first, today),
    ])
    if (vehicle === undefined && first.after.vehicleId !== first.before?.vehicleId) {
      throw new FieldsInvalid([{ path: 'body.vehicleId', reason: 'not-a-choice' }])
    }
    if (vehicle?.mergedInto !== undefined && first.after.vehicleId !== first.before?.vehicleId) {
      throw new Refused('vehicle-merged', { existing: vehicle.mergedInto })
    }
    const policy = asWritten(first.before, first.after, stamp)
    const written: SavedPolicy = { policy, customerId: vehicle?.customerId, today }
    const writes = await policyWrites(changes, { store, dealer, stamp })
    return { saved: written, writes: [...writes, ...also(written)] }
  })
  return saved
}

/** Who is named anew must be there to call; a name from the past stands as it is. */
async function refuseUnknownSpecialist(
  store: Store,
  { before, after: { dealerId, specialistId } }: PolicyChange,
  today: CalendarDate,
): Promise<void> {
  if (specialistId === undefined || specialistId === before?.specialistId) return
  const staff = await store.staff.byId(dealerId, specialistId)
  if (staff === undefined || !isEmployed(staff, today)) {
    throw new FieldsInvalid([{ path: 'body.specialistId', reason: 'not-a-choice' }])
  }
}
