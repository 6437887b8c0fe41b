import * as z from 'zod'
import type { FieldReason } from '../../runtime/problems.ts'

/** Monday first. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
/** Frequencies that the grammar knows and nobody owes a duty by. */
const tooFast = new Set(['HOURLY', 'MINUTELY', 'SECONDLY'])
/**
 * Parts that the grammar knows and duties do not have. An end (COUNT, UNTIL) is the duty's being switched off; a zone and
 * a beginning stand beside the rule; of weeks by number libraries tell different days around New Year.
 */
const notForDuties = new Set(['COUNT', 'UNTIL', 'BYSECOND', 'BYWEEKNO', 'BYEASTER', 'DTSTART', 'TZID'])

/** Each value once; the same one twice would count twice towards BYSETPOS in some libraries. */
function list<Value>(of: z.ZodType<Value, string>) {
  return z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(of).min(1))
    .refine((values) => new Set(values).size === values.length)
}

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most))
/** From the beginning or, negative, from the end; never 0. */
const place = (most: number) =>
  z
    .string()
    .regex(/^[+-]?\d{1,3}$/)
    .transform(Number)
    .pipe(
      z
        .int()
        .min(-most)
        .max(most)
        .refine((value) => value !== 0),
    )
const weekday = z.string().regex(/^([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)$/)

/** The parts of a recurrence rule that duties may have, each as RFC 5545, section 3.3.10, writes it. */
const Parts = z.strictObject({
  FREQ: z.enum(frequencies),
  INTERVAL: whole(1, 366).optional(),
  WKST: z.enum(weekdays).optional(),
  BYMONTH: list(whole(1, 12)).optional(),
  BYMONTHDAY: list(place(31)).optional(),
  BYYEARDAY: list(place(366)).optional(),
  BYDAY: list(weekday).optional(),
  BYSETPOS: list(place(366)).optional(),
  BYHOUR: list(whole(0, 23)).optional(),
  BYMINUTE: list(whole(0, 59)).optional(),
})
export type RuleParts = z.infer<typeof Parts>

/** The rule's parts, or why it has none. */
export function readRule(text: string): { readonly parts: RuleParts } | { readonly reason: FieldReason } {
  const given = text.split(';').map((part) => /^([A-Z]+)=([A-Z0-9,+-]+)$/.exec(part))
  const named = given.flatMap((part) => (part === null ? [] : [[part[1] ?? '', part[2] ?? ''] as const]))
  const values = new Map(named)
  if (named.some(([name]) => notForDuties.has(name))) return { reason: 'rule-part-not-allowed' }
  if (tooFast.has(values.get('FREQ') ?? '')) return { reason: 'rule-frequency' }
  const parsed = Parts.safeParse(Object.fromEntries(values))
  const isWhole = named.length === given.length && values.size === named.length
  if (!isWhole || !parsed.success) return { reason: 'rule-unreadable' }
  return mayStandTogether(parsed.data) ? { parts: parsed.data } : { reason: 'rule-parts-clash' }
}

/** Weeks of a month, and of a year. */
const MOST_WEEKS = { MONTHLY: 5, YEARLY: 53 } as const

/** As the RFC has it; and BYSETPOS picks among the days of a month or a year, as a week may be begun in its middle. */
function mayStandTogether({ FREQ, BYMONTH, BYMONTHDAY, BYYEARDAY, BYDAY, BYSETPOS }: RuleParts): boolean {
  const weeks = BYDAY?.map((day) => Math.abs(Number(day.slice(0, -2)))) ?? []
  const numbered = weeks.some((week) => week > 0)
  // What a numbered weekday would be numbered in, libraries do not agree on.
  if (numbered && (BYMONTHDAY !== undefined || BYYEARDAY !== undefined)) return false
  const picks = BYSETPOS === undefined || BYMONTHDAY !== undefined || BYDAY !== undefined
  switch (FREQ) {
    case 'DAILY':
    case 'WEEKLY': {
      const byMonthDay = FREQ === 'WEEKLY' && BYMONTHDAY !== undefined
      return !byMonthDay && BYYEARDAY === undefined && BYSETPOS === undefined && !numbered
    }
    case 'MONTHLY':
      return picks && BYYEARDAY === undefined && weeks.every((week) => week <= MOST_WEEKS.MONTHLY)
    case 'YEARLY': {
      const most = BYMONTH === undefined ? MOST_WEEKS.YEARLY : MOST_WEEKS.MONTHLY
      return (picks || BYYEARDAY !== undefined) && weeks.every((week) => week <= most)
    }
  }
}
