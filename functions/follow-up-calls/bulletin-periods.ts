import { addDays, addMonths, CalendarDate, daysBetween } from '../../shared/domain/time.ts'
import { workingDayUpTo, type WorkingDayOverride } from '../../shared/domain/working-days.ts'

/** Duty `satisfaction-bulletin`: told on these days of a month, on a day off the working day before. */
const TOLD_ON = [5, 15, 25]
/** After an outage it is still told for so many days; the next one is near by then, and has it in its trend. */
const MADE_UP_FOR_DAYS = 7
/** So far back the days are looked for: seven of them, also where some fall together in long holidays. */
const MONTHS_BACK = 4

/** What a bulletin counts: from the day of the one before, up to but not with its own. */
export interface BulletinPeriod {
  /** The 5th, 15th or 25th, whatever day it is told on. */
  readonly named: CalendarDate
  readonly from: CalendarDate
  readonly last: CalendarDate
  readonly toldOn: CalendarDate
}

/**
 * The last so many periods whose bulletin's day has come, oldest first. Without days off they go from the 25th to the
 * 4th, from the 5th to the 14th, from the 15th to the 24th. A bulletin that goes out earlier ends its period earlier, and
 * what is left of it belongs to the next: so each is whole when it is told, and each call stands in one of them. Pure.
 */
export function bulletinPeriods(
  today: CalendarDate,
  overrides: readonly WorkingDayOverride[],
  most: number,
): BulletinPeriod[] {
  const thisMonth = CalendarDate.parse(`${today.slice(0, 7)}-01`)
  // The next month's 5th may be told at the end of this one.
  const days = Array.from({ length: MONTHS_BACK + 2 }, (_, index) =>
    addMonths(thisMonth, index - MONTHS_BACK),
  )
    .flatMap((month) => TOLD_ON.map((day) => addDays(month, day - 1)))
    .map((named) => ({ named, toldOn: workingDayUpTo(named, overrides) }))
  return days
    .flatMap(({ named, toldOn }, index): BulletinPeriod[] => {
      const from = days[index - 1]?.toldOn
      // In a very long rest two of them fall on one day: there is nothing between them.
      if (from === undefined || from === toldOn) return []
      return [{ named, from, last: addDays(toldOn, -1), toldOn }]
    })
    .filter(({ toldOn }) => toldOn <= today)
    .slice(-most)
}

/** Whether the bulletin of a period is still told today. Pure. */
export function isStillTold({ toldOn }: BulletinPeriod, today: CalendarDate): boolean {
  return toldOn <= today && daysBetween(toldOn, today) <= MADE_UP_FOR_DAYS
}
