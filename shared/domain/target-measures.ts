import type { Turnover } from './business-report.ts'
import type { TargetMeasure } from './targets.ts'

interface MeasureWords {
  readonly zh: string
  readonly en: string
  /** Pieces, or money in fen. */
  readonly unit: 'count' | 'fen'
  readonly actual: (turnover: Turnover) => number
}

/** What each measure is called, and where its actual comes from in the reports (经营目标看板). */
export const targetMeasures: Readonly<Record<TargetMeasure, MeasureWords>> = {
  visits: { zh: '进厂台次', en: 'Visits', unit: 'count', actual: ({ visits }) => visits },
  maintenance_visits: {
    zh: '保养台次（含首保）',
    en: 'Visits for maintenance, first services among them',
    unit: 'count',
    actual: ({ byKind }) => byKind.maintenance.visits + byKind.first_service.visits,
  },
  labor_revenue: { zh: '工时营业额', en: 'Labour revenue', unit: 'fen', actual: ({ laborFen }) => laborFen },
  parts_revenue: { zh: '配件营业额', en: 'Parts revenue', unit: 'fen', actual: ({ partsFen }) => partsFen },
  total_revenue: { zh: '营业总额', en: 'Total revenue', unit: 'fen', actual: ({ totalFen }) => totalFen },
  accident_revenue: {
    zh: '事故车营业额',
    en: 'Revenue of accident repairs',
    unit: 'fen',
    actual: ({ byKind }) => byKind.accident.totalFen,
  },
  delivered: { zh: '交车台次', en: 'Deliveries', unit: 'count', actual: ({ delivered }) => delivered },
  renewals: { zh: '续保单数', en: 'Policies renewed', unit: 'count', actual: (all) => all.renewals.policies },
  renewal_premium: {
    zh: '续保保费',
    en: 'Premium of renewals',
    unit: 'fen',
    actual: (all) => all.renewals.premiumFen,
  },
}
