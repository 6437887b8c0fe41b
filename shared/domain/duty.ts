import * as z from 'zod'
import { DealerId } from './ids.ts'
import { MOST_NAMED_DAYS, NamedDays } from './named-days.ts'
import { recordFields } from './record.ts'
import { RoleCode } from './roles.ts'
import { CalendarDate, Instant, TimeOfDay } from './time.ts'

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

/** A deadline is opened at its first reminder: one that is owed daily would stand open so many times over. */
export const MOST_DAYS_BEFORE = 60

/** Of all rules that a dealer has, its own among them: they are read at once. */
export const MOST_DUTIES = 200
/** How often one is switched off is kept so many times over; the record of changes has the rest. */
export const MOST_REST_PERIODS = 40

/** While a duty is switched off; without an end it still is. */
export const RestPeriod = z.object({ from: Instant, until: Instant.optional() })
export type RestPeriod = z.infer<typeof RestPeriod>

/** A dealer's own copy of a rule, or a rule of its own. */
export const Duty = DutyRule.extend({
  dealerId: DealerId,
  /** The first day, in the dealer's zone, on which it is owed; nothing is owed before. */
  adoptedOn: CalendarDate,
  /** Its rule came from the catalogue, and can be had back from there; else the dealer made it. */
  ofCatalogue: z.boolean(),
  /** When it was switched off, the oldest first. */
  rests: z.array(RestPeriod).max(MOST_REST_PERIODS),
  /** Days that the manufacturer has named, in the order in which they became known: they replace those of the rule. */
  namedDays: z.array(NamedDays).max(MOST_NAMED_DAYS).optional(),
  ...recordFields,
})
export type Duty = z.infer<typeof Duty>

/** The stock orders of parts: their days are those of the manufacturer's order calendar (订货日历), once it is known. */
export const STOCK_ORDERS = 'stock-orders'

/** Whether it is switched on. */
export function isOn({ rests }: Pick<Duty, 'rests'>): boolean {
  return rests.every(({ until }) => until !== undefined)
}

/** A duty as it is once it is switched on or off; the same when it is so already. */
export function switched<Switched extends Pick<Duty, 'rests'>>(
  duty: Switched,
  on: boolean,
  at: Instant,
): Switched {
  if (isOn(duty) === on) return duty
  const rests = on
    ? duty.rests.map((rest) => ({ ...rest, until: rest.until ?? at }))
    : [...duty.rests, { from: at }].slice(-MOST_REST_PERIODS)
  return { ...duty, rests }
}

/**
 * Whether a dealer owes what its duty's rule names for some moment: not before the day of adoption, not what was past
 * already when the duty was taken in (nobody is late from the start), and not while it was switched off.
 */
export function isOwed(
  { adoptedOn, createdAt, rests }: Pick<Duty, 'adoptedOn' | 'createdAt' | 'rests'>,
  { dueOn, dueAt }: { readonly dueOn: CalendarDate; readonly dueAt: Instant },
): boolean {
  const resting = rests.some(({ from, until }) => from <= dueAt && (until === undefined || dueAt <= until))
  return dueOn >= adoptedOn && dueAt > createdAt && !resting
}
