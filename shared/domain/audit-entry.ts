import * as z from 'zod'
import { DealerId } from './ids.ts'
import { recordFields } from './record.ts'

/** Who changed which record, when, and what it was before. */
export const AuditEntry = z.object({
  dealerId: DealerId,
  /** The kind of the record that was changed, by its name in the table, and its id. */
  recordKind: z.string(),
  recordId: z.string(),
  entryId: z.string(),
  action: z.string(),
  before: z.json().optional(),
  after: z.json().optional(),
  ...recordFields,
})
export type AuditEntry = z.infer<typeof AuditEntry>
