import * as z from 'zod'
import { DeadlineState } from '../../domain/deadline.ts'
import { Duty, DutyCode, DutyRule, DutySpan, MOST_DAYS_BEFORE, MOST_DUTIES } from '../../domain/duty.ts'
import { DeadlineId, StaffId } from '../../domain/ids.ts'
import { secondsIn } from '../../domain/recurrence/span.ts'
import { RoleCode } from '../../domain/roles.ts'
import { line } from '../../domain/text.ts'
import { CalendarDate, Instant, TimeOfDay } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate } from '../fields.ts'
import { Holder } from '../holder.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'duties-api'

/** What each role owes is nobody's secret. */
export const everybody: readonly [RoleCode, ...RoleCode[]] = [
  'general_manager',
  ...RoleCode.exclude(['general_manager']).options,
]
const keepers = ['information_clerk', 'service_manager', 'general_manager'] as const

/** The first day that intervals may be counted from: each is asked of every day since. */
const FIRST_START = '2015-01-01'
const Start = BookDate.refine((date) => date >= FIRST_START, { params: { reason: 'too-small' } })

const typed = {
  role: RoleCode,
  zh: line(200),
  en: line(200),
  /** In small letters too; its parts are those of RFC 5545 that a duty may have. */
  rrule: z.string().trim().toUpperCase().min(1).max(200),
  dtstart: Start,
  dueTime: TimeOfDay,
  remindBefore: z
    .array(
      DutySpan.refine((span) => !(secondsIn(span) > MOST_DAYS_BEFORE * secondsIn('P1D')), {
        params: { reason: 'too-large' },
      }),
    )
    .max(5)
    .refine((spans) => new Set(spans).size === spans.length, { params: { reason: 'named-twice' } }),
  escalateTo: RoleCode,
  escalateAfter: DutySpan,
  shift: DutyRule.shape.shift,
  target: z.int().min(1).max(1000),
}

const DutyBody = z.object({
  ...DutyRule.shape,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  /** The first day, in the dealer's zone, on which it is owed. */
  adoptedOn: CalendarDate,
  /** Its rule came from the catalogue, and can be had back from there. */
  ofCatalogue: z.boolean(),
  on: z.boolean(),
  /** When it was last switched on or off; absent: it never was off. */
  switchedAt: Instant.optional(),
  /** Days that the manufacturer has named, in the order in which they became known: they replace those of the rule. */
  namedDays: Duty.shape.namedDays,
})
export type DutyView = z.input<typeof DutyBody>

const CatalogueBody = z.object({
  items: z.array(z.object({ ...DutyRule.shape, adopted: z.boolean() })),
})
export type CatalogueView = z.input<typeof CatalogueBody>

export const readCatalogue = defineRoute({
  method: 'GET',
  path: '/duty-catalogue',
  functionName,
  roles: everybody,
  params: {},
  query: {},
  body: noBody,
  response: CatalogueBody,
  summary: {
    zh: '部门职责目录，以及本店已采用哪些',
    en: 'The catalogue of duties of a department, and which of them the dealer has adopted',
  },
})

const AdoptionBody = z.object({
  /** The first day on which what was adopted now is owed. */
  adoptedOn: CalendarDate,
  adopted: z.array(DutyCode),
  /** What was asked for and adopted before: it stays as it is. */
  already: z.array(DutyCode),
})
export type AdoptionView = z.input<typeof AdoptionBody>

export const adoptDuties = defineRoute({
  method: 'POST',
  path: '/duty-catalogue/adopt',
  functionName,
  roles: keepers,
  idempotent: true,
  params: {},
  query: {},
  body: z.strictObject({
    /** Absent: the whole catalogue. */
    codes: z.array(DutyCode).min(1).max(MOST_DUTIES).optional(),
    /** The first day on which they are owed; absent: today. */
    adoptedOn: BookDate.optional(),
  }),
  response: AdoptionBody,
  refuses: ['contested', 'not-found'],
  summary: {
    zh: '采用目录中的职责：全部或按代码；已采用的不变',
    en: 'Adopts duties of the catalogue, all or by code; what is adopted already stays as it is',
  },
})

export const listDuties = defineRoute({
  method: 'GET',
  path: '/duties',
  functionName,
  roles: everybody,
  params: {},
  query: {
    role: RoleCode.optional(),
    on: z.enum(['yes', 'no', 'all']).default('all'),
    ...pageQuery,
  },
  body: noBody,
  response: pageOf(DutyBody),
  summary: { zh: '本店的职责，按代码排列', en: "The dealer's duties, by code" },
})

