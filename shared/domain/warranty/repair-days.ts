import {
  dateIn,
  daysBetween,
  epochMilliseconds,
  type CalendarDate,
  type Instant,
  type Zone,
} from '../time.ts'
import type { LeftOutTime, RepairFact } from './repair-fact.ts'
import type { LeftOutReason } from './statutory-words.ts'

const DAY_MS = 86_400_000

/** How long one repair takes, as the law counts it. */
export interface RepairDays {
  /** What counts towards the days of repair (Art. 24): without what is left out. */
  readonly days: number
  /** All of it: what the loan car goes by (Art. 21), from which nothing is left out. */
  readonly wholeDays: number
  readonly leftOutMinutes: number
  readonly open: boolean
  /** Only the days are known, so it may be one less. */
  readonly byDates: boolean
}

/**
 * One repair's days: its hours from agreement to completion, without what the law leaves out, in days of 24 hours, the
 * rest of one counted whole (Art. 40). An open one has lasted until now. Times that overlap are left out once.
 * Where only days are known, the first and the last are counted, as a car comes in the morning and leaves in the evening.
 */
export function repairDays(
  { time, leftOut }: Pick<RepairFact, 'time' | 'leftOut'>,
  leaveOut: readonly LeftOutReason[],
  now: Instant,
  zone: Zone,
): RepairDays {
  if (!time.exact) return byDates(time.agreedOn, time.completedOn, dateIn(now, zone))
  const from = epochMilliseconds(time.agreedAt)
  const until = Math.max(from, epochMilliseconds(time.completedAt ?? now))
  const without = leftOutWithin(
    leftOut.filter(({ because }) => leaveOut.includes(because)),
    from,
    until,
  )
  return {
    days: Math.ceil((until - from - without) / DAY_MS),
    wholeDays: Math.ceil((until - from) / DAY_MS),
    leftOutMinutes: Math.floor(without / 60_000),
    open: time.completedAt === undefined,
    byDates: false,
  }
}

function byDates(from: CalendarDate, completedOn: CalendarDate | undefined, today: CalendarDate): RepairDays {
  const days = Math.max(0, daysBetween(from, completedOn ?? today)) + (from > today ? 0 : 1)
  return { days, wholeDays: days, leftOutMinutes: 0, open: completedOn === undefined, byDates: true }
}

/** How much of a stretch the times cover, those that overlap once. */
function leftOutWithin(times: readonly LeftOutTime[], from: number, until: number): number {
  const spans = times
    .map((each) => ({ from: epochMilliseconds(each.from), until: epochMilliseconds(each.until) }))
    .sort((a, b) => a.from - b.from)
  let covered = 0
  let upTo = from
  for (const span of spans) {
    const begins = Math.max(upTo, span.from)
    const ends = Math.min(until, span.until)
    if (ends <= begins) continue
    covered += ends - begins
    upTo = ends
  }
  return covered
}
