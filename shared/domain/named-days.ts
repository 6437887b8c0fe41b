import * as z from 'zod'
import { CalendarMonth, monthOf } from './calendar-month.ts'
import { NoticeId } from './ids.ts'
import { CalendarDate, Instant } from './time.ts'

/** Days of one month that a manufacturer has named, in the place of those of a duty's own rule. */
export const NamedDays = z.object({
  month: CalendarMonth,
  /** In order; none: nothing is owed in the rest of the month. Absent: the days of the rule count again. */
  on: z.array(CalendarDate).max(31).optional(),
  /** What was due by then is owed as it was before: nobody is late by a day that was not known. */
  knownAt: Instant,
  /** The notice that named them. */
  noticeId: NoticeId,
  /** Its naming was taken back since: no other month falls back to it. */
  takenBack: z.literal(true).optional(),
})
export type NamedDays = z.infer<typeof NamedDays>

/** Three years of months that are each corrected once or twice; the oldest give way. */
export const MOST_NAMED_DAYS = 60

/** What counts in a month for a moment: what was known before it, the last of it. Undefined: the rule. */
export function namingFor(
  naming: readonly NamedDays[],
  { on, dueAt }: { readonly on: CalendarDate; readonly dueAt: Instant },
): NamedDays | undefined {
  const found = naming.findLast(({ month, knownAt }) => month === on.slice(0, 7) && knownAt < dueAt)
  return found?.on === undefined ? undefined : found
}

/** With the days that a notice names, by month: they count from now on in the place of any others of the month. */
export function withNamedDays(
  naming: readonly NamedDays[],
  days: readonly CalendarDate[],
  { noticeId, at }: { readonly noticeId: string; readonly at: Instant },
): NamedDays[] {
  const months = Map.groupBy([...new Set(days)].sort(), monthOf)
  const added = [...months].flatMap(([month, on]): NamedDays[] => {
    const last = naming.findLast((each) => each.month === month)
    const isSaid =
      last?.noticeId === noticeId && last.takenBack === undefined && last.on?.join() === on.join()
    return isSaid ? [] : [{ month, on, knownAt: at, noticeId }]
  })
  return [...naming, ...added].slice(-MOST_NAMED_DAYS)
}

/** Without what a notice named: in its months counts again what another one had named before, or else the rule. */
export function withoutNamedDays(
  naming: readonly NamedDays[],
  { noticeId, at }: { readonly noticeId: string; readonly at: Instant },
): NamedDays[] {
  const marked = naming.map((each) =>
    each.noticeId === noticeId ? { ...each, takenBack: true as const } : each,
  )
  const back = [...new Set(marked.map(({ month }) => month))].flatMap((month): NamedDays[] => {
    const ofMonth = marked.filter((each) => each.month === month)
    const last = ofMonth.at(-1)
    if (last?.noticeId !== noticeId || last.on === undefined) return []
    const before = ofMonth.findLast((each) => each.takenBack === undefined && each.on !== undefined)
    return before === undefined
      ? [{ month, knownAt: at, noticeId, takenBack: true }]
      : [{ month, on: before.on, knownAt: at, noticeId: before.noticeId }]
  })
  return [...marked, ...back].slice(-MOST_NAMED_DAYS)
}
