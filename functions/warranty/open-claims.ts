import type { ClaimWithheld } from '../../shared/domain/claim-withheld.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { claimedSince, mayBeClaimed } from '../../shared/domain/warranty/deserves-claim.ts'
import { numberWrite, openingOf } from '../../shared/due/plans/claim-of-order.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log, LogLine } from '../../shared/runtime/logger.ts'
import { commitEach } from '../../shared/store/commit-each.ts'
import type { ClaimableOrder } from '../../shared/store/counted-orders.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleOfOrder } from '../../shared/store/vehicle-of-order.ts'
import {
  claimWithheldRecord,
  warrantyClaimRecord,
  type ClaimLineOfIndex,
} from '../../shared/store/warranty-claims.ts'
import type { WarrantyStore } from '../../shared/store/warranty-store.ts'
import { followOrders, isOwed } from './follow-orders.ts'

const lines = {
  opened: { code: 'CLAIMS_OPENED', sentence: 'claims are opened from orders that imports have told of' },
  failed: { code: 'CLAIMS_NOT_OPENED', sentence: 'a dealer’s orders were not looked through for claims' },
} as const satisfies Record<string, LogLine>

/** Some dealers' orders were not looked through: the job is run again. */
export class OpeningFailed extends Error {
  override readonly name = 'OpeningFailed'
}

export type OpeningStore = Pick<
  WarrantyStore,
  'dealers' | 'orders' | 'vehicles' | 'warrantyClaims' | 'commit'
>

/** Who writes what the job opens: a claim that still says so is nobody's work yet. */
const BY = 'warranty-claims'

/**
 * Each morning: every order delivered in this and the previous month that the manufacturer may owe for has a claim or a
 * reason. Orders that people deliver here have theirs already; this one finds what imports have told of.
 */
export async function openForAll({
  store,
  clock,
  log,
}: {
  readonly store: OpeningStore
  readonly clock: Clock
  readonly log: Log
}): Promise<{ opened: number }> {
  const stamp = { at: clock.now(), by: BY }
  let total = 0
  let failed = 0
  for (const dealer of await store.dealers.all()) {
    const { dealerId } = dealer
    try {
      const opened = await openForDealer(store, dealer, stamp)
      total += opened
      if (opened > 0) log.info(lines.opened, { dealerId, claims: opened })
    } catch (error) {
      failed += 1
      log.error(lines.failed, error, { dealerId })
    }
  }
  if (failed > 0) throw new OpeningFailed(`${String(failed)} dealers whose orders were not looked through`)
  return { opened: total }
}

/** So many orders are read at once. */
const AT_ONCE = 50

async function openForDealer(store: OpeningStore, dealer: Dealer, stamp: Stamp): Promise<number> {
  const { dealerId, zone } = dealer
  const today = dateIn(stamp.at, zone)
  const since = claimedSince(today)
  const [claimable, claims] = await Promise.all([
    store.orders.claimableSince(dealerId, since),
    store.warrantyClaims.linesSince(dealerId, since),
  ])
  const claimed = new Set(claims.map(({ orderId }) => orderId))
  const lacking = claimable.filter(
    ({ orderId, deliveredOn }) => deliveredOn <= today && !claimed.has(orderId),
  )
  let opened = 0
  for (let start = 0; start < lacking.length; start += AT_ONCE) {
    const ids = lacking.slice(start, start + AT_ONCE).map(({ orderId }) => orderId)
    opened += await openSome(store, dealer, ids, stamp)
  }
  const owed = new Map(claimable.map((order) => [order.orderId, order]))
  const doubtful = claims.filter(
    (claim) => claim.status === 'opened' && differs(claim, owed.get(claim.orderId)),
  )
  const withheld = await followOrders(
    store,
    dealer,
    doubtful.map(({ claimId }) => claimId),
    stamp,
  )
  for (const orderId of withheld) claimed.delete(orderId)
  const reasons = await reasonsKept(store, dealerId, { from: since, until: today })
  await dropReasons(
    store,
    dealerId,
    reasons.filter(({ orderId }) => claimed.has(orderId) || !owed.has(orderId)),
    claimed,
  )
  return opened
}

/** Whether an order is not owed any more, or says something else than its claim, as far as both lists show it. */
function differs(
  { kind, deliveredOn, claimedFen }: ClaimLineOfIndex,
  order: ClaimableOrder | undefined,
): boolean {
  if (order === undefined) return true
  if (kind === 'goodwill') return false
  if (order.deliveredOn !== deliveredOn) return true
  const { claimableFen } = order
  return claimableFen !== undefined && claimedFen !== undefined && claimableFen !== claimedFen
}

async function openSome(
  store: OpeningStore,
  dealer: Dealer,
  orderIds: readonly string[],
  stamp: Stamp,
): Promise<number> {
  const { dealerId } = dealer
  const [orders, withheld] = await Promise.all([
    store.orders.byIds(dealerId, orderIds),
    store.warrantyClaims.withheldOf(dealerId, orderIds),
  ])
  const claims: Write[][] = []
  const reasons: Write[][] = []
  for (const order of orders.values()) {
    const vehicle = mayBeClaimed(order) ? await vehicleOfOrder(store, dealerId, order.vehicleId) : undefined
    const known = withheld.get(order.orderId)
    const opening = openingOf(order, { dealer, vehicle, stamp })
    if ('claim' in opening) {
      const { claim } = opening
      const gone = known === undefined ? [] : [claimWithheldRecord.remove(known)]
      claims.push([warrantyClaimRecord.put(claim, stamp), numberWrite(claim, stamp), ...gone])
    } else if (opening.kept !== undefined) {
      const kept = { ...opening.kept, ...(known === undefined ? {} : { version: known.version }) }
      if (known === undefined || !saysTheSame(known, kept))
        reasons.push([claimWithheldRecord.put(kept, stamp)])
    }
  }
  await commitEach(store, reasons)
  return commitEach(store, claims)
}

/** Why there is no claim on orders delivered in these months, all of them. */
async function reasonsKept(
  { warrantyClaims }: OpeningStore,
  dealerId: string,
  period: { readonly from: CalendarDate; readonly until: CalendarDate },
): Promise<ClaimWithheld[]> {
  return everyPage((paging) => warrantyClaims.withheldSince(dealerId, { ...period, ...paging }))
}

/** A reason goes when the books say that nobody owes anything any more, or that there is no such order, or a claim. */
async function dropReasons(
  store: OpeningStore,
  dealerId: string,
  doubtful: readonly ClaimWithheld[],
  claimed: ReadonlySet<string>,
): Promise<void> {
  const orders = await store.orders.byIds(
    dealerId,
    doubtful.map(({ orderId }) => orderId),
  )
  const groundless = doubtful.filter(({ orderId }) => claimed.has(orderId) || !isOwed(orders.get(orderId)))
  await commitEach(
    store,
    groundless.map((reason) => [claimWithheldRecord.remove(reason)]),
  )
}
