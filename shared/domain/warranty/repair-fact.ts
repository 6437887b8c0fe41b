import * as z from 'zod'
import { Instant, type CalendarDate } from '../time.ts'
import { AssemblyCode } from './assemblies.ts'
import { earlyFailures, leftOutReasons } from './statutory-words.ts'

/** Longest lists of what one repair tells the ledger. */
export const MOST_PROBLEMS = 10
export const MOST_REPLACED = 20
export const MOST_LEFT_OUT = 20

/** A problem that a repair was for. */
export const RepairedProblem = z.object({
  /** The same problem has the same code in every repair: the manufacturer's fault code, or the department's own. */
  code: z.string(),
  /** 严重安全性能故障: it endangers people, or the car cannot be used safely. */
  serious: z.boolean(),
  /** Of the failures for which a new car is owed in the first sixty days. */
  failure: z.enum(earlyFailures).optional(),
  /** False: it was tried, and the problem is still there. */
  cured: z.boolean().optional(),
})
export type RepairedProblem = z.infer<typeof RepairedProblem>

/** An assembly that was replaced or, with `mainPart`, a main part of it (主要零部件). */
export const Replacement = z.object({
  assembly: AssemblyCode,
  /** The same part has the same code in every repair. */
  mainPart: z.string().optional(),
  /** It has to be replaced, and has not been yet. */
  pending: z.literal(true).optional(),
})
export type Replacement = z.infer<typeof Replacement>

/** Time within a repair of which Art. 24 says that it is not counted. */
export const LeftOutTime = z.object({ because: z.enum(leftOutReasons), from: Instant, until: Instant })
export type LeftOutTime = z.infer<typeof LeftOutTime>

/** 三包记录: what a repair tells the statutory ledger besides its times, as the warranty clerk or the desk notes it. */
export const StatutoryNote = z.object({
  /** Whether it was for a problem of quality; absent: it is if the manufacturer pays for any of it. */
  quality: z.boolean().optional(),
  problems: z.array(RepairedProblem).max(MOST_PROBLEMS),
  replaced: z.array(Replacement).max(MOST_REPLACED),
  leftOut: z.array(LeftOutTime).max(MOST_LEFT_OUT),
  /** The customer has a loan car, or is paid what travelling costs. */
  loanCarGiven: z.boolean().optional(),
})
export type StatutoryNote = z.infer<typeof StatutoryNote>

/** When a repair began and ended: to the minute where it was worked on here, to the day where an export tells of it. */
export type RepairTime =
  | {
      readonly exact: true
      /** Customer and workshop agree that it is repaired (Art. 40). */
      readonly agreedAt: Instant
      /** The repair is complete; absent: it is not. */
      readonly completedAt?: Instant | undefined
    }
  | {
      readonly exact: false
      readonly agreedOn: CalendarDate
      readonly completedOn?: CalendarDate | undefined
    }

/** A repair as the statutory ledger needs it. */
export interface RepairFact {
  readonly orderId: string
  readonly time: RepairTime
  readonly odometerKm?: number | undefined
  /** It was for a problem of quality. Services, accidents and wear count for nothing in the ledger. */
  readonly quality: boolean
  readonly problems: readonly RepairedProblem[]
  readonly replaced: readonly Replacement[]
  readonly leftOut: readonly LeftOutTime[]
  readonly loanCarGiven?: boolean | undefined
}
