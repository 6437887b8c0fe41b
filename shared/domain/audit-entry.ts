import * as z from 'zod'
import { DealerId } from './ids.ts'
import { recordFields } from './record.ts'

/** Who changed which record, when, and what it was before. */
export const AuditEntry = z.object({
  dealerId: DealerId,
  entity: z.string(),
  entityId: z.string(),
  entryId: z.string(),
  action: z.string(),
  before: z.json().optional(),
  after: z.json().optional(),
  ...recordFields,
})
export type AuditEntry = z.infer<typeof AuditEntry>
