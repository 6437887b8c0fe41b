import * as z from 'zod'
import type { AuditEntry } from '../domain/audit-entry.ts'
import { Instant } from '../domain/time.ts'
import { pageOf } from './page.ts'

/** One change of a record: who, when, what was done, and what the record said before and after. */
export const ChangeView = z.object({
  at: Instant,
  /** A staff id, else the account. */
  by: z.string(),
  /** A verb in the past: `created`, `renewed`. */
  action: z.string(),
  /** Absent: the record was made. */
  before: z.json().optional(),
  after: z.json().optional(),
})
export type ChangeView = z.input<typeof ChangeView>

/** What `GET …/changes` answers, newest first. */
export const Changes = pageOf(ChangeView)

export function changeView({ createdAt, createdBy, action, before, after }: AuditEntry): ChangeView {
  return { at: createdAt, by: createdBy, action, before, after }
}
