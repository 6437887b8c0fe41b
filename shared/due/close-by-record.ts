import { deadlineMachine } from '../domain/deadline-machine.ts'
import type { Deadline } from '../domain/deadline.ts'
import { verdictOn } from '../domain/machine.ts'
import type { Staff } from '../domain/staff.ts'
import { dateIn } from '../domain/time.ts'
import { openingHoursOf } from '../domain/working-time.ts'
import type { Caller } from '../http/caller.ts'
import { FieldsInvalid, NotAllowed, Refused } from '../runtime/errors.ts'
import type { Write } from '../store/table-client.ts'
import { standingTo } from './may-close.ts'
import { deadlineSubject, REPORT_DEADLINES } from './plans/deadline-steps.ts'
import { deadlineWrites, done } from './plans/deadline-writes.ts'
import type { TimerContext } from './plans/running-timers.ts'
import { provedBy } from './plans/timer-names.ts'

/** The deadline that a record is to close, as it is, and what closes it in the record's own transaction. */
export interface ClosedByRecord {
  readonly deadline: Deadline
  readonly writes: readonly Write[]
}

/**
 * Closes the deadline of a duty with the record in which what was owed is written down.
 * @param record `meeting#mtg_…`
 * @param asked `fits`: whether it is a deadline of which such a record is proof; `path`: the field that names it
 * @throws FieldsInvalid when there is no such deadline of a duty, NotAllowed when the caller may not close it, Refused when it
 * has ended already
 */
export async function closedByRecord(
  { deadlineId, record }: { readonly deadlineId: string; readonly record: string },
  asked: { readonly path: string; readonly fits: (deadline: Deadline) => boolean },
  { caller, staff }: { readonly caller: Caller; readonly staff: readonly Staff[] },
  { store, dealer, stamp }: TimerContext,
): Promise<ClosedByRecord> {
  const { dealerId, zone } = dealer
  const [known, item] = await Promise.all([
    store.deadlines.byId(dealerId, deadlineId),
    store.dueItems.bySubject(dealerId, REPORT_DEADLINES, deadlineSubject(deadlineId)),
  ])
  // A timer ends with its own fact, and what is counted is not proved by one record.
  if (known?.cause.kind !== 'duty' || known.target !== undefined || !asked.fits(known)) {
    throw new FieldsInvalid([{ path: asked.path, reason: 'not-a-choice' }])
  }
  const { mayClose } = standingTo(known, caller, staff, dateIn(stamp.at, zone))
  if (!mayClose.allowed) throw new NotAllowed('not-your-deadline')
  const verdict = verdictOn(deadlineMachine, known.state, 'done')
  if (!verdict.taken) throw new Refused('transition-refused', { allowed: verdict.allowed })
  const after = done(known, provedBy(record).proof, stamp)
  const change = { action: 'done', before: known, after, item }
  return { deadline: known, writes: deadlineWrites(change, openingHoursOf(dealer), stamp) }
}
