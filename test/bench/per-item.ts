import { sum } from './capacity.ts'
import { lowerBound, type LowerBound } from './lower-bound.ts'
import type { FunctionUsage, SweepRun } from './sweep-run.ts'

/** From the due item to the recorded result. */
export const path = ['maintenance-sweep', 'messages-relay', 'messages-deliver'] as const
/** From the provider's receipt to the row that knows it. */
export const receiptPath = ['messages-sms-log', 'messages-receipts'] as const

/** What a due item has cost in the mean. */
export interface PerItem {
  readonly readUnits: { readonly table: number; readonly indexes: number }
  readonly writeUnits: { readonly table: number; readonly indexes: number }
  /** To AWS, but for the provider's own. */
  readonly requests: number
  readonly providerRequests: number
  readonly cpuMilliseconds: number
}

/** What puts a message before a person: paid for by the message, whoever sends it. */
const provider = new Set(['sns.Publish', 'ses.SendRawEmail'])

export function requestsOf(usage: Pick<FunctionUsage, 'requests'>, whose: 'ours' | 'provider'): number {
  return sum(
    Object.entries(usage.requests).flatMap(([name, count]) =>
      provider.has(name) === (whose === 'provider') ? [count] : [],
    ),
  )
}

export function perItem(run: SweepRun, names: readonly string[]): PerItem {
  const usages = names.flatMap((name) => run.functions[name] ?? [])
  const each = (of: (usage: FunctionUsage) => number) => sum(usages.map(of)) / run.due
  return {
    readUnits: {
      table: each((usage) => usage.readUnits.table),
      indexes: each((usage) => usage.readUnits.indexes),
    },
    writeUnits: {
      table: each((usage) => usage.writeUnits.table),
      indexes: each((usage) => usage.writeUnits.indexes),
    },
    requests: each((usage) => requestsOf(usage, 'ours')),
    providerRequests: each((usage) => requestsOf(usage, 'provider')),
    cpuMilliseconds: each((usage) => usage.cpuMilliseconds),
  }
}

export function boundPerItem(run: SweepRun): LowerBound {
  const bound = lowerBound(run.outcome)
  return {
    readUnits: bound.readUnits / run.due,
    pooledReadUnits: bound.pooledReadUnits / run.due,
    writeUnits: bound.writeUnits / run.due,
    furtherIndexUnits: bound.furtherIndexUnits / run.due,
  }
}

export function total({ table, indexes }: { table: number; indexes: number }): number {
  return table + indexes
}

/** The largest heap of the functions on the path, in bytes. */
export function peakHeap(run: SweepRun): number {
  return Math.max(...path.map((name) => run.functions[name]?.peakHeapBytes ?? 0))
}
