import { figuresNow, type DailyReport, type MonthFigures } from '../../shared/domain/business-report.ts'
import { daysFrom, firstDayOf, lastDayOf, type CalendarMonth } from '../../shared/domain/calendar-month.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { Targets } from '../../shared/domain/targets.ts'
import { dateIn } from '../../shared/domain/time.ts'
import { Contested } from '../../shared/runtime/errors.ts'
import type { ReportStore } from '../../shared/store/report-store.ts'
import { countDays } from './count-days.ts'
import { toTheSecond } from './read-day-facts.ts'
import { isChangedSince } from './recount.ts'
import type { Counted } from './report-verbs.ts'
import { together } from './turnover.ts'

/** A month as the sum of its days, each by what the records say. Pure. */
export function monthFigures(days: readonly DailyReport[], targets: Targets | undefined): MonthFigures {
  return {
    ...together(days.map(figuresNow)),
    days: days.map((report) => {
      const { visits, settled, laborFen, partsFen, totalFen, delivered } = figuresNow(report)
      const { date, status, edition } = report
      return {
        ...{ date, visits, settled, laborFen, partsFen, totalFen, delivered, status, edition },
        changedSince: isChangedSince(report),
      }
    }),
    ...(targets === undefined ? {} : { targets }),
  }
}

const MOST_ATTEMPTS = 4

/**
 * Counts a month's days anew, writes what has come of each, and adds them up: so the month is the sum of the days' records
 * and of the orders alike.
 * @throws Contested when others kept changing its days meanwhile
 */
export async function countMonth(
  store: ReportStore,
  dealer: Dealer,
  month: CalendarMonth,
  stamp: Stamp,
  options: { readonly smsAnew: boolean },
): Promise<Counted<MonthFigures>> {
  const { dealerId, zone } = dealer
  const today = dateIn(stamp.at, zone)
  const last = lastDayOf(month)
  const days = daysFrom(firstDayOf(month), last < today ? last : today)
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const { contested } = await countDays(store, dealer, days, stamp, options)
    if (contested > 0) continue
    const [reports, targets] = await Promise.all([
      store.businessReports.dailyOf(dealerId, month),
      store.businessReports.targets(dealerId, month),
    ])
    return {
      figures: monthFigures(reports, targets?.settings.at(-1)?.targets),
      countedAt: toTheSecond(stamp.at),
    }
  }
  throw new Contested()
}
