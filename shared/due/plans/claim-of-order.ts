import { toIdentifier } from '../../domain/identifier.ts'
import type { ClaimKind } from '../../domain/claim-kind.ts'
import type { ClaimWithheld } from '../../domain/claim-withheld.ts'
import type { Dealer } from '../../domain/dealer.ts'
import { manufacturerOf } from '../../domain/manufacturer.ts'
import type { RepairOrder } from '../../domain/order.ts'
import { unwritten, type Stamp } from '../../domain/record.ts'
import { dateIn } from '../../domain/time.ts'
import type { Vehicle } from '../../domain/vehicle.ts'
import type { WarrantyClaim } from '../../domain/warranty-claim.ts'
import { claimDaysOf } from '../../domain/warranty/claim-days.ts'
import { claimDeadline } from '../../domain/warranty/claim-deadline.ts'
import { claimLines } from '../../domain/warranty/claim-lines.ts'
import { deservesClaim, mayBeClaimed, type WithheldReason } from '../../domain/warranty/deserves-claim.ts'
import { changeWrites } from '../../store/audit.ts'
import { takeName } from '../../store/guards.ts'
import type { TimerStore } from '../../store/timer-store.ts'
import type { Write } from '../../store/table-client.ts'
import { claimIdOf, claimWithheldRecord, warrantyClaimRecord } from '../../store/warranty-claims.ts'
import type { WarrantyRecords } from '../../store/warranty-store.ts'
import { claimTimerWrites } from './claim-timers.ts'
import type { TimerContext } from './running-timers.ts'

/** What becomes of an order's claim when its car is delivered: the claim, or why there is none. */
export type PlannedClaim =
  Pick<WarrantyClaim, 'claimId' | 'number' | 'kind'> | { readonly withheld: WithheldReason }

export interface ClaimContext extends TimerContext {
  readonly store: Pick<WarrantyRecords, 'warrantyClaims'> & TimerStore
  readonly dealer: Dealer
  /** The car that counts, where records were merged. */
  readonly vehicle: Vehicle | undefined
}

/**
 * What the delivery of an order means for its claim, for the transaction of the delivery: what the manufacturer pays is
 * claimed from then on, within the day. Where somebody might expect a claim and there is none, the reason is kept.
 */
export async function claimOf(
  before: RepairOrder | undefined,
  after: RepairOrder,
  context: ClaimContext,
): Promise<{ readonly planned: PlannedClaim | undefined; readonly writes: readonly Write[] }> {
  if (after.status !== 'delivered' || before?.status === 'delivered')
    return { planned: undefined, writes: [] }
  const { store, dealer, vehicle, stamp } = context
  const opening = openingOf(after, { dealer, vehicle, stamp })
  if ('withheld' in opening) {
    const writes = opening.kept === undefined ? [] : [await reasonWrite(opening.kept, context)]
    return { planned: { withheld: opening.withheld }, writes }
  }
  const { claim } = opening
  // Opened already: an import has told of the delivery before.
  const known = await store.warrantyClaims.byId(dealer.dealerId, claim.claimId)
  if (known !== undefined) return { planned: known, writes: [] }
  const change = { id: claim.claimId, action: 'opened', before: undefined, after: claim }
  return {
    planned: claim,
    writes: [
      ...changeWrites(warrantyClaimRecord, change, stamp),
      numberWrite(claim, stamp),
      ...(await claimTimerWrites(undefined, claim, context)),
    ],
  }
}

/** In the place of the one that an import had left, which told of a delivery before. */
async function reasonWrite(kept: ClaimWithheld, { store, stamp }: ClaimContext): Promise<Write> {
  const { dealerId, orderId } = kept
  const known = (await store.warrantyClaims.withheldOf(dealerId, [orderId])).get(orderId)
  return claimWithheldRecord.put({ ...kept, version: known?.version ?? kept.version }, stamp)
}

export type Opening =
  | { readonly claim: WarrantyClaim }
  /** `kept`: somebody might expect a claim, so the reason is written down. */
  | { readonly withheld: WithheldReason; readonly kept: ClaimWithheld | undefined }

/** The claim that a delivered order opens, not yet written, or why it opens none. Pure. */
export function openingOf(
  order: RepairOrder,
  { dealer, vehicle, stamp }: Pick<ClaimContext, 'dealer' | 'vehicle' | 'stamp'>,
): Opening {
  const verdict = deservesClaim(order, dateIn(stamp.at, dealer.zone))
  if (!verdict.deserved) return withheld(order, verdict.reason, stamp)
  return vehicle === undefined
    ? withheld(order, 'vehicle-unknown', stamp)
    : { claim: newClaim(order, verdict.kind, { dealer, vehicle, stamp }) }
}

/** A new claim of a kind on an order that is delivered, with what the order charges the manufacturer. Pure. */
export function newClaim(
  order: RepairOrder,
  kind: ClaimKind,
  { dealer, vehicle, stamp }: { readonly dealer: Dealer; readonly vehicle: Vehicle; readonly stamp: Stamp },
): WarrantyClaim {
  const { dealerId, settings, zone } = dealer
  const { orderId, campaignCode, odometerKm, deliveredOn = order.receivedOn } = order
  const claim: WarrantyClaim = {
    ...unwritten(stamp),
    dealerId,
    claimId: claimIdOf(dealerId, orderId, kind),
    number: claimNumberOf(order, kind),
    kind,
    ...(campaignCode === undefined ? {} : { campaignCode }),
    orderId,
    vehicleId: vehicle.vehicleId,
    vin: vehicle.vin,
    manufacturer: manufacturerOf(vehicle.brand, settings.manufacturers),
    rescued: order.rescued ?? false,
    status: 'opened',
    deliveredOn,
    odometerKm,
    openedAt: stamp.at,
    lines: claimLines(order),
    evidence: [],
    submissions: [],
    answers: [],
    appeals: [],
    delays: [],
  }
  return { ...claim, next: claimDeadline(claim, claimDaysOf(settings), zone) }
}

const letters: Readonly<Record<ClaimKind, string>> = {
  warranty: 'B',
  free_service: 'S',
  campaign: 'H',
  goodwill: 'Y',
}

/** The dealer's own number of a claim: the order's, which is one order's, and a letter for the kind. */
export function claimNumberOf({ number }: Pick<RepairOrder, 'number'>, kind: ClaimKind): string {
  return `SP-${number}-${letters[kind]}`
}

/** Its number finds it, as statements name it. */
export function numberWrite({ dealerId, claimId, number }: WarrantyClaim, stamp: Stamp): Write {
  return takeName(dealerId, 'claim-number', toIdentifier(number), claimId, stamp)
}

function withheld(order: RepairOrder, reason: WithheldReason, stamp: Stamp): Opening {
  const { dealerId, orderId, number, vehicleId, deliveredOn } = order
  const kept: ClaimWithheld | undefined =
    mayBeClaimed(order) && deliveredOn !== undefined
      ? { ...unwritten(stamp), dealerId, orderId, number, vehicleId, deliveredOn, reason }
      : undefined
  return { withheld: reason, kept }
}
