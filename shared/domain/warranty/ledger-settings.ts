import * as z from 'zod'
import type { DealerSettings } from '../dealer.ts'
import { LedgerThresholds } from './ledger-thresholds.ts'
import { defaultWarrantyTerms, WarrantyTerm } from './warranty-terms.ts'

/** What the statutory ledger goes by beside the law. */
export const LedgerSettings = z.object({
  /** The terms of the dealer's manufacturers beside the law, the special ones below the general ones. */
  terms: z.array(WarrantyTerm).max(500).default(defaultWarrantyTerms),
  /** From when on the statutory ledger warns. */
  thresholds: LedgerThresholds.default(LedgerThresholds.parse({})),
})
export type LedgerSettings = z.infer<typeof LedgerSettings>

export function ledgerSettingsOf({ warranty }: Pick<DealerSettings, 'warranty'>): LedgerSettings {
  return LedgerSettings.parse(warranty)
}
