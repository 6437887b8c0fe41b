import * as z from 'zod'
import type { DealerSettings } from '../dealer.ts'
import { ClaimDeadlines, defaultClaimDeadlines } from './claim-days.ts'
import {
  AuthorizationRule,
  defaultAuthorizationRules,
  defaultEvidenceRules,
  EvidenceRule,
} from './claim-settings.ts'
import { LedgerSettings } from './ledger-settings.ts'

/**
 * What a dealer may set of the warranty. Each has its own default, so a new one needs no walk over the dealers. Dealers'
 * records keep it as it was told, and whoever needs it reads it here: the rules and their words would weigh down every
 * function that opens a dealer.
 */
export const WarrantySettings = LedgerSettings.extend({
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

export function warrantySettingsOf({ warranty }: Pick<DealerSettings, 'warranty'>): WarrantySettings {
  return WarrantySettings.parse(warranty)
}
