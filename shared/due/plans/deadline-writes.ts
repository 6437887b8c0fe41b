import { hasEnded, type Deadline, type Proof } from '../../domain/deadline.ts'
import type { DueItem } from '../../domain/due-item.ts'
import type { Stamp } from '../../domain/record.ts'
import type { Instant } from '../../domain/time.ts'
import type { OpeningHours } from '../../domain/working-time.ts'
import { changeWrites } from '../../store/audit.ts'
import { deadlineRecord } from '../../store/deadlines.ts'
import { dueItemRecord } from '../../store/due-items.ts'
import type { Write } from '../../store/table-client.ts'
import { isLateAt, planDeadline } from './deadline-steps.ts'

/**
 * A deadline as a person's request or a fact leaves it, with who changed what, and its timer with it: one transaction, so
 * that nobody is reminded of what is done.
 * @param item the deadline's timer as it is
 */
export function deadlineWrites(
  change: {
    readonly action: string
    readonly before: Deadline | undefined
    readonly after: Deadline
    readonly item: DueItem | undefined
  },
  hours: OpeningHours,
  stamp: Stamp,
): Write[] {
  const { action, before, after, item } = change
  const writes = changeWrites(deadlineRecord, { id: after.deadlineId, action, before, after }, stamp)
  if (writes.length === 0) return []
  const timer = planDeadline(after, item, hours, stamp)
  return timer === undefined ? writes : [...writes, dueItemRecord.put(timer, stamp)]
}

/** Whether a due moment of it is over: the one that it has, or one that a fact has moved since. */
export function wasMissedBy(deadline: Deadline, at: Instant): boolean {
  return deadline.missedAt !== undefined || isLateAt(deadline, at)
}

/** A deadline as it is once it is done; late by the minute after its due moment. The same when it has ended already. */
export function done(deadline: Deadline, proof: Proof | undefined, stamp: Stamp): Deadline {
  if (hasEnded(deadline)) return deadline
  const { at, by } = stamp
  return {
    ...deadline,
    state: 'done',
    ended: { at, by, ...(proof === undefined ? {} : { proof }), late: wasMissedBy(deadline, at) },
  }
}

/** A deadline that is not owed any more. The same when it has ended already. */
export function dropped(deadline: Deadline, reason: string, { at, by }: Stamp): Deadline {
  return hasEnded(deadline)
    ? deadline
    : { ...deadline, state: 'dropped', ended: { at, by, reason, late: false } }
}

/**
 * A deadline that nobody will meet any more: late where its moment is over, and the month counts it as not done. The same when it
 * has ended already.
 */
export function givenUp(deadline: Deadline, reason: string, { at, by }: Stamp): Deadline {
  return hasEnded(deadline)
    ? deadline
    : { ...deadline, state: 'dropped', ended: { at, by, reason, late: wasMissedBy(deadline, at) } }
}

/** A deadline whose end is taken back: as it stood without it. */
export function reopened({ ended: _, ...deadline }: Deadline, { at }: Stamp): Deadline {
  const state = deadline.escalations.length > 0 ? 'escalated' : isLateAt(deadline, at) ? 'late' : 'open'
  return { ...deadline, state }
}

/** A deadline with another due moment: from there it is reminded of, late and told above anew. */
export function movedTo(
  deadline: Deadline,
  due: Pick<Deadline, 'dueAt' | 'dueOn' | 'openHoursDueAt'>,
  { at }: Stamp,
): Deadline {
  if (hasEnded(deadline) || due.dueAt === deadline.dueAt) return deadline
  const { acknowledged: _, ...rest } = deadline
  return {
    ...rest,
    ...due,
    moves: deadline.moves + 1,
    escalations: [],
    state: isLateAt({ ...rest, dueAt: due.dueAt }, at) ? 'late' : 'open',
  }
}
