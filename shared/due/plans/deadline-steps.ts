import { hasEnded, isPaused, pauseOf, whichOf, type Deadline } from '../../domain/deadline.ts'
import { isWaiting, type DueItem } from '../../domain/due-item.ts'
import { secondsIn } from '../../domain/recurrence/span.ts'
import { unwritten, type Stamp } from '../../domain/record.ts'
import { superiors, type RoleCode } from '../../domain/roles.ts'
import {
  addDays,
  addMinutes,
  addSeconds,
  dateIn,
  instantAt,
  timeIn,
  type Instant,
  type Zone,
} from '../../domain/time.ts'
import { afterOpenMinutes, type OpeningHours } from '../../domain/working-time.ts'
import type { PlannedStep } from '../reschedule.ts'

/** The purpose of duties' and deadlines' timers. */
export const REPORT_DEADLINES = 'report-deadlines'

/** The due moment is over. */
export const LATE = 'late'

export function deadlineSubject(deadlineId: string): string {
  return `deadline#${deadlineId}`
}

/**
 * The job comes every ten minutes: what falls due between two of its runs is reminded of at the second, and told as late at
 * one after it.
 */
const MINUTES_UNTIL_TOLD = 10

/** What is done in the minute of the due moment is in time. */
const MINUTE_OF_GRACE = 1

/** Whether something would be late at a moment; of what is paused the time stands still. */
export function isLateAt({ dueAt, pauses }: Pick<Deadline, 'dueAt' | 'pauses'>, at: Instant): boolean {
  return (pauseOf({ pauses })?.from ?? at) >= addMinutes(dueAt, MINUTE_OF_GRACE)
}

/**
 * The reminders of a deadline and the moment from which it is late, in order. Days before are days of the calendar: at
 * the same time on the clock of the wall.
 */
export function stepsTo(
  { dueAt, remindBefore }: Pick<Deadline, 'dueAt' | 'remindBefore'>,
  zone: Zone,
): PlannedStep[] {
  const reminders = remindBefore.map((span) => ({ step: `remind-${span}`, dueAt: before(dueAt, span, zone) }))
  return [
    ...reminders.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1)),
    { step: LATE, dueAt: addMinutes(dueAt, MINUTES_UNTIL_TOLD) },
  ]
}

function before(dueAt: Instant, span: string, zone: Zone): Instant {
  if (!span.endsWith('D')) return addSeconds(dueAt, -secondsIn(span))
  const days = secondsIn(span) / secondsIn('P1D')
  return instantAt(addDays(dateIn(dueAt, zone), -days), timeIn(dueAt, zone), zone)
}

/** The step that tells the next one above: the first is 1. */
export function escalationStep(level: number): string {
  return `escalate-${String(level)}`
}

/** Those who are told that it is late, in order: `escalateTo`, then up `reportsTo` to the top. */
export function chainOf({ escalateTo }: Pick<Deadline, 'escalateTo'>): RoleCode[] {
  const chain: RoleCode[] = []
  for (let role: RoleCode | undefined = escalateTo; role !== undefined && !chain.includes(role);) {
    chain.push(role)
    role = superiors[role]
  }
  return chain
}

/** When it is told above for the first time. */
export function firstEscalationAt({
  dueAt,
  escalateAfter,
}: Pick<Deadline, 'dueAt' | 'escalateAfter'>): Instant {
  return addSeconds(dueAt, secondsIn(escalateAfter))
}

/**
 * When the next one above is told: whoever was told now has as much time to take note of it as there was before, in
 * opening hours, for a night is nobody's answer.
 */
export function nextEscalationAt(
  now: Instant,
  { escalateAfter }: Pick<Deadline, 'escalateAfter'>,
  hours: OpeningHours,
): Instant {
  return afterOpenMinutes(now, Math.max(1, secondsIn(escalateAfter) / 60), hours)
}

/** The cycle of a deadline's timer: what it comes from, and which of its due moments. */
export function deadlineCycle({ cause, moves }: Pick<Deadline, 'cause' | 'moves'>): string {
  return `${whichOf(cause)} ${String(moves)}`
}

/**
 * A deadline's timer as its facts now want it, or undefined when what stands is right. Reminders whose time is over are
 * skipped. While it is paused nothing waits, and when it is over or somebody above has taken note nothing more does.
 * @param existing the timer as it is
 */
export function planDeadline(
  deadline: Deadline,
  existing: DueItem | undefined,
  hours: OpeningHours,
  stamp: Stamp,
): DueItem | undefined {
  const cycle = deadlineCycle(deadline)
  const same = existing?.cycle === cycle ? existing : undefined
  const waiting = nextStep(deadline, same, hours, stamp.at)
  if (waiting === undefined) {
    if (existing === undefined || !isWaiting(existing)) return undefined
    return { ...existing, step: undefined, dueAt: undefined, plannedAt: undefined }
  }
  if (same?.step === waiting.step && same.plannedAt === waiting.dueAt) return undefined
  return {
    ...(existing ?? unwritten(stamp)),
    dealerId: deadline.dealerId,
    purpose: REPORT_DEADLINES,
    subject: deadlineSubject(deadline.deadlineId),
    cycle,
    step: waiting.step,
    dueAt: waiting.dueAt,
    plannedAt: waiting.dueAt,
    decided: same?.decided ?? [],
    failures: 0,
  }
}

function nextStep(
  deadline: Deadline,
  existing: DueItem | undefined,
  hours: OpeningHours,
  now: Instant,
): PlannedStep | undefined {
  if (hasEnded(deadline) || isPaused(deadline) || deadline.acknowledged !== undefined) return undefined
  // What waits already waits for its own reasons: it is left alone, even overdue.
  if (existing !== undefined && isWaiting(existing))
    return { step: existing.step, dueAt: existing.plannedAt ?? existing.dueAt }
  const decided = existing?.decided.map(({ step }) => step) ?? []
  if (!decided.includes(LATE) && deadline.escalations.length === 0) {
    const open = stepsTo(deadline, hours.zone).filter(({ step }) => !decided.includes(step))
    return open.find(({ step, dueAt }) => dueAt > now || step === LATE)
  }
  const level = deadline.escalations.length + 1
  return level > chainOf(deadline).length
    ? undefined
    : { step: escalationStep(level), dueAt: nextEscalationAt(now, deadline, hours) }
}
