import * as z from 'zod'
import { Identifier } from '../../domain/identifier.ts'
import { AbsenceId, StaffId } from '../../domain/ids.ts'
import { WrittenMobile } from '../../domain/mobile.ts'
import { RoleCode } from '../../domain/roles.ts'
import { Absence, AbsenceKind, Deputy, MOST_DEPUTIES, MOST_FURTHER_ROLES, Staff } from '../../domain/staff.ts'
import { line } from '../../domain/text.ts'
import { CalendarDate } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate, Remark } from '../fields.ts'
import { Holder } from '../holder.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'staff-api'

/** Colleagues may know who does what, and who is away. */
const everybody: readonly [RoleCode, ...RoleCode[]] = [
  'general_manager',
  ...RoleCode.exclude(['general_manager']).options,
]
/** Who takes people on; the information clerk files it with the manufacturers within three days. */
const keepers = ['information_clerk', 'service_manager', 'general_manager'] as const
/** And those to whom somebody reports: what they may change is asked of each person. */
const superiors = [
  ...keepers,
  'front_desk_supervisor',
  'service_advisor',
  'workshop_supervisor',
  'parts_supervisor',
  'insurance_manager',
] as const

const { staffId, number, name, role, mobile, email, joinedOn, leftOn } = Staff.shape

/** Whether somebody is at work on a day. */
export const presences = ['at_work', 'on_leave', 'not_joined', 'left'] as const

const StaffBody = z.object({
  staffId,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  number,
  name,
  role,
  furtherRoles: z.array(RoleCode),
  /** Roles that others hold too and in which this one owns the work. */
  firstIn: z.array(RoleCode),
  deputies: z.array(Deputy),
  /** Today, in the dealer's zone. */
  presence: z.enum(presences),
  /** Of who is on leave: the last day of it. */
  awayUntil: CalendarDate.optional(),
  /** The rest is for the person, their superiors and the information clerk alone. */
  mobile,
  email,
  joinedOn,
  leftOn,
  absences: z.array(Absence).optional(),
})
export type StaffView = z.input<typeof StaffBody>

const further = z
  .array(RoleCode)
  .max(MOST_FURTHER_ROLES)
  .refine((codes) => new Set(codes).size === codes.length)

const person = {
  number: Identifier,
  name: line(60),
  role: RoleCode,
  furtherRoles: further,
}
const contact = { mobile: WrittenMobile, email: z.email().max(254), joinedOn: BookDate }

