import * as z from 'zod'
import { CalendarMonth, monthOf } from './calendar-month.ts'
import { NoticeId } from './ids.ts'
import { CalendarDate, Instant } from './time.ts'

/** Days of one month that a manufacturer has named, in the place of those of a duty's own rule. */
export const NamedDays = z.object({
  month: CalendarMonth,
  /** Whose days they are, in the words of the dealer's settings: each of several manufacturers names its own. */
  manufacturer: z.string().optional(),
  /** In order; none: nothing is owed in the rest of the month. Absent: it names none any more, and without another's the rule's count again. */
  on: z.array(CalendarDate).max(31).optional(),
  /** What was due by then is owed as it was before: nobody is late by a day that was not known. */
  knownAt: Instant,
  /** The notice that named them. */
  noticeId: NoticeId,
  /** Its naming was taken back since: no other month falls back to it. */
  takenBack: z.literal(true).optional(),
})
export type NamedDays = z.infer<typeof NamedDays>

/** Three years of months of two manufacturers that are each corrected once or twice; the oldest give way. */
export const MOST_NAMED_DAYS = 120

/** What counts in a month for a moment: of each manufacturer what was known before it, the last of it. None: the rule. */
export function namingsFor(
  naming: readonly NamedDays[],
  { on, dueAt }: { readonly on: CalendarDate; readonly dueAt: Instant },
): NamedDays[] {
  const known = naming.filter(({ month, knownAt }) => month === on.slice(0, 7) && knownAt < dueAt)
  return [...Map.groupBy(known, ({ manufacturer }) => manufacturer).values()].flatMap((each) => {
    const last = each.at(-1)
    return last?.on === undefined ? [] : [last]
  })
}

/** Who names days, by which notice, and since when they are known. */
export interface Naming {
  readonly noticeId: string
  readonly manufacturer?: string | undefined
  readonly at: Instant
}

/** With the days that a notice names, by month: they count from now on in the place of any others of its manufacturer's. */
export function withNamedDays(
  naming: readonly NamedDays[],
  days: readonly CalendarDate[],
  { noticeId, manufacturer, at }: Naming,
): NamedDays[] {
  const months = Map.groupBy([...new Set(days)].sort(), monthOf)
  const added = [...months].flatMap(([month, on]): NamedDays[] => {
    const last = naming.findLast((each) => each.month === month && each.manufacturer === manufacturer)
    const isSaid =
      last?.noticeId === noticeId && last.takenBack === undefined && last.on?.join() === on.join()
    return isSaid ? [] : [{ month, manufacturer, on, knownAt: at, noticeId }]
  })
  return [...naming, ...added].slice(-MOST_NAMED_DAYS)
}

/** Without what a notice named: in its months counts again what another one of its manufacturer had named before, or else the rule. */
export function withoutNamedDays(
  naming: readonly NamedDays[],
  { noticeId, at }: Omit<Naming, 'manufacturer'>,
): NamedDays[] {
  const marked = naming.map((each) =>
    each.noticeId === noticeId ? { ...each, takenBack: true as const } : each,
  )
  const named = Map.groupBy(marked, ({ month, manufacturer = '' }) => `${month} ${manufacturer}`)
  const back = [...named.values()].flatMap((ofMonth): NamedDays[] => {
    const last = ofMonth.at(-1)
    if (last?.noticeId !== noticeId || last.on === undefined) return []
    const { month, manufacturer } = last
    const before = ofMonth.findLast((each) => each.takenBack === undefined && each.on !== undefined)
    return before === undefined
      ? [{ month, manufacturer, knownAt: at, noticeId, takenBack: true }]
      : [{ month, manufacturer, on: before.on, knownAt: at, noticeId: before.noticeId }]
  })
  return [...marked, ...back].slice(-MOST_NAMED_DAYS)
}
