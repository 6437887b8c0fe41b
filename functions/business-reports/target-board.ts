import type { Turnover } from '../../shared/domain/business-report.ts'
import { daysFrom, firstDayOf, lastDayOf, type CalendarMonth } from '../../shared/domain/calendar-month.ts'
import { targetMeasures } from '../../shared/domain/target-measures.ts'
import { TargetMeasure, type Targets } from '../../shared/domain/targets.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { isCalendarKnown, isWorkingDay, type WorkingDayOverride } from '../../shared/domain/working-days.ts'
import type { TargetBoardView } from '../../shared/http/routes/target-board.ts'
import { percent, type Share } from './percent.ts'

export interface BoardFacts {
  readonly month: CalendarMonth
  /** The day at whose end the board stands; undefined: before the month's first. */
  readonly on: CalendarDate | undefined
  /** What was done in the month up to then. */
  readonly done: Turnover
  /** As they were set by then. */
  readonly targets: Targets
  readonly unconfirmedDays: number
  readonly workingDayOverrides: readonly WorkingDayOverride[]
}

/** How far the month is, and how far each measure. Pure. */
export function targetBoard({
  month,
  on,
  done,
  targets,
  unconfirmedDays,
  workingDayOverrides,
}: BoardFacts): TargetBoardView {
  const working = daysFrom(firstDayOf(month), lastDayOf(month)).filter((date) =>
    isWorkingDay(date, workingDayOverrides),
  )
  const gone = working.filter((date) => on !== undefined && date <= on).length
  const time = { part: gone, whole: working.length }
  return {
    month,
    on,
    workingDays: { all: working.length, gone },
    // Of a month without working days all is gone once it is over.
    timeGonePercent: working.length === 0 ? (on === lastDayOf(month) ? 100 : 0) : percent(time),
    calendarMissing: !isCalendarKnown(Number(month.slice(0, 4))),
    unconfirmedDays,
    measures: TargetMeasure.options.map((measure) => {
      const { zh, en, unit, actual: actualOf } = targetMeasures[measure]
      const actual = actualOf(done)
      const target = targets[measure]
      const reached = target === undefined ? undefined : { part: actual, whole: target }
      return {
        ...{ measure, zh, en, unit, actual, target },
        reachedPercent: reached && percent(reached),
        standing: standing(reached, time),
      }
    }),
  }
}

function standing(reached: Share | undefined, time: Share): TargetBoardView['measures'][number]['standing'] {
  if (reached === undefined) return 'no-target'
  if (reached.part >= reached.whole) return 'reached'
  const [ahead, behind] = [
    BigInt(reached.part) * BigInt(time.whole),
    BigInt(time.part) * BigInt(reached.whole),
  ]
  return ahead >= behind ? 'ahead' : 'behind'
}
