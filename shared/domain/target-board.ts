import * as z from 'zod'
import type { Turnover } from './business-report.ts'
import { CalendarMonth } from './calendar-month.ts'
import { DealerId } from './ids.ts'
import { recordFields } from './record.ts'
import { Instant } from './time.ts'

/** A thousand million yuan: far above any dealer's month, far below where whole numbers end. */
const MOST_TARGET = 100_000_000_000

const aim = z.int().min(1).max(MOST_TARGET)

/** A month's targets by measure (经营目标): pieces, or money in fen. The measures are a closed list. */
export const Targets = z
  .strictObject({
    visits: aim,
    maintenance_visits: aim,
    labor_revenue: aim,
    parts_revenue: aim,
    total_revenue: aim,
    accident_revenue: aim,
    delivered: aim,
    renewals: aim,
    renewal_premium: aim,
  })
  .exactPartial()
export type Targets = z.infer<typeof Targets>

export const TargetMeasure = Targets.keyof()
export type TargetMeasure = z.infer<typeof TargetMeasure>

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

/** How often a month's targets are changed is kept so many times over; the record of changes has the rest. */
export const MOST_SETTINGS = 40

/** A month's targets, and what they were before: a board of a past day shows those of that day. */
export const MonthTargets = z.object({
  dealerId: DealerId,
  month: CalendarMonth,
  /** Oldest first; the last one counts. */
  settings: z
    .array(z.object({ at: Instant, by: z.string(), targets: Targets }))
    .min(1)
    .max(MOST_SETTINGS),
  ...recordFields,
})
export type MonthTargets = z.infer<typeof MonthTargets>
