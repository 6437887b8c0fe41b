import * as z from 'zod'
import { DealerId, MessageId, StaffId } from './ids.ts'
import { PurposeName } from './purpose.ts'
import { recordFields } from './record.ts'
import { Instant } from './time.ts'

/** How a step of a cycle ended. Only a `message` step's fate is told by its message. */
export const DecidedStep = z.object({
  step: z.string(),
  outcome: z.enum(['message', 'suppressed', 'superseded', 'past-at-import', 'past-at-booking', 'failed']),
  reason: z.string().optional(),
  messageId: MessageId.optional(),
  at: Instant,
})
export type DecidedStep = z.infer<typeof DecidedStep>

/**
 * A persistent timer: one per (purpose, subject). While it waits it stands in the due index; between cycles
 * it stays as the memory of what its cycle has decided.
 */
export const DueItem = z.object({
  dealerId: DealerId,
  purpose: PurposeName,
  /** Whom or what the step is about: `vehicle#<vehicleId>`, `order#<orderId>`, `duty#<code>`, `deadline#<deadlineId>`. */
  subject: z.string().regex(/^[a-z]+#[a-z0-9_-]+$/),
  /** What caused the cycle, never a date: the last maintenance visit, the policy, the order. */
  cycle: z.string(),
  /** The step that waits; undefined when none does. */
  step: z.string().optional(),
  /** When to decide it. */
  dueAt: Instant.optional(),
  /** When the plan wanted it decided; `dueAt` is later where the decision was put off. */
  plannedAt: Instant.optional(),
  /** Steps of this cycle that have been decided, oldest first. */
  decided: z.array(DecidedStep),
  /** Decisions that threw, since the last one that did not. */
  failures: z.int().nonnegative(),
  /** Who works on the subject, for purposes that hand it to a person. */
  assignedTo: StaffId.optional(),
  /** What the purpose wants to know at the next step, in a form of its own; nobody else reads it. */
  note: z.json().optional(),
  ...recordFields,
})
export type DueItem = z.infer<typeof DueItem>

export type WaitingDueItem = DueItem & { step: string; dueAt: Instant }

export function isWaiting(item: DueItem): item is WaitingDueItem {
  return item.step !== undefined && item.dueAt !== undefined
}

/** The id behind a subject such as `vehicle#veh_…`. */
export function subjectId(subject: string): string {
  return subject.slice(subject.indexOf('#') + 1)
}
