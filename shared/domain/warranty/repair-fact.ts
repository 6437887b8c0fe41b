import type { CalendarDate, Instant } from '../time.ts'
import type { AssemblyCode } from './assemblies.ts'
import type { EarlyFailure, LeftOutReason } from './statutory-rules.ts'

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

/** A problem that a repair was for. */
export interface RepairedProblem {
  /** The same problem has the same code in every repair: the manufacturer's fault code, or the department's own. */
  readonly code: string
  /** 严重安全性能故障: it endangers people, or the car cannot be used safely. */
  readonly serious: boolean
  /** Of the failures for which a new car is owed in the first sixty days. */
  readonly failure?: EarlyFailure | undefined
  /** False: it was tried, and the problem is still there. */
  readonly cured?: boolean | undefined
}

/** An assembly that was replaced or, with `mainPart`, a main part of it (主要零部件). */
export interface Replacement {
  readonly assembly: AssemblyCode
  readonly mainPart?: string | undefined
  /** It has to be replaced, and has not been yet. */
  readonly pending?: true | undefined
}

/** Time within a repair of which Art. 24 says that it is not counted. */
export interface LeftOutTime {
  readonly because: LeftOutReason
  readonly from: Instant
  readonly until: Instant
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
  /** The customer has a loan car, or is paid what travelling costs. */
  readonly loanCarGiven?: boolean | undefined
}
