import * as z from 'zod'
import type { RoleCode } from '../../shared/domain/roles.ts'
import { isEmployed, rolesOf, type Staff } from '../../shared/domain/staff.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'

/** Behind whom a page begins. */
export const StaffPlace = z.tuple([z.string(), z.string()])
type StaffPlace = z.infer<typeof StaffPlace>

/** A page of the staff, by number. Everybody of a dealer stands in one partition, and few enough to be read at once. */
export function staffPage(
  staff: readonly Staff[],
  {
    role,
    employed,
    today,
  }: { role: RoleCode | undefined; employed: 'yes' | 'no' | 'all'; today: CalendarDate },
  { limit, after }: { limit: number; after: StaffPlace | undefined },
): { items: Staff[]; next: StaffPlace | undefined } {
  const found = staff
    .filter((each) => role === undefined || rolesOf(each).includes(role))
    .filter((each) => employed === 'all' || isEmployed(each, today) === (employed === 'yes'))
    .filter((each) => after === undefined || inOrder(placeOf(each), after) > 0)
    .sort((a, b) => inOrder(placeOf(a), placeOf(b)))
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: found.length > items.length && last !== undefined ? placeOf(last) : undefined }
}

function placeOf({ number, staffId }: Staff): StaffPlace {
  return [number, staffId]
}

function inOrder(a: StaffPlace, b: StaffPlace): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1
  return a[1] === b[1] ? 0 : a[1] < b[1] ? -1 : 1
}
