import * as z from 'zod'
import { ExportSaid } from './export-said.ts'
import { AbsenceId, DealerId, StaffId } from './ids.ts'
import { Mobile } from './mobile.ts'
import { recordFields } from './record.ts'
import { RoleCode } from './roles.ts'
import { CalendarDate } from './time.ts'

/** Who stands in for somebody who is away: always, or in a period of both its days. */
export const Deputy = z.object({
  deputyId: StaffId,
  from: CalendarDate.optional(),
  until: CalendarDate.optional(),
})
export type Deputy = z.infer<typeof Deputy>

/** 请假、休假、出差: why somebody does not work, though employed. */
export const AbsenceKind = z.enum(['annual', 'personal', 'sick', 'parental', 'training', 'business', 'other'])
export type AbsenceKind = z.infer<typeof AbsenceKind>

/** Days on which somebody does not work, the first and the last among them. */
export const Absence = z.object({
  absenceId: AbsenceId,
  from: CalendarDate,
  until: CalendarDate,
  kind: AbsenceKind,
  remark: z.string().optional(),
})
export type Absence = z.infer<typeof Absence>

export const MOST_DEPUTIES = 20
export const MOST_ABSENCES = 60
export const MOST_FURTHER_ROLES = 8

export const Staff = z.object({
  dealerId: DealerId,
  staffId: StaffId,
  /** The dealer's staff number (工号). */
  number: z.string(),
  name: z.string().min(1),
  /** The main one, and the one that exports name. */
  role: RoleCode,
  /** In a small department one person holds several. */
  furtherRoles: z.array(RoleCode).max(MOST_FURTHER_ROLES).optional(),
  /** Roles that others hold too and in which this one owns the work. */
  firstIn: z.array(RoleCode).optional(),
  mobile: Mobile.optional(),
  email: z.email().optional(),
  joinedOn: CalendarDate.optional(),
  leftOn: CalendarDate.optional(),
  deputies: z.array(Deputy).max(MOST_DEPUTIES).optional(),
  absences: z.array(Absence).max(MOST_ABSENCES).optional(),
  exportSaid: ExportSaid.optional(),
  ...recordFields,
})
export type Staff = z.infer<typeof Staff>

export function isEmployed(staff: Pick<Staff, 'joinedOn' | 'leftOn'>, on: CalendarDate): boolean {
  return (staff.joinedOn ?? on) <= on && (staff.leftOn === undefined || on <= staff.leftOn)
}

/** The absence that keeps somebody from work on a day. */
export function absenceOn({ absences = [] }: Pick<Staff, 'absences'>, on: CalendarDate): Absence | undefined {
  return absences.find(({ from, until }) => from <= on && on <= until)
}

export function rolesOf({ role, furtherRoles = [] }: Pick<Staff, 'role' | 'furtherRoles'>): RoleCode[] {
  return [role, ...furtherRoles]
}
