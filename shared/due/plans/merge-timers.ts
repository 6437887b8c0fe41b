import type { CallEntry } from '../../domain/call-list.ts'
import type { DecidedStep, DueItem } from '../../domain/due-item.ts'
import type { PurposeName } from '../../domain/purpose.ts'
import { unwritten, type Stamp } from '../../domain/record.ts'
import { dateIn } from '../../domain/time.ts'
import type { ServiceStatus, Vehicle } from '../../domain/vehicle.ts'
import { callEntryRecord } from '../../store/call-lists.ts'
import { dueItemRecord } from '../../store/due-items.ts'
import type { Write } from '../../store/table-client.ts'
import { CALL_LISTS, callCycle, planCalls } from './insurance-call-lists.ts'
import { MAINTENANCE, maintenanceCycle, planMaintenance } from './maintenance-reminders.ts'
import type { PlanContext } from './replan-calls.ts'

/** Two records of one car: the one that counts, as it will be, and the one that went into it. */
export interface MergedPair {
  readonly kept: Vehicle
  readonly other: Vehicle
}

/**
 * The timer of a car whose two records become one. What either of them has told in the cycle that counts from now on is
 * not told again; the step that waits is the one of whose cycle it is. Undefined when there was no timer.
 * @param cycle the one that counts from now on
 */
export function mergedTimer(
  own: DueItem | undefined,
  other: DueItem | undefined,
  cycle: string | undefined,
  { subject, stamp }: { readonly subject: string; readonly stamp: Stamp },
): DueItem | undefined {
  if (other === undefined) return own
  const { version, createdAt, createdBy, updatedAt, updatedBy } = own ?? unwritten(stamp)
  const identity = { version, createdAt, createdBy, updatedAt, updatedBy, subject }
  if (own === undefined) return { ...other, ...identity }
  if (other.cycle !== cycle) return own
  return own.cycle === cycle
    ? { ...own, decided: bothDecided(own.decided, other.decided) }
    : { ...other, ...identity }
}

function bothDecided(own: readonly DecidedStep[], other: readonly DecidedStep[]): DecidedStep[] {
  const more = other.filter(({ step }) => own.every((each) => each.step !== step))
  return [...own, ...more].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** The writes by which everything that falls due about two records falls due about one: at most six. */
export async function mergeTimers(
  { kept, other }: MergedPair,
  context: PlanContext,
): Promise<{ readonly serviceStatus: ServiceStatus; readonly writes: readonly Write[] }> {
  const { dealer, stamp } = context
  const reminders = await timersOf(MAINTENANCE, { kept, other }, context)
  const subject = subjectOf(kept)
  const reminder = mergedTimer(reminders.kept, reminders.other, maintenanceCycle(kept, dealer)?.cycle, {
    subject,
    stamp,
  })
  const planned = planMaintenance(kept, dealer, reminder, stamp)
  return {
    serviceStatus: planned.serviceStatus,
    writes: [
      ...timerWrites(planned.item, reminder, reminders.kept, stamp),
      ...timerWrites(
        planMaintenance(other, dealer, reminders.other, stamp).item,
        undefined,
        undefined,
        stamp,
      ),
      ...(await mergeCalls({ kept, other }, context)),
    ],
  }
}

async function mergeCalls({ kept, other }: MergedPair, context: PlanContext): Promise<Write[]> {
  const { store, dealer, stamp } = context
  const timers = await timersOf(CALL_LISTS, { kept, other }, context)
  const cycle = callCycle(kept, dealer, timers.kept, dateIn(stamp.at, dealer.zone))?.cycle
  const call = mergedTimer(timers.kept, timers.other, cycle, { subject: subjectOf(kept), stamp })
  const item = planCalls(kept, dealer, call, stamp)
  const names = [listName(timers.kept, kept), listName(timers.other, other)]
  const entries = await store.callLists.entries(
    dealer.dealerId,
    names.flatMap((name) => name ?? []),
  )
  const [own, others] = names.map((name) => (name === undefined ? undefined : entries.get(name)))
  const listed = (item ?? call)?.assignedTo
  return [
    ...timerWrites(item, call, timers.kept, stamp),
    ...timerWrites(planCalls(other, dealer, timers.other, stamp), undefined, undefined, stamp),
    ...entryWrites({ own, others, kept, listed, cycle: (item ?? call)?.cycle }, stamp),
  ]
}

/** The car stands on one list, once: where its timer says, for the policy that its timer is about. */
function entryWrites(
  {
    own,
    others,
    kept: { vehicleId },
    listed,
    cycle,
  }: {
    readonly own: CallEntry | undefined
    readonly others: CallEntry | undefined
    readonly kept: Vehicle
    readonly listed: string | undefined
    readonly cycle: string | undefined
  },
  stamp: Stamp,
): Write[] {
  const leaves = others === undefined ? [] : [callEntryRecord.remove(others)]
  const stays = listed === undefined ? undefined : [own, others].find((entry) => entry?.policyId === cycle)
  if (stays === undefined || stays === own) {
    return [...leaves, ...(own !== undefined && stays === undefined ? [callEntryRecord.remove(own)] : [])]
  }
  const samePlace = own?.staffId === stays.staffId ? own : undefined
  const { version, createdAt, createdBy, updatedAt, updatedBy } = samePlace ?? unwritten(stamp)
  const moved = { ...stays, vehicleId, version, createdAt, createdBy, updatedAt, updatedBy }
  return [
    ...leaves,
    ...(own !== undefined && samePlace === undefined ? [callEntryRecord.remove(own)] : []),
    callEntryRecord.put(moved, stamp),
  ]
}

/** A timer that stands as it was needs no write; one that took something over does, also where the plan leaves it so. */
function timerWrites(
  planned: DueItem | undefined,
  merged: DueItem | undefined,
  before: DueItem | undefined,
  stamp: Stamp,
): Write[] {
  const after = planned ?? (merged === before ? undefined : merged)
  return after === undefined ? [] : [dueItemRecord.put(after, stamp)]
}

async function timersOf(
  purpose: PurposeName,
  { kept, other }: MergedPair,
  { store, dealer }: PlanContext,
): Promise<{ readonly kept: DueItem | undefined; readonly other: DueItem | undefined }> {
  const subjects = [subjectOf(kept), subjectOf(other)]
  const items = await store.dueItems.bySubjects(dealer.dealerId, purpose, subjects)
  return { kept: items.get(subjectOf(kept)), other: items.get(subjectOf(other)) }
}

function subjectOf({ vehicleId }: Vehicle): string {
  return `vehicle#${vehicleId}`
}

function listName(item: DueItem | undefined, { vehicleId }: Vehicle): `${string}/${string}` | undefined {
  return item?.assignedTo === undefined ? undefined : `${item.assignedTo}/${vehicleId}`
}
