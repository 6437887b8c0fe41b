import type { CallEntry } from '../../domain/call-list.ts'
import type { Dealer } from '../../domain/dealer.ts'
import type { DueItem } from '../../domain/due-item.ts'
import type { Stamp } from '../../domain/record.ts'
import { dateIn, type Instant } from '../../domain/time.ts'
import type { Vehicle } from '../../domain/vehicle.ts'
import { CALL_LISTS, callCycle, EXPIRED, forNewOwner, planCalls } from './insurance-call-lists.ts'
import { callEntryRecord } from '../../store/call-lists.ts'
import { dueItemRecord } from '../../store/due-items.ts'
import type { Write } from '../../store/table-client.ts'
import type { JobStore } from '../../store/job-store.ts'

/** In whose name and when facts change, and where what follows from them is read. */
export interface PlanContext {
  readonly store: Pick<JobStore, 'callLists' | 'dueItems'>
  readonly dealer: Dealer
  readonly stamp: Stamp
}

/**
 * The writes by which the calls about these vehicles follow their cover and their owners: the due item, and the entry
 * that leaves its list or changes on it. At most two for each vehicle.
 * @param newlyOwned ids of those that have another owner than when they were planned
 */
export async function replanCalls(
  vehicles: readonly Vehicle[],
  { store, dealer, stamp }: PlanContext,
  newlyOwned: ReadonlySet<string> = new Set(),
): Promise<Write[]> {
  const { dealerId } = dealer
  const waiting = await store.dueItems.bySubjects(dealerId, CALL_LISTS, vehicles.map(subjectOf))
  const planned = vehicles.flatMap((vehicle) => {
    const known = waiting.get(subjectOf(vehicle))
    const isNew = newlyOwned.has(vehicle.vehicleId)
    const existing = isNew ? known && forNewOwner(known) : known
    const item = planCalls(vehicle, dealer, existing, stamp) ?? (isNew ? existing : undefined)
    return item === undefined ? [] : [{ vehicle, item, isNew, listed: listedAs(known, vehicle) }]
  })
  const entries = await store.callLists.entries(
    dealerId,
    planned.flatMap(({ listed }) => listed ?? []),
  )
  return planned.flatMap(({ vehicle, item, isNew, listed }) => {
    const entry = listed && entries.get(listed)
    if (entry === undefined) return [dueItemRecord.put(item, stamp)]
    const over = item.assignedTo === undefined || isTooEarly(entry, vehicle, item, dealer, stamp.at)
    if (over) {
      return [dueItemRecord.put({ ...item, assignedTo: undefined }, stamp), callEntryRecord.remove(entry)]
    }
    const told = isNew && entry.lastOutcome !== undefined
    return [
      dueItemRecord.put(item, stamp),
      ...(told ? [callEntryRecord.put({ ...entry, lastOutcome: undefined }, stamp)] : []),
    ]
  })
}

/** The policy's end was corrected, and no contact of it has come yet. What was agreed with the customer stands. */
function isTooEarly(
  entry: CallEntry,
  vehicle: Vehicle,
  item: DueItem,
  dealer: Dealer,
  now: Instant,
): boolean {
  const cycle = callCycle(vehicle, dealer, item, dateIn(now, dealer.zone))
  if (cycle === undefined) return false
  const contacts = cycle.steps.filter(({ step }) => step !== EXPIRED)
  return contacts.some(({ step }) => step === entry.step) && contacts.every(({ dueAt }) => dueAt > now)
}

function subjectOf({ vehicleId }: Vehicle): string {
  return `vehicle#${vehicleId}`
}

function listedAs(item: DueItem | undefined, { vehicleId }: Vehicle): `${string}/${string}` | undefined {
  return item?.assignedTo === undefined ? undefined : `${item.assignedTo}/${vehicleId}`
}
