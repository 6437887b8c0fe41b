import { isDeepStrictEqual } from 'node:util'
import type { BusinessReport, DailyReport, DayFigures } from '../../shared/domain/business-report.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { drafted, redrafted, type Counted } from './report-verbs.ts'
import { hadOrders, turnoverOf } from './turnover.ts'

/**
 * What a count anew makes of a day: a draft where it owes one and has none, a draft with what has changed since; beside a
 * confirmed report, which stays as it went out, what the records say now. Undefined: nothing is to be written. Pure.
 */
export function recounted(
  report: DailyReport | undefined,
  counted: Counted<DayFigures>,
  {
    dealerId,
    date,
    owed,
  }: { readonly dealerId: string; readonly date: CalendarDate; readonly owed: boolean },
  stamp: Stamp,
): DailyReport | undefined {
  if (report === undefined) {
    const owes = owed || hadOrders(counted.figures)
    return owes ? { ...drafted(dealerId, counted, stamp), date } : undefined
  }
  if (report.status === 'confirmed') return besideConfirmed(report, counted)
  return isDeepStrictEqual(report.figures, counted.figures) ? undefined : redrafted(report, counted)
}

/**
 * A confirmed day with what the records say now, if that is something else. What stood in the workshop when it was
 * confirmed was so at that moment: only what happened on the day can turn out otherwise.
 */
function besideConfirmed(report: DailyReport, counted: Counted<DayFigures>): DailyReport | undefined {
  const { recordsNow, ...without } = report
  if (isDeepStrictEqual(turnoverOf(report.figures), turnoverOf(counted.figures)))
    return recordsNow === undefined ? undefined : without
  if (isDeepStrictEqual(recordsNow?.figures, counted.figures)) return undefined
  return { ...report, recordsNow: counted }
}

/** Whether the records say something else by now than what was confirmed. */
export function isChangedSince({ recordsNow }: Pick<BusinessReport<unknown>, 'recordsNow'>): boolean {
  return recordsNow !== undefined
}
