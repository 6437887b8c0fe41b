import { isDeepStrictEqual } from 'node:util'
import type {
  BusinessReport,
  DailyReport,
  DayFigures,
  Turnover,
} from '../../shared/domain/business-report.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { drafted, redrafted, type Counted } from './report-verbs.ts'
import { hadTurnover, turnoverOf } from './turnover.ts'

/**
 * What a count anew makes of a day: a draft where it has none and is owed one or had turnover, else what it makes of its
 * report. Undefined: nothing is to be written. Pure.
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
  if (report !== undefined) return countedAnew(report, counted)
  const owes = owed || hadTurnover(counted.figures)
  return owes ? { ...drafted(dealerId, counted, stamp), date } : undefined
}

/**
 * A draft with what has changed since; beside a confirmed report, which stays as it went out, what the records say now, if
 * that is something else. What stood in the workshop when it was confirmed was so at that moment: only what happened can
 * turn out otherwise. Undefined: nothing is to be written.
 */
export function countedAnew<Report extends BusinessReport<Turnover>>(
  report: Report,
  counted: Counted<Report['figures']>,
): Report | undefined {
  const { figures, recordsNow, status } = report
  if (status === 'drafted')
    return isDeepStrictEqual(figures, counted.figures) ? undefined : redrafted(report, counted)
  if (isDeepStrictEqual(turnoverOf(figures), turnoverOf(counted.figures)))
    return recordsNow === undefined ? undefined : { ...report, recordsNow: undefined }
  return isDeepStrictEqual(recordsNow?.figures, counted.figures)
    ? undefined
    : { ...report, recordsNow: counted }
}

/** Whether the records say something else by now than what was confirmed. */
export function isChangedSince({ recordsNow }: Pick<BusinessReport<unknown>, 'recordsNow'>): boolean {
  return recordsNow !== undefined
}
