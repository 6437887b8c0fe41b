import {
  isErased,
  MOST_MOVED_VEHICLES,
  type Customer,
  type CustomerRecord,
  type MergedCustomer,
} from '../../shared/domain/customer.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { asSeen, versionIn } from '../../shared/http/etag.ts'
import { FieldsInvalid, NotFound, Refused, Stale } from '../../shared/runtime/errors.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import { customerRecord, rememberMobile } from '../../shared/store/customers.ts'
import { pointName } from '../../shared/store/guards.ts'
import { asWritten } from '../../shared/store/record-kind.ts'
import type { Store } from '../../shared/store/store.ts'
import { MOST_WRITES, type Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { asDealtWith } from './as-dealt-with.ts'
import { mayMerge } from './may-merge.ts'
import { merged, numbersOf, parted } from './merged-records.ts'
import { moveVehicles } from './move-vehicles.ts'
import type { CustomerRecords } from '../../shared/store/customer-records.ts'

/** Two records as a merge or its undoing leaves them. */
export interface SavedMerge {
  readonly customer: Customer
  readonly other: Customer | MergedCustomer
  readonly vehicles: { readonly moved: number; readonly left: number }
}

export interface MergeRequest {
  readonly store: CustomerRecords
  readonly dealerId: string
  readonly stamp: Stamp
  readonly also: (saved: SavedMerge) => readonly Write[]
}

/** One for the answer that is kept under its key. */
const ALSO = 1
/** No more vehicles than this can go into one transaction: each has a record and who changed it. */
const MOST_AT_ONCE = 40

/**
 * Merges another record of the same person into a customer, and as many of its vehicles as one transaction holds. While
 * some are left everybody is told through the customer all the same, since a merged record leads there.
 * @throws NotFound, Stale, FieldsInvalid, Refused, Contested
 */
export async function saveMerge(
  { store, dealerId, stamp, also }: MergeRequest,
  { customerId, version }: { customerId: string; version: number },
  { otherId, otherEtag, confirmed }: { otherId: string; otherEtag: string; confirmed?: boolean | undefined },
): Promise<SavedMerge> {
  if (otherId === customerId) throw new FieldsInvalid([{ path: 'body.otherId', reason: 'invalid' }])
  const { saved } = await untilCommitted(store, async () => {
    const [dealer, records, listed] = await Promise.all([
      dealerOf(store, dealerId),
      store.customers.recordsByIds(dealerId, [customerId, otherId]),
      store.vehicles.ofCustomer(dealerId, otherId, { limit: MOST_MOVED_VEHICLES + 1 }),
    ])
    const customer = asSeen(asDealtWith(records.get(customerId)), version)
    const other = otherOf(records.get(otherId), versionIn(otherEtag))
    refuseUnless(
      mayMerge({ customer, other, vehicles: listed.items.length, confirmed: confirmed ?? false }),
      other,
    )
    const asNow = await store.vehicles.byIds(
      dealerId,
      listed.items.slice(0, MOST_AT_ONCE).map(({ vehicleId }) => vehicleId),
    )
    const theirs = [...asNow.values()].filter((vehicle) => vehicle.customerId === otherId)
    const names = numbersOf(other).map((number) =>
      pointName(dealerId, 'customer-number', number, customerId, stamp),
    )
    // Found by the other's number too; what it had before finds the other record, and that leads to the customer.
    const reached =
      other.mobile === customer.mobile ? [] : [rememberMobile(dealerId, other.mobile, otherId, stamp)]
    const room = MOST_WRITES - names.length - reached.length - RECORD_WRITES - ALSO
    const moving = { action: 'customer-merged', room }
    const moved = await moveVehicles(theirs, customerId, moving, { store, dealer, stamp })
    const after = merged({ customer, other }, moved.vehicleIds)
    const result = savedOf(after, stamp, {
      moved: moved.vehicleIds.length,
      left: listed.items.length - asNow.size + theirs.length - moved.vehicleIds.length,
    })
    return {
      saved: result,
      writes: [
        ...recordWrites(customer, after.customer, 'merged-another', stamp),
        ...recordWrites(other, after.other, 'merged', stamp),
        ...names,
        ...reached,
        ...moved.writes,
        ...also(result),
      ],
    }
  })
  return saved
}

/**
 * Takes a merge back. The vehicles that went over and have no other owner since return first, as many as one
 * transaction holds; with the last of them the record counts again.
 * @throws NotFound, Stale, Refused, Contested
 */
export async function saveParting(
  { store, dealerId, stamp, also }: MergeRequest,
  { customerId: otherId, version }: { customerId: string; version: number },
): Promise<SavedMerge> {
  const { saved } = await untilCommitted(store, async () => {
    const [dealer, record] = await Promise.all([
      dealerOf(store, dealerId),
      store.customers.recordById(dealerId, otherId),
    ])
    if (record === undefined) throw new NotFound()
    if (isErased(record)) throw new Refused('customer-erased')
    // Who comes too late is told so, and not that it was never merged.
    const other = asSeen(record, version)
    if (other.state !== 'merged') throw new Refused('transition-refused', { allowed: ['merge'] })
    const customer = asDealtWith(await store.customers.recordById(dealerId, other.mergedInto))
    const asNow = await store.vehicles.byIds(dealerId, other.movedVehicles)
    const returning = [...asNow.values()].filter((vehicle) => vehicle.customerId === customer.customerId)
    const numbers = numbersOf(other)
    const room = MOST_WRITES - numbers.length - RECORD_WRITES - ALSO
    const moving = { action: 'customer-parted', room }
    const moved = await moveVehicles(returning.slice(0, MOST_AT_ONCE), otherId, moving, {
      store,
      dealer,
      stamp,
    })
    const still = returning.map(({ vehicleId }) => vehicleId).slice(moved.vehicleIds.length)
    const done = still.length === 0
    const after = done ? parted(customer, other) : { customer, other: { ...other, movedVehicles: still } }
    const counts = { moved: moved.vehicleIds.length, left: still.length }
    const result = savedOf(after, stamp, counts)
    return {
      saved: result,
      writes: [
        ...recordWrites(customer, after.customer, 'parted-from-another', stamp),
        ...recordWrites(other, after.other, 'parted', stamp),
        ...(done
          ? numbers.map((number) => pointName(dealerId, 'customer-number', number, otherId, stamp))
          : []),
        ...moved.writes,
        ...also(result),
      ],
    }
  })
  return saved
}

/** Both records, and who changed them. */
const RECORD_WRITES = 4

/** A record that says nothing new is written all the same: whoever merges or erases it meanwhile must meet this. */
function recordWrites(
  before: Customer | MergedCustomer,
  after: Customer | MergedCustomer,
  action: string,
  stamp: Stamp,
): Write[] {
  const { customerId: id } = after
  const writes = changeWrites<CustomerRecord>(customerRecord, { id, action, before, after }, stamp)
  return writes.length > 0 ? writes : [customerRecord.put(after, stamp)]
}

function savedOf(
  after: { customer: Customer; other: Customer | MergedCustomer },
  stamp: Stamp,
  vehicles: SavedMerge['vehicles'],
): SavedMerge {
  return {
    customer: asWritten(undefined, after.customer, stamp),
    other: asWritten(undefined, after.other, stamp),
    vehicles,
  }
}

async function dealerOf(store: Pick<Store, 'dealers'>, dealerId: string): Promise<Dealer> {
  const dealer = await store.dealers.byId(dealerId)
  if (dealer === undefined) throw new NotFound()
  return dealer
}

/** The other record, as its ETag in the body says it was seen; the answer's ETag would be the customer's, so it has none. */
function otherOf(record: CustomerRecord | undefined, version: number): Customer | MergedCustomer {
  if (record === undefined) throw new FieldsInvalid([{ path: 'body.otherId', reason: 'not-a-choice' }])
  if (isErased(record)) throw new Refused('customer-erased')
  if (record.version !== version) throw new Stale()
  return record
}

function refuseUnless(verdict: ReturnType<typeof mayMerge>, other: Customer | MergedCustomer): void {
  if (verdict.allowed) return
  switch (verdict.reason) {
    case 'numbers-differ':
      throw new Refused('merge-unconfirmed')
    case 'too-large':
      throw new Refused('merge-too-large')
    case 'merged-elsewhere':
      throw new Refused('customer-merged', other.state === 'merged' ? { existing: other.mergedInto } : {})
  }
}
