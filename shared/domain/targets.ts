import * as z from 'zod'
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
