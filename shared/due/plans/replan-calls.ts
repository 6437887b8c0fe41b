import type { CallEntry } from '../../domain/call-list.ts'
import type { Dealer } from '../../domain/dealer.ts'
import type { DueItem } from '../../domain/due-item.ts'
import type { Stamp } from '../../domain/record.ts'
import { dateIn, type Instant } from '../../domain/time.ts'
import type { Vehicle } from '../../domain/vehicle.ts'
import { CALL_LISTS, callCycle, EXPIRED, planCalls } from './insurance-call-lists.ts'
import { callEntryRecord } from '../../store/call-lists.ts'
import { dueItemRecord } from '../../store/due-items.ts'
import type { Write } from '../../store/table-client.ts'
import type { Store } from '../../store/store.ts'

/** In whose name and when facts change, and where what follows from them is read. */
export interface PlanContext {
  readonly store: Pick<Store, 'callLists' | 'dueItems'>
  readonly dealer: Dealer
  readonly stamp: Stamp
}

/**
 * The writes by which the calls about these vehicles follow their cover: the due item, and the entry that leaves its
 * list. At most two for each vehicle.
 */
export async function replanCalls(
  vehicles: readonly Vehicle[],
  { store, dealer, stamp }: PlanContext,
): Promise<Write[]> {
  const { dealerId } = dealer
  const waiting = await store.dueItems.bySubjects(dealerId, CALL_LISTS, vehicles.map(subjectOf))
  const planned = vehicles.flatMap((vehicle) => {
    const existing = waiting.get(subjectOf(vehicle))
    const item = planCalls(vehicle, dealer, existing, stamp)
    return item === undefined ? [] : [{ vehicle, item, listed: listedAs(existing, vehicle) }]
  })
  const entries = await store.callLists.entries(
    dealerId,
    planned.flatMap(({ listed }) => listed ?? []),
  )
  return planned.flatMap(({ vehicle, item, listed }) => {
    const entry = listed && entries.get(listed)
    const over =
      entry !== undefined &&
      (item.assignedTo === undefined || isTooEarly(entry, vehicle, item, dealer, stamp.at))
    return over
      ? [dueItemRecord.put({ ...item, assignedTo: undefined }, stamp), callEntryRecord.remove(entry)]
      : [dueItemRecord.put(item, stamp)]
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
