import type { BusinessReport, DailyReport, MonthlyReport } from '../../shared/domain/business-report.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type {
  DailyLineView,
  DailyReportView,
  MonthlyLineView,
  MonthlyReportView,
} from '../../shared/http/routes/business-reports.ts'
import { rulesOf } from './counting-rules.ts'
import { isChangedSince } from './recount.ts'

export function dailyView(report: DailyReport): DailyReportView {
  return { date: report.date, ...reportView(report) }
}

export function monthlyView(report: MonthlyReport): MonthlyReportView {
  return { month: report.month, ...reportView(report) }
}

/** What a report of either kind says besides the day or the month that it is of. */
function reportView<Figures extends object>(report: BusinessReport<Figures>) {
  const { status, version, confirmed, recordsNow, earlier } = report
  return {
    etag: etagOf(version),
    status,
    ...editionView(report),
    confirmed: confirmed && confirmedView(confirmed),
    recordsNow,
    earlier: earlier.map((edition) => ({
      ...editionView(edition),
      confirmed: confirmedView(edition.confirmed),
    })),
    how: rulesOf(report.figures),
  }
}

function editionView<Figures>({
  edition,
  figures,
  countedAt,
  remarks,
  reason,
}: Pick<BusinessReport<Figures>, 'edition' | 'figures' | 'countedAt' | 'remarks' | 'reason'>) {
  return { edition, corrects: correctedBy(edition), figures, countedAt, remarks, reason }
}

/** Every later edition corrects the first: that is the one whose mail people look for. */
export function correctedBy(edition: number): number | undefined {
  return edition > 1 ? 1 : undefined
}

function confirmedView({ at, by, mail }: NonNullable<DailyReport['confirmed']>) {
  return { at, by, mailedTo: mail?.staffId }
}

export function dailyLine(report: DailyReport): DailyLineView {
  const { date, version, status, edition, countedAt, figures } = report
  const { visits, delivered, laborFen, partsFen, totalFen, inShop, late } = figures
  return {
    date,
    etag: etagOf(version),
    status,
    edition,
    countedAt,
    ...{ visits, delivered, laborFen, partsFen, totalFen, inShop, late },
    changedSince: isChangedSince(report),
  }
}

export function monthlyLine(report: MonthlyReport): MonthlyLineView {
  const { month, version, status, edition, countedAt, figures } = report
  const { visits, delivered, laborFen, partsFen, totalFen } = figures
  return {
    month,
    etag: etagOf(version),
    status,
    edition,
    countedAt,
    ...{ visits, delivered, laborFen, partsFen, totalFen },
    changedSince: isChangedSince(report),
  }
}
