import * as z from 'zod'
import { RoleCode } from './roles.ts'
import { CalendarDate, TimeOfDay } from './time.ts'

/** What happens to a duty whose day is no working day of the dealer's. */
export const DutyShift = z.enum(['none', 'earlier', 'later', 'skip'])
export type DutyShift = z.infer<typeof DutyShift>

/** A whole number of days, hours or minutes, ISO 8601: `P3D`, `PT2H`, `PT30M`; `PT0S` is the moment itself. */
export const DutySpan = z.string().regex(/^(P\d{1,3}D|PT\d{1,3}[HM]|PT0S)$/)
export type DutySpan = z.infer<typeof DutySpan>

/** The identifier of a duty: words of small letters and digits, joined by hyphens. */
export const DutyCode = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
export type DutyCode = z.infer<typeof DutyCode>

/** Something a role owes again and again, each time by a moment that the rule names. */
export const DutyRule = z.object({
  code: DutyCode,
  role: RoleCode,
  /** What staff read. */
  zh: z.string().min(1).max(200),
  en: z.string().min(1).max(200),
  /** RFC 5545, evaluated in the dealer's zone. */
  rrule: z.string().max(200),
  /** The day that intervals are counted from; only for rules with `INTERVAL`. */
  dtstart: CalendarDate.optional(),
  /** Local time by which it is owed; absent where the rule names its hours. */
  dueTime: TimeOfDay.optional(),
  /** Before the due moment. */
  remindBefore: z.array(DutySpan).max(5),
  /** Who hears of it first when it is late, so long after the due moment. */
  escalateTo: RoleCode,
  escalateAfter: DutySpan,
  shift: DutyShift,
  /** How many are owed each time; absent: it is done or not. */
  target: z.int().min(1).max(1000).optional(),
  /** The day is the dealer's to choose; absent: it is the department's. */
  dayIs: z.literal('default').optional(),
})
export type DutyRule = z.infer<typeof DutyRule>
