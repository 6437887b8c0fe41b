import { deadlineIdOf, hasEnded, type Deadline, type Proof } from '../../domain/deadline.ts'
import type { Dealer } from '../../domain/dealer.ts'
import type { Stamp } from '../../domain/record.ts'
import type { RoleCode } from '../../domain/roles.ts'
import { openingHoursOf, type OpeningHours } from '../../domain/working-time.ts'
import type { TimerStore } from '../../store/timer-store.ts'
import type { Write } from '../../store/table-client.ts'
import { deadlineSubject, REPORT_DEADLINES } from './deadline-steps.ts'
import { deadlineWrites, done, dropped, givenUp } from './deadline-writes.ts'
import type { TimerCode } from './timer-catalogue.ts'
import { goingOn, paused } from './timer-pauses.ts'

/*
 * What facts write to pause, hand on and end their timers, into the facts' own transactions. All of them read the
 * deadline anew, so they belong into the attempt of a transaction; where nothing changes nothing is written.
 */

/** A timer of one record: at most one of each code. */
export interface TimerName {
  readonly code: TimerCode
  /** `complaint#cmp_…`, `order#ord_…`: what the fact stands in. */
  readonly record: string
}

/** Whose a timer is, where the fact says so. */
export interface TimerOwner {
  /** Where the fact decides which role's it is; else the rule does. */
  readonly role?: RoleCode
  /** Who owns it by name: an order's own advisor. */
  readonly assignedTo?: string | undefined
}

export interface TimerContext {
  readonly store: TimerStore
  readonly dealer: Pick<Dealer, 'dealerId' | 'zone' | 'settings'>
  readonly stamp: Stamp
}

/**
 * How a timer ends: with proof where what was owed is done, with the reason where it is not owed any more, or where it was
 * owed until nobody could do it any more.
 */
export type TimerEnd =
  { readonly proof: Proof } | { readonly reason: string } | { readonly missedBecause: string }

export async function endTimer(timer: TimerName, end: TimerEnd, context: TimerContext): Promise<Write[]> {
  const { stamp } = context
  return changedRunning(timer, context, (known) => {
    const after = endedAs(known, end, stamp)
    return { action: after.state, after: { ...after, pauses: goingOn(known, stamp).pauses } }
  })
}

function endedAs(known: Deadline, end: TimerEnd, stamp: Stamp): Deadline {
  if ('proof' in end) return done(known, end.proof, stamp)
  return 'reason' in end ? dropped(known, end.reason, stamp) : givenUp(known, end.missedBecause, stamp)
}

/** Gives a timer to whoever its record is given to. */
export async function handOnTimer(
  timer: TimerName,
  owner: TimerOwner,
  context: TimerContext,
): Promise<Write[]> {
  return changedRunning(timer, context, (known) => ({ action: 'handed-on', after: { ...known, ...owner } }))
}

/** Says of a timer what is owed by now; its moment stays. */
export async function wordTimer(
  timer: TimerName,
  words: Pick<Deadline, 'zh' | 'en'>,
  context: TimerContext,
): Promise<Write[]> {
  return changedRunning(timer, context, (known) => ({ action: 'changed', after: { ...known, ...words } }))
}

/** Lets a timer stand still until its fact names its moment anew. */
export async function pauseTimer(timer: TimerName, reason: string, context: TimerContext): Promise<Write[]> {
  return changedRunning(timer, context, (known) => ({
    action: 'paused',
    after: paused(known, reason, context.stamp),
  }))
}

interface TimerChange {
  /** A verb in the past. */
  readonly action: string
  readonly after: Deadline
}

/** @param change undefined: it stays as it is */
export async function changeTimer(
  { code, record }: TimerName,
  { store, dealer, stamp }: TimerContext,
  change: (known: Deadline | undefined, hours: OpeningHours) => TimerChange | undefined,
): Promise<Write[]> {
  const { dealerId } = dealer
  const deadlineId = deadlineIdOf(dealerId, { kind: 'timer', code, record })
  const [known, item] = await Promise.all([
    store.deadlines.byId(dealerId, deadlineId),
    store.dueItems.bySubject(dealerId, REPORT_DEADLINES, deadlineSubject(deadlineId)),
  ])
  const hours = openingHoursOf(dealer)
  const to = change(known, hours)
  return to === undefined ? [] : deadlineWrites({ ...to, before: known, item }, hours, stamp)
}

/** Nothing of a timer that there is none of, or that has ended. */
function changedRunning(
  timer: TimerName,
  context: TimerContext,
  change: (known: Deadline) => TimerChange,
): Promise<Write[]> {
  return changeTimer(timer, context, (known) =>
    known === undefined || hasEnded(known) ? undefined : change(known),
  )
}
