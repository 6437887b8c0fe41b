import { toIdentifier } from '../../shared/domain/identifier.ts'
import type { WarrantyClaim } from '../../shared/domain/warranty-claim.ts'
import { claimDaysOf } from '../../shared/domain/warranty/claim-days.ts'
import { claimDeadline } from '../../shared/domain/warranty/claim-deadline.ts'
import { claimTimerWrites } from '../../shared/due/plans/claim-timers.ts'
import { changed, type Changed } from '../../shared/http/change-record.ts'
import { Refused } from '../../shared/runtime/errors.ts'
import { freeName, takeName } from '../../shared/store/guards.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { warrantyClaimRecord } from '../../shared/store/warranty-claims.ts'
import type { Context } from './context.ts'

/**
 * A claim as a change leaves it: with what is due next, the numbers that find it and its timers, for one transaction.
 * @param action what was done, as a verb in the past
 * @throws Refused `already-exists` where another claim has the manufacturer's number
 */
export async function claimWrites(
  action: string,
  before: WarrantyClaim | undefined,
  told: WarrantyClaim,
  context: Context,
): Promise<Changed<WarrantyClaim>> {
  const { settings, zone } = context.dealer
  const after = { ...told, next: claimDeadline(told, claimDaysOf(settings), zone) }
  const change = { id: after.claimId, action, before, after }
  const saved = changed(warrantyClaimRecord, change, context.stamp)
  return saved.writes.length === 0
    ? saved
    : {
        record: saved.record,
        writes: [
          ...saved.writes,
          ...(await numberWrites(before, after, context)),
          ...(await claimTimerWrites(before, after, context)),
        ],
      }
}

/** The manufacturer's number finds the claim from then on, as statements name it. */
async function numberWrites(
  before: WarrantyClaim | undefined,
  { dealerId, claimId, number: own, manufacturerNumber }: WarrantyClaim,
  { store, stamp }: Context,
): Promise<Write[]> {
  if (manufacturerNumber === undefined || manufacturerNumber === before?.manufacturerNumber) return []
  const number = toIdentifier(manufacturerNumber)
  const existing = (await store.guards.idsBehind(dealerId, 'claim-number', [number])).get(number)
  if (existing !== undefined && existing !== claimId) throw new Refused('already-exists', { existing })
  const former = before?.manufacturerNumber && toIdentifier(before.manufacturerNumber)
  // Some manufacturers take ours: it stays the claim's.
  const isFree = former !== undefined && former !== toIdentifier(own)
  return [
    ...(isFree ? [freeName(dealerId, 'claim-number', former)] : []),
    ...(existing === undefined ? [takeName(dealerId, 'claim-number', number, claimId, stamp)] : []),
  ]
}
