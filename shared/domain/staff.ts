import * as z from 'zod'
import { DealerId, StaffId } from './ids.ts'
import { Mobile } from './mobile.ts'
import { recordFields } from './record.ts'
import { roles, RoleCode } from './roles.ts'
import { CalendarDate } from './time.ts'

export const Staff = z.object({
  dealerId: DealerId,
  staffId: StaffId,
  /** The dealer's staff number (工号). */
  number: z.string(),
  name: z.string().min(1),
  role: RoleCode,
  mobile: Mobile.optional(),
  email: z.email().optional(),
  joinedOn: CalendarDate.optional(),
  leftOn: CalendarDate.optional(),
  ...recordFields,
})
export type Staff = z.infer<typeof Staff>

export function isEmployed(staff: Pick<Staff, 'joinedOn' | 'leftOn'>, on: CalendarDate): boolean {
  return (staff.joinedOn ?? on) <= on && (staff.leftOn === undefined || on <= staff.leftOn)
}

/**
 * Who holds a role on a day, lowest staff number first. A role without a holder goes up `reportsTo`
 * (roles.json); empty only when nobody is left at the top.
 */
export function holdersOf(role: RoleCode, staff: readonly Staff[], on: CalendarDate): Staff[] {
  const holders = staff
    .filter((each) => each.role === role && isEmployed(each, on))
    .sort((a, b) => (a.number < b.number ? -1 : 1))
  const superior = roles.find((each) => each.code === role)?.reportsTo
  return holders.length > 0 || superior === undefined ? holders : holdersOf(superior, staff, on)
}
