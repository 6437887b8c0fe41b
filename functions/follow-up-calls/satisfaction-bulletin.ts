import type { BulletinPeriod } from './bulletin-periods.ts'
import type { Satisfaction } from './satisfaction.ts'

/** A period and what it came to. */
export interface PeriodFigures {
  readonly period: BulletinPeriod
  readonly figures: Satisfaction
}

/** What a customer said, as it may be passed on. */
export interface ToldRemark {
  readonly orderNumber: string
  readonly question: string
  readonly score: number
  readonly words: string
}

export interface SatisfactionBulletin {
  readonly dealerName: string
  readonly readerName: string
  readonly badScore: number
  /** Calls after a visit that are due and not over, this morning. */
  readonly stillWaiting: number
  /** Oldest first; the last one is told, the one before it stands beside it. */
  readonly trend: readonly PeriodFigures[]
  readonly worst: readonly ToldRemark[]
  readonly best: readonly ToldRemark[]
}
