import { DailyReport, MonthlyReport, type DayFigures } from '../../shared/domain/business-report.ts'
import type { CalendarMonth } from '../../shared/domain/calendar-month.ts'
import { unwritten } from '../../shared/domain/record.ts'
import { MonthTargets } from '../../shared/domain/targets.ts'
import { instant, stampAt } from './builders.ts'

const longAgo = stampAt(instant('2026-01-01T00:00:00.000Z'))

const nothing = { visits: 0, settled: 0, laborFen: 0, partsFen: 0, totalFen: 0 }

export function dayFiguresOf(more: Partial<DayFigures> = {}): DayFigures {
  return {
    ...nothing,
    byKind: {
      first_service: nothing,
      maintenance: nothing,
      repair: nothing,
      accident: nothing,
      warranty: nothing,
    },
    delivered: 0,
    renewals: { policies: 0, premiumFen: 0 },
    calls: {},
    sms: {},
    inShop: 0,
    promised: 0,
    late: 0,
    ...more,
  }
}

export function dailyReportOf(date: string, more: Partial<DailyReport> = {}): DailyReport {
  return DailyReport.parse({
    dealerId: 'D001',
    date,
    status: 'drafted',
    edition: 1,
    figures: dayFiguresOf(),
    countedAt: longAgo.at,
    rules: 1,
    earlier: [],
    ...unwritten(longAgo),
    ...more,
  })
}

export function monthlyReportOf(month: string, more: Partial<MonthlyReport> = {}): MonthlyReport {
  const { inShop, promised, late, ...turnover } = dayFiguresOf()
  return MonthlyReport.parse({
    dealerId: 'D001',
    month,
    status: 'drafted',
    edition: 1,
    figures: { ...turnover, days: [] },
    countedAt: longAgo.at,
    rules: 1,
    earlier: [],
    ...unwritten(longAgo),
    ...more,
  })
}

export function monthTargetsOf(month: string, more: Partial<MonthTargets> = {}): MonthTargets {
  return MonthTargets.parse({
    dealerId: 'D001',
    month: month as CalendarMonth,
    settings: [{ at: longAgo.at, by: 'test', targets: { visits: 300 } }],
    ...unwritten(longAgo),
    ...more,
  })
}
