import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { whoHolds, whoWorksFor, type Holding } from '../../shared/domain/who-holds.ts'

/**
 * To whom a deadline belongs on a day, the owner first, and why: who was named, or whoever works for them; then all who
 * hold the role. Any of them may close it.
 */
export function whoseItIs(
  { assignedTo, role }: Pick<Deadline, 'assignedTo' | 'role'>,
  staff: readonly Staff[],
  on: CalendarDate,
): Holding[] {
  const holders = whoHolds(role, staff, on)
  const named = staff.find(({ staffId }) => staffId === assignedTo)
  const worker = named && whoWorksFor(named, staff, on)
  if (named === undefined || worker === undefined) return holders
  const standsInFor = worker.staff === named ? [] : [named.staffId]
  const others = holders.filter(({ staff: { staffId } }) => staffId !== worker.staff.staffId)
  return [{ ...worker, standsInFor }, ...others]
}
