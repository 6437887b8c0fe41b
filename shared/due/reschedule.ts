import type { DecidedStep, DueItem } from '../domain/due-item.ts'
import type { PurposeName } from '../domain/purpose.ts'
import { unwritten, type Stamp } from '../domain/record.ts'
import type { Instant } from '../domain/time.ts'

export interface PlannedStep {
  readonly step: string
  readonly dueAt: Instant
}

/** What causes prompts, and the steps that it causes, in the order of their instants. */
export interface Cycle {
  readonly cycle: string
  readonly steps: readonly PlannedStep[]
}

export interface Subject {
  readonly dealerId: string
  readonly purpose: PurposeName
  readonly subject: string
}

/**
 * What becomes of a step that has already passed when its cycle is planned: customers are not told of the
 * past, which is recorded under a name (an import's, where none is given); staff catch up with the latest passed step at
 * `nextListAt`.
 */
export type Past =
  | { readonly kind: 'skip'; readonly recordedAs?: 'past-at-import' | 'past-at-booking' }
  | { readonly kind: 'catch-up'; readonly nextListAt: Instant }

/** The step that a person's word decides: nothing more of the cycle falls due, whatever its dates do. */
export const ENDED = 'outcome'

/** The step of a call that was agreed with the customer; no plan has it. */
export const AGREED = 'call-back'

/**
 * The due item as the facts now want it, or undefined when what stands is right. A cycle without its item is
 * planned from its first step still to come; in a known cycle a changed date moves the waiting step and never
 * brings a decided one back; an item whose cause is gone stops waiting. What waits unchanged is left alone,
 * even overdue.
 */
export function reschedule(
  existing: DueItem | undefined,
  wanted: Cycle | undefined,
  subject: Subject,
  past: Past,
  stamp: Stamp,
): DueItem | undefined {
  if (wanted === undefined) return existing === undefined ? undefined : stopped(existing)
  const sameCycle = existing?.cycle === wanted.cycle
  const decided = sameCycle ? existing.decided : []
  if (decided.some(({ step }) => step === ENDED)) return undefined
  const open = stillOpen(wanted.steps, decided)
  if (sameCycle) {
    // Agreed with the customer (call back on Friday): it stands.
    if (existing.step === AGREED) return undefined
    const waiting = open.find(({ step }) => step === existing.step)
    if (waiting !== undefined && waiting.dueAt === existing.plannedAt) return undefined
  }
  const { waiting, passed } = firstToWait(open, past, stamp.at)
  const stands = existing === undefined || (sameCycle && existing.step === undefined)
  if (stands && waiting === undefined && passed.length === 0) return undefined
  const { recordedAs: outcome = 'past-at-import' } = past.kind === 'skip' ? past : {}
  const recorded = passed.map(({ step }): DecidedStep => ({ step, outcome, at: stamp.at }))
  return {
    ...(existing ?? unwritten(stamp)),
    ...subject,
    cycle: wanted.cycle,
    step: waiting?.step,
    dueAt: waiting?.dueAt,
    plannedAt: waiting?.plannedAt,
    decided: [...decided, ...recorded],
    failures: 0,
    assignedTo: sameCycle ? existing.assignedTo : undefined,
  }
}

function stopped(existing: DueItem): DueItem | undefined {
  if (existing.step === undefined) return undefined
  return { ...existing, step: undefined, dueAt: undefined, plannedAt: undefined, assignedTo: undefined }
}

/**
 * The steps after the last decided one: a cycle only moves forward. Where the plan itself was changed since, a decided
 * step that it has no more counts for those whose time had come by then.
 */
export function stillOpen(
  steps: readonly PlannedStep[],
  decided: readonly DecidedStep[],
): readonly PlannedStep[] {
  const last = steps.findLastIndex(({ step }) => decided.some((each) => each.step === step))
  const former = decided.findLast(({ step }) => isFormer(step, steps))
  const covered = former === undefined ? -1 : steps.findLastIndex(({ dueAt }) => dueAt <= former.at)
  return steps.slice(Math.max(last, covered) + 1)
}

function isFormer(step: string, steps: readonly PlannedStep[]): boolean {
  return step !== AGREED && step !== ENDED && steps.every((each) => each.step !== step)
}

function firstToWait(open: readonly PlannedStep[], past: Past, now: Instant) {
  const passed = open.filter(({ dueAt }) => dueAt <= now)
  const toCome = open.find(({ dueAt }) => dueAt > now)
  if (past.kind === 'catch-up' && passed.length > 0) {
    // A step that falls on the very list that catches up is the one to be told, not a second one.
    const listed = open.filter(({ dueAt }) => dueAt <= past.nextListAt)
    const latest = listed.at(-1)
    if (latest !== undefined) {
      const waiting = { step: latest.step, dueAt: past.nextListAt, plannedAt: latest.dueAt }
      return { waiting, passed: listed.slice(0, -1) }
    }
  }
  return { waiting: toCome && { ...toCome, plannedAt: toCome.dueAt }, passed }
}
