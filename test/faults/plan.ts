import type { HandOver } from '../../local/stack.ts'
import type { NewMessage } from '../../local/outbox-store.ts'
import type { ProviderFault } from '../../local/provider.ts'
import type { Fate as MessageFate, ReceiptHook } from '../../local/receipts.ts'
import type { House } from './facts.ts'
import type { Judge } from './proxy.ts'
import type { Random } from './random.ts'
import type { IndexLag } from './shadow-table.ts'
import type { Run } from './run.ts'
import type { HousePlan } from './seed-world.ts'

/** A schedule that comes round. */
export interface Fire {
  readonly at: number
  readonly job: string
  readonly functionName: string
  readonly zone: string
  /** How often it fires for this one time; absent = once. */
  readonly times?: number
  /** Whether the firings run at once, or one after the other. */
  readonly atOnce?: boolean
}

/** Something that happens in the world at a time. */
export interface Act {
  readonly at: number
  readonly does: (run: Run) => Promise<void>
}

/** One seed of a class: days of work, and what goes wrong in them. Everything in it follows from the seed. */
export interface Plan {
  /** What goes wrong, with its parameters, for people. */
  readonly says: string
  /** `YYYY-MM-DD` on which everybody is due. */
  readonly firstDay: string
  /** Local time of the first day at which the books are written; absent = 05:00. */
  readonly dawn?: string
  readonly houses: readonly HousePlan[]
  /** Virtual days from the first to the last; faults strike until midnight of the `troubledDays`-th. */
  readonly days: number
  readonly troubledDays: number
  readonly judge?: (run: Run) => Judge
  readonly handOver?: (run: Run) => HandOver
  readonly provider?: (run: Run) => (message: NewMessage) => 'accept' | ProviderFault
  readonly receipts?: (run: Run) => ReceiptHook
  readonly fate?: (run: Run) => (message: NewMessage) => MessageFate
  readonly clockSkew?: (run: Run) => (functionName: string) => number
  readonly indexLag?: IndexLag
  /** The timetable as it really comes round. */
  readonly fires?: (fires: readonly Fire[]) => readonly Fire[]
  /** Whether the sweep of deliveries, which comes every ten minutes, comes at this time; absent = always. */
  readonly rescues?: (at: number) => boolean
  readonly acts?: (houses: readonly House[]) => readonly Act[]
  /** Looks for what this class must show beside lost, doubled and stuck: alarms, dead letters. */
  readonly check?: (run: Run) => Promise<readonly string[]> | readonly string[]
  /** Dead letters that this class makes, by queue. */
  readonly deadLetters?: ReadonlyMap<string, number>
  /** A queue of dead letters in which there may be more of them. */
  readonly moreDeadLetters?: string
  /** Milliseconds by which a worker's clock may be wrong; absent = all are right. */
  readonly clocksOff?: number
  /** True where one function may meet so many faults that its job is given up: see `given-up.ts`. */
  readonly mayGiveUp?: boolean
  /** What is peculiar about these days though nothing fails, each counted as a fault that strikes. */
  readonly peculiar?: readonly string[]
}

/** A class of faults, by the number it has in the trade's list. */
export interface FaultClass {
  readonly number: number
  readonly name: string
  plan(random: Random): Plan
}
