import {
  COUNTING_RULES,
  MOST_EDITIONS,
  type BusinessReport,
  type DailyReport,
} from '../../shared/domain/business-report.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { reportMachine } from '../../shared/domain/report-machine.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { Refused } from '../../shared/runtime/errors.ts'

/**
 * What each step makes of a report of a day or of a month. Pure; what the state does not allow is thrown as the caller
 * is told of it.
 */

/** Figures, and the moment that they are of. */
export interface Counted<Figures> {
  readonly figures: Figures
  readonly countedAt: Instant
}

export function drafted<Figures>(
  dealerId: string,
  { figures, countedAt }: Counted<Figures>,
  stamp: Stamp,
): BusinessReport<Figures> {
  return {
    ...unwritten(stamp),
    dealerId,
    status: 'drafted',
    edition: 1,
    figures,
    countedAt,
    rules: COUNTING_RULES,
    earlier: [],
  }
}

export function redrafted<Report extends BusinessReport<unknown>>(
  report: Report,
  { figures, countedAt }: Counted<Report['figures']>,
): Report {
  const status = stateAfter(reportMachine, report.status, 'redraft')
  return { ...report, status, figures, countedAt, rules: COUNTING_RULES }
}

export function confirmed<Report extends BusinessReport<unknown>>(
  report: Report,
  remarks: string | undefined,
  confirmation: NonNullable<DailyReport['confirmed']>,
): Report {
  const status = stateAfter(reportMachine, report.status, 'confirm')
  return { ...report, status, remarks, confirmed: confirmation }
}

/** A new edition, counted anew; the one that was confirmed stays in the record as it went out. */
export function corrected<Report extends BusinessReport<unknown>>(
  report: Report,
  reason: string,
  { figures, countedAt }: Counted<Report['figures']>,
): Report {
  const status = stateAfter(reportMachine, report.status, 'correct')
  const { edition, confirmed: confirmation } = report
  if (edition >= MOST_EDITIONS || confirmation === undefined)
    throw new Refused('transition-refused', { allowed: [] })
  const before = {
    edition,
    figures: report.figures,
    countedAt: report.countedAt,
    rules: report.rules,
    remarks: report.remarks,
    reason: report.reason,
    confirmed: confirmation,
  }
  return {
    ...report,
    status,
    edition: edition + 1,
    figures,
    countedAt,
    rules: COUNTING_RULES,
    remarks: undefined,
    reason,
    confirmed: undefined,
    recordsNow: undefined,
    earlier: [...report.earlier, before],
  }
}
