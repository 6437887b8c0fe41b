import * as z from 'zod'
import { OrderId } from '../domain/ids.ts'
import type { LedgerWarning } from '../domain/warranty/ledger-warnings.ts'

/** How the API shows a warning of the statutory ledger (三包预警). */
export const LedgerWarningBody = z.object({
  code: z.enum([
    'repair-days',
    'same-problem',
    'assembly-replaced',
    'main-part-replaced',
    'serious-fault',
    'seven-days',
    'new-assembly',
    'early-failure',
    'repair-open',
    'loan-car-due',
  ]),
  /** `met`: a condition of the law is met, and the customer may choose. */
  level: z.enum(['yellow', 'orange', 'red', 'met']),
  zh: z.string(),
  en: z.string(),
  count: z.int(),
  limit: z.int(),
  limitKm: z.int().optional(),
  subject: z.string().optional(),
  orderIds: z.array(OrderId),
  article: z.string(),
  remedies: z.array(z.enum(['new_assembly', 'replace', 'return'])),
  /** It holds only if what is not known (an odometer) allows it. */
  uncertain: z.boolean(),
})
export type LedgerWarningView = z.input<typeof LedgerWarningBody>

export function ledgerWarningView({ orderIds, remedies, ...warning }: LedgerWarning): LedgerWarningView {
  return { ...warning, orderIds: [...orderIds], remedies: [...remedies] }
}
