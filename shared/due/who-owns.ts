import type { Deadline } from '../domain/deadline.ts'
import type { Staff } from '../domain/staff.ts'
import type { CalendarDate } from '../domain/time.ts'
import { chainOf } from './plans/deadline-steps.ts'
import { deputyFor, isThere, whoHolds, type Holding } from '../domain/who-holds.ts'

/**
 * To whom a deadline belongs on a day, the owner first, and why: who was named, or their deputy; then all who hold the
 * role. Any of them may close it.
 */
export function whoseItIs(
  { assignedTo, role }: Pick<Deadline, 'assignedTo' | 'role'>,
  staff: readonly Staff[],
  on: CalendarDate,
): Holding[] {
  const holders = whoHolds(role, staff, on)
  const named = staff.find(({ staffId }) => staffId === assignedTo)
  const worker = named && workerFor(named, staff, on)
  if (named === undefined || worker === undefined) return holders
  const standsInFor = worker.staff === named ? [] : [named.staffId]
  const others = holders.filter(({ staff: { staffId } }) => staffId !== worker.staff.staffId)
  return [{ ...worker, standsInFor }, ...others]
}

/** Who was named, or their deputy while they are away or gone. Without one it is the role's, whatever else they held. */
function workerFor(
  named: Staff,
  staff: readonly Staff[],
  on: CalendarDate,
): Pick<Holding, 'staff' | 'because'> | undefined {
  if (isThere(named, on)) return { staff: named, because: 'holds' }
  const deputy = deputyFor(named, staff, on)
  return deputy && { staff: deputy, because: 'stands-in' }
}

/** With whom lies what was passed up to somebody: with them, their deputy, or whoever holds that role by now. */
export function whoWasTold(
  { escalations }: Pick<Deadline, 'escalations'>,
  staff: readonly Staff[],
  on: CalendarDate,
): Staff | undefined {
  const last = escalations.at(-1)
  if (last === undefined) return undefined
  const told = staff.find(({ staffId }) => staffId === last.staffId)
  return (told && workerFor(told, staff, on)?.staff) ?? whoHolds(last.role, staff, on)[0]?.staff
}

/** The first one above who does not owe it themselves, on the way by which it would be passed up. */
export function whoIsAbove(
  deadline: Pick<Deadline, 'escalateTo'>,
  owner: Staff | undefined,
  staff: readonly Staff[],
  on: CalendarDate,
): Staff | undefined {
  return chainOf(deadline)
    .flatMap((role) => whoHolds(role, staff, on)[0]?.staff ?? [])
    .find(({ staffId }) => staffId !== owner?.staffId)
}