export const listStaff = defineRoute({
  method: 'GET',
  path: '/staff',
  functionName,
  roles: everybody,
  params: {},
  query: {
    /** Those who hold it, as their main role or besides. */
    role: RoleCode.optional(),
    /** `yes`: who is employed today; `no`: who is not. */
    employed: z.enum(['yes', 'no', 'all']).default('yes'),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(StaffBody),
  refuses: ['not-found'],
  summary: { zh: '员工名单，按工号排列', en: 'The staff, by staff number' },
})

export const createStaff = defineRoute({
  method: 'POST',
  path: '/staff',
  functionName,
  roles: keepers,
  idempotent: true,
  params: {},
  query: {},
  body: z.strictObject({
    ...person,
    furtherRoles: further.default([]),
    mobile: contact.mobile.optional(),
    email: contact.email.optional(),
    joinedOn: contact.joinedOn.optional(),
  }),
  response: StaffBody,
  status: 201,
  refuses: ['not-found', 'role-not-to-give', 'already-exists'],
  summary: { zh: '登记一位新员工', en: 'Takes a new member of staff in' },
})

const params = { staffId: StaffId }

export const readStaff = defineRoute({
  method: 'GET',
  path: '/staff/{staffId}',
  functionName,
  roles: everybody,
  params,
  query: {},
  body: noBody,
  response: StaffBody,
  summary: { zh: '一位员工', en: 'A member of staff' },
})

export const changeStaff = defineRoute({
  method: 'PATCH',
  path: '/staff/{staffId}',
  functionName,
  roles: superiors,
  ifMatch: true,
  params,
  query: {},
  body: z
    .strictObject({
      ...person,
      firstIn: further,
      mobile: contact.mobile.nullable(),
      email: contact.email.nullable(),
      joinedOn: contact.joinedOn.nullable(),
    })
    .exactPartial(),
  response: StaffBody,
  refuses: ['not-your-staff', 'role-not-to-give', 'already-exists'],
  summary: { zh: '修改员工资料与岗位', en: "Changes a member of staff's record and roles" },
})

const verb = {
  functionName,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  response: StaffBody,
} as const

export const nameDeputies = defineRoute({
  ...verb,
  method: 'POST',
  path: '/staff/{staffId}/deputies',
  roles: everybody,
  body: z.strictObject({
    /** All of them, in the order in which they are asked; those of a period come before those without. */
    deputies: z
      .array(
        z
          .strictObject({ deputyId: StaffId, from: BookDate.optional(), until: BookDate.optional() })
          .refine(({ from, until }) => from === undefined || until === undefined || from <= until, {
            path: ['until'],
            params: { reason: 'too-small' },
          }),
      )
      .max(MOST_DEPUTIES),
  }),
  refuses: ['not-your-staff'],
  summary: { zh: '指定代理人（本人或上级）', en: 'Names who stands in' },
})

export const addAbsence = defineRoute({
  ...verb,
  method: 'POST',
  path: '/staff/{staffId}/absences',
  roles: superiors,
  body: z
    .strictObject({
      from: BookDate,
      until: BookDate,
      kind: AbsenceKind,
      /** Stands in for these days. */
      deputyId: StaffId.optional(),
      remark: Remark.optional(),
    })
    .refine(({ from, until }) => from <= until, { path: ['until'], params: { reason: 'too-small' } }),
  refuses: ['not-your-staff'],
  summary: {
    zh: '登记请假或出差：期间的名单和任务交给代理人',
    en: 'Records days of leave: lists and duties go to the deputy meanwhile',
  },
})

export const cancelAbsence = defineRoute({
  ...verb,
  method: 'POST',
  path: '/staff/{staffId}/absences/{absenceId}/cancel',
  roles: superiors,
  params: { ...params, absenceId: AbsenceId },
  body: noBody,
  refuses: ['not-your-staff'],
  summary: { zh: '取消一次请假', en: 'Takes days of leave back' },
})

export const departStaff = defineRoute({
  ...verb,
  method: 'POST',
  path: '/staff/{staffId}/depart',
  roles: superiors,
  body: z.strictObject({
    /** The last day of work. */
    leftOn: BookDate,
    /** Who takes the open work over; else it goes by the role. */
    handTo: StaffId.optional(),
  }),
  refuses: ['not-your-staff', 'transition-refused'],
  summary: {
    zh: '离职：未完成的工作交给代理人或上级',
    en: 'Records that somebody leaves: open work goes to the deputy or by the role',
  },
})

export const rejoinStaff = defineRoute({
  ...verb,
  method: 'POST',
  path: '/staff/{staffId}/rejoin',
  roles: superiors,
  body: z.strictObject({ joinedOn: BookDate }),
  refuses: ['not-your-staff', 'transition-refused'],
  summary: { zh: '离职后重新入职', en: 'Records that somebody who left comes back' },
})

const RoleHolders = z.object({
  role: RoleCode,
  zh: z.string(),
  en: z.string(),
  /** The first owns the work, all see it; none: nobody is employed from here to the top. */
  holders: z.array(Holder),
})

export const readWork = defineRoute({
  method: 'GET',
  path: '/staff/{staffId}/work',
  functionName,
  roles: everybody,
  params,
  query: {},
  body: noBody,
  response: z.object({
    staffId: StaffId,
    /** By this day in the dealer's zone. */
    on: CalendarDate,
    /** Vehicles on the call list. */
    callEntries: z.int().nonnegative(),
    /** Open ones of which this person is the service advisor. */
    repairOrders: z.int().nonnegative(),
    /** Open visits to customers that lie with this person. */
    fieldServiceOrders: z.int().nonnegative(),
    complaints: z.int().nonnegative(),
    /** Who works on it today, and why; absent when nobody is left. */
    workedOnBy: Holder.optional(),
    /** Where the work of each role would go without this person. */
    withoutThem: z.array(RoleHolders),
  }),
  refuses: ['not-your-staff'],
  summary: {
    zh: '某员工手上未完成的工作，以及离开后由谁接手',
    en: "Somebody's open work, and to whom it would go without them",
  },
})

export const readRoles = defineRoute({
  method: 'GET',
  path: '/roles',
  functionName,
  roles: everybody,
  params: {},
  query: { on: BookDate.optional() },
  body: noBody,
  response: z.object({ on: CalendarDate, roles: z.array(RoleHolders) }),
  refuses: ['not-found'],
  summary: {
    zh: '某日各岗位由谁负责，以及原因（在岗、代理、上级）',
    en: 'Who holds each role on a day, and why: themselves, as a deputy, as the superior',
  },
})

export const listStaffChanges = defineRoute({
  method: 'GET',
  path: '/staff/{staffId}/changes',
  functionName,
  roles: keepers,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '一位员工的修改记录', en: 'Who changed what in a member of staff, newest first' },
})

export const staffRoutes = [
  listStaff,
  createStaff,
  readStaff,
  changeStaff,
  nameDeputies,
  addAbsence,
  cancelAbsence,
  departStaff,
  rejoinStaff,
  readWork,
  readRoles,
  listStaffChanges,
] as const
