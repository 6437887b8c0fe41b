import * as z from 'zod'
import {
  AuthorizationRule,
  ClaimDeadlines,
  defaultAuthorizationRules,
  defaultClaimDeadlines,
  defaultEvidenceRules,
  EvidenceRule,
} from './claim-settings.ts'
import { LedgerThresholds } from './ledger-thresholds.ts'
import { defaultWarrantyTerms, WarrantyTerm } from './warranty-terms.ts'

/** What a dealer may set of the warranty. Each has its own default, so a new one needs no walk over the dealers. */
export const WarrantySettings = z.object({
  /** The terms of the dealer's manufacturers beside the law, the special ones below the general ones. */
  terms: z.array(WarrantyTerm).max(500).default(defaultWarrantyTerms),
  /** From when on the statutory ledger warns. */
  thresholds: LedgerThresholds.default(LedgerThresholds.parse({})),
  /** When a manufacturer wants to be asked beforehand. */
  authorization: z.array(AuthorizationRule).max(200).default(defaultAuthorizationRules),
  /** What a claim has to bring. */
  evidence: z.array(EvidenceRule).max(200).default(defaultEvidenceRules),
  deadlines: ClaimDeadlines.default(defaultClaimDeadlines),
  /** A reading of the odometer older than so many days is not taken for today's. */
  odometerFreshDays: z.int().min(0).max(365).default(30),
  /** Days for which a replaced part is kept here from its removal on, unless it is told otherwise. */
  keepPartsDays: z.int().min(1).max(3650).default(90),
})
export type WarrantySettings = z.infer<typeof WarrantySettings>
