import type { ClaimStatement } from '../../shared/domain/claim-statement.ts'
import { toIdentifier } from '../../shared/domain/identifier.ts'
import type { WarrantyClaim } from '../../shared/domain/warranty-claim.ts'
import type { WarrantyStore } from '../../shared/store/warranty-store.ts'
import { everyPage } from '../../shared/store/every-page.ts'
import { reconcile, type Reconciliation } from './reconcile.ts'

export interface BesideClaims {
  readonly reconciliation: Reconciliation
  /** Those that it names, and those of the manufacturer that it should have named. */
  readonly claims: ReadonlyMap<string, WarrantyClaim>
}

/**
 * A statement beside the claims as they are now. What this very statement has settled is shown as it was before, so that
 * its differences can be looked up afterwards, too.
 */
export async function besideClaims(
  store: Pick<WarrantyStore, 'guards' | 'warrantyClaims'>,
  { dealerId, statementId, manufacturer, lines }: ClaimStatement,
): Promise<BesideClaims> {
  const numbers = new Set(lines.map(({ claimNumber }) => toIdentifier(claimNumber)))
  const ids = await store.guards.idsBehind(dealerId, 'claim-number', numbers)
  const [named, approved] = await Promise.all([
    store.warrantyClaims.byIds(dealerId, ids.values()),
    everyApproved(store, dealerId, manufacturer),
  ])
  // A manufacturer settles its own claims: what it names of another's is nobody's.
  const own = [...named.values()].filter((claim) => claim.manufacturer === manufacturer)
  const claims = new Map([...approved, ...own].map((claim) => [claim.claimId, claim]))
  const asBefore = [...claims.values()].map((claim) =>
    claim.settlement?.statement === statementId ? { ...claim, status: 'approved' as const } : claim,
  )
  return { reconciliation: reconcile(lines, asBefore), claims }
}

async function everyApproved(
  store: Pick<WarrantyStore, 'warrantyClaims'>,
  dealerId: string,
  manufacturer: string,
): Promise<WarrantyClaim[]> {
  return everyPage((paging) =>
    store.warrantyClaims.open(dealerId, { manufacturer, status: 'approved' }, paging),
  )
}
