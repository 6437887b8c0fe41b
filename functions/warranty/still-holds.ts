import { isDeepStrictEqual } from 'node:util'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { warrantyMailOf } from '../../shared/domain/manufacturer.ts'
import type { Manifest, WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import type { MailingStore } from '../../shared/store/mailing-store.ts'
import { documentContents, itemIdsOf, partContents, sumsOf } from './manifest-contents.ts'
import { mailingTerm } from './what-is-due.ts'

type Sources = Pick<MailingStore, 'warrantyClaims' | 'returnedParts'>

/**
 * Whether all that a manifest lists may still go, and comes to the same. A part that was taken out of its box since the
 * draft, or a claim that was sent back, would be announced and not be there; and as what was mailed belongs to its mailing
 * for good, no later one would take it.
 */
export async function stillHolds(
  store: Sources,
  dealer: Dealer,
  mailing: WarrantyMailing,
  manifest: Manifest,
): Promise<boolean> {
  return isDeepStrictEqual(sumsOf(await asOfNow(store, dealer, mailing, manifest)), mailing.sums)
}

/** The lines of the same things, as the records say them now. */
async function asOfNow(
  { warrantyClaims, returnedParts }: Sources,
  { dealerId, settings }: Dealer,
  mailing: WarrantyMailing,
  manifest: Manifest,
): Promise<Manifest> {
  const mail = warrantyMailOf(settings.manufacturers, mailing.manufacturer)
  const { upTo } = mailingTerm(mail, mailing, settings.workingDayOverrides)
  const takes = { upTo, taken: new Set<string>() }
  const claims = await warrantyClaims.byIds(
    dealerId,
    manifest.lines.map(({ claimId }) => claimId),
  )
  switch (manifest.kind) {
    case 'documents':
      return { kind: 'documents', lines: [...documentContents([...claims.values()], mail, takes).ready] }
    case 'returned_parts': {
      const parts = await returnedParts.byIds(dealerId, itemIdsOf(manifest))
      return { kind: 'returned_parts', lines: [...partContents([...parts.values()], claims, takes).ready] }
    }
  }
}