export const createDuty = defineRoute({
  method: 'POST',
  path: '/duties',
  functionName,
  roles: keepers,
  idempotent: true,
  params: {},
  query: {},
  body: z.strictObject({
    code: DutyCode,
    ...typed,
    dtstart: typed.dtstart.optional(),
    dueTime: typed.dueTime.optional(),
    remindBefore: typed.remindBefore.default(['PT0S']),
    escalateAfter: typed.escalateAfter.default('PT2H'),
    shift: typed.shift.default('none'),
    target: typed.target.optional(),
    /** The first day on which it is owed; absent: today. */
    adoptedOn: BookDate.optional(),
  }),
  response: DutyBody,
  status: 201,
  refuses: ['already-exists', 'contested', 'not-found'],
  summary: { zh: '增加一项本店自己的职责', en: "Adds a duty of the dealer's own" },
})

const params = { code: DutyCode }

export const readDuty = defineRoute({
  method: 'GET',
  path: '/duties/{code}',
  functionName,
  roles: everybody,
  params,
  query: {},
  body: noBody,
  response: DutyBody,
  summary: { zh: '一项职责', en: 'A duty' },
})

export const changeDuty = defineRoute({
  method: 'PATCH',
  path: '/duties/{code}',
  functionName,
  roles: keepers,
  ifMatch: true,
  params,
  query: {},
  body: z
    .strictObject({
      ...typed,
      dtstart: typed.dtstart.nullable(),
      dueTime: typed.dueTime.nullable(),
      target: typed.target.nullable(),
      /** Switches it off, and on again: what falls due meanwhile is not owed. */
      on: z.boolean(),
    })
    .exactPartial(),
  response: DutyBody,
  summary: {
    zh: '修改职责的规则，或停用、恢复启用',
    en: "Changes a duty's rule, or switches it off and on",
  },
})

export const restoreDuty = defineRoute({
  method: 'POST',
  path: '/duties/{code}/restore',
  functionName,
  roles: keepers,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  body: noBody,
  response: DutyBody,
  refuses: ['transition-refused'],
  summary: { zh: '恢复为目录中的规则', en: "Gives a duty the catalogue's rule back" },
})

export const listDutyChanges = defineRoute({
  method: 'GET',
  path: '/duties/{code}/changes',
  functionName,
  roles: keepers,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '一项职责的修改记录', en: 'Who changed what in a duty, newest first' },
})

/** A month, and what a screen shows of its neighbours. */
export const MOST_CALENDAR_DAYS = 62

const Owed = z.object({
  /** Which one: the local day and time that the rule names, whatever the shift. */
  occurrence: z.string(),
  code: DutyCode,
  role: RoleCode,
  zh: z.string(),
  en: z.string(),
  target: DutyRule.shape.target,
  dueOn: CalendarDate,
  dueAt: Instant,
  /** Who owns it on that day, and why; absent: nobody is employed from the role to the top. */
  owner: Holder.optional(),
  /** What has become of it; absent: it is not opened yet, or the caller does not see the deadlines of its role. */
  deadline: z
    .object({
      deadlineId: DeadlineId,
      state: DeadlineState,
      /** Its due moment is over and it is not done, or it was done after it. */
      late: z.boolean(),
      doneAt: Instant.optional(),
    })
    .optional(),
})
export type OwedView = z.input<typeof Owed>

export const readCalendar = defineRoute({
  method: 'GET',
  path: '/duty-calendar',
  functionName,
  roles: everybody,
  params: {},
  query: {
    from: BookDate,
    /** The last day, within 62 days. */
    until: BookDate,
    role: RoleCode.optional(),
    /** What this person owns or may close: of their roles, and of those for whom they stand in on the day. */
    holderId: StaffId.optional(),
    ...pageQuery,
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  },
  body: noBody,
  response: pageOf(Owed).extend({
    /** Years of which no working-day calendar is published, though a shift asks for it: these days may move yet. */
    calendarMissing: z.array(z.int()),
  }),
  refuses: ['not-found'],
  summary: {
    zh: '一段日子里到期的职责：按岗位或按人，当天由谁负责，以及完成与否（本岗位及下级的）',
    en: 'What is owed on a stretch of days, by role or person, who owns it on the day, and (of own roles and below) what has become of it',
  },
})

export const dutyRoutes = [
  readCatalogue,
  adoptDuties,
  listDuties,
  createDuty,
  readDuty,
  changeDuty,
  restoreDuty,
  listDutyChanges,
  readCalendar,
] as const
