import type { ClaimWithheld } from '../../shared/domain/claim-withheld.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { toIdentifier } from '../../shared/domain/identifier.ts'
import type { RepairOrder } from '../../shared/domain/order.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { WarrantyClaim } from '../../shared/domain/warranty-claim.ts'
import { claimDaysOf } from '../../shared/domain/warranty/claim-days.ts'
import { claimDeadline } from '../../shared/domain/warranty/claim-deadline.ts'
import { mayBeClaimed } from '../../shared/domain/warranty/deserves-claim.ts'
import { numberWrite, openingOf } from '../../shared/due/plans/claim-of-order.ts'
import { commitEach } from '../../shared/store/commit-each.ts'
import { freeName } from '../../shared/store/guards.ts'
import { saysTheSame } from '../../shared/store/record-kind.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { vehicleOfOrder } from '../../shared/store/vehicle-of-order.ts'
import { claimWithheldRecord, warrantyClaimRecord } from '../../shared/store/warranty-claims.ts'
import type { WarrantyStore } from '../../shared/store/warranty-store.ts'

type Store = Pick<WarrantyStore, 'orders' | 'vehicles' | 'warrantyClaims' | 'commit'>

/**
 * A claim that the job has opened and nobody has touched follows its order: it goes when the import is taken back, or a
 * later one says that somebody else pays, and it says what a corrected order says. The same order may then be claimed
 * again. What people have worked on is theirs.
 * @param stamp of the job: a claim that was last changed by it is nobody's work yet
 * @returns the orders that have no claim any more, for a reason that is kept
 */
export async function followOrders(
  store: Store,
  dealer: Dealer,
  claimIds: readonly string[],
  stamp: Stamp,
): Promise<ReadonlySet<string>> {
  const { dealerId } = dealer
  const claims = [...(await store.warrantyClaims.byIds(dealerId, claimIds)).values()]
  const untouched = claims.filter(({ status, updatedBy }) => status === 'opened' && updatedBy === stamp.by)
  // What the index had not shown yet is looked at on the record.
  const orders = await store.orders.byIds(
    dealerId,
    untouched.map(({ orderId }) => orderId),
  )
  const changes: Write[][] = []
  const withheld = new Set<string>()
  for (const claim of untouched) {
    const order = orders.get(claim.orderId)
    const now = await claimNow(store, dealer, claim, order, stamp)
    if (now === 'as-it-is') continue
    if (now === 'gone') changes.push(takenAway(claim))
    else if ('reason' in now) {
      changes.push([...takenAway(claim), claimWithheldRecord.put(now, stamp)])
      withheld.add(claim.orderId)
    } else if (now.claimId === claim.claimId) changes.push([warrantyClaimRecord.put(now, stamp)])
    else changes.push([...takenAway(claim), warrantyClaimRecord.put(now, stamp), numberWrite(now, stamp)])
  }
  await commitEach(store, changes)
  return withheld
}

/** What an untouched claim would be if it were opened from its order as that is now. */
async function claimNow(
  store: Store,
  dealer: Dealer,
  claim: WarrantyClaim,
  order: RepairOrder | undefined,
  stamp: Stamp,
): Promise<WarrantyClaim | ClaimWithheld | 'gone' | 'as-it-is'> {
  if (!isOwed(order)) return 'gone'
  const vehicle = await vehicleOfOrder(store, dealer.dealerId, order.vehicleId)
  const opening = openingOf(order, { dealer, vehicle, stamp })
  if (!('claim' in opening)) {
    // Of the other reasons none says that the claim was wrong: its day has passed, or the car's record is missing.
    const isWrong = opening.withheld === 'nothing-charged' || opening.withheld === 'accident'
    return isWrong && opening.kept !== undefined ? opening.kept : 'as-it-is'
  }
  const { openedAt, version, createdAt, createdBy } = claim
  const corrected = { ...opening.claim, openedAt }
  const next = claimDeadline(corrected, claimDaysOf(dealer.settings), dealer.zone)
  if (corrected.claimId !== claim.claimId) return { ...corrected, next }
  const same = { ...corrected, next, version, createdAt, createdBy }
  return saysTheSame(claim, same) ? 'as-it-is' : same
}

function takenAway(claim: WarrantyClaim): Write[] {
  const { dealerId, number } = claim
  return [warrantyClaimRecord.remove(claim), freeName(dealerId, 'claim-number', toIdentifier(number))]
}

export function isOwed(order: RepairOrder | undefined): order is RepairOrder {
  return order?.status === 'delivered' && mayBeClaimed(order)
}
