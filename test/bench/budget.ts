import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { format } from 'prettier'
import { sum } from './capacity.ts'
import { path, requestsOf, total } from './per-item.ts'
import type { StartRun } from './start-times.ts'
import type { SweepRun } from './sweep-run.ts'

/** Counts that must not get worse, of a small run. Times are not among them: they are the machine's. */
export const Budget = z.strictObject({
  /** How much more than the budget is still the same: what depends on which batches happened to form. */
  slack: z.strictObject({ units: z.number(), requests: z.number(), bytes: z.number() }),
  sweep: z.array(
    z.strictObject({
      vehicles: z.int(),
      due: z.int(),
      /** Of the way from sweep to result together: how it is cut into batches differs from run to run. */
      requests: z.strictObject({ sweepToResult: z.int(), receipts: z.int() }),
      units: z.record(z.string(), z.strictObject({ read: z.number(), write: z.number() })),
    }),
  ),
  bundleBytes: z.record(z.string(), z.int()),
})
export type Budget = z.infer<typeof Budget>

/** The delivery log's function is not among them: how many lines it is handed at once is the log service's affair. */
const receipts = ['messages-receipts']

const file = join(import.meta.dirname, 'budget.json')

/**
 * The sizes of the small runs: the same due, four times as much stored; and as many due as the target of requests is
 * meant for, without receipts, which are no part of it.
 */
export const smallRuns = [
  { vehicles: 500, due: 200, fullBatches: true },
  { vehicles: 2_000, due: 200, fullBatches: true },
  { vehicles: 1_000, due: 1_000, fullBatches: true, receipts: false },
] as const

/** Even full batches are cut where the stream's first read happened to end. */
const slack = { units: 0.02, requests: 0.04, bytes: 0.02 } as const

export function readBudget(): Budget {
  return Budget.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** Accepts what was counted as the new budget. */
export async function writeBudget(runs: readonly SweepRun[], start: StartRun): Promise<void> {
  writeFileSync(
    file,
    await format(JSON.stringify(budgetOf(runs, start)), { parser: 'json', printWidth: 110 }),
  )
}

export function budgetOf(runs: readonly SweepRun[], start: Pick<StartRun, 'functions'>): Budget {
  return {
    slack,
    sweep: runs.map(({ vehicles, due, functions }) => {
      const used = (names: readonly string[]) =>
        names.flatMap((name) => (functions[name] === undefined ? [] : [{ name, usage: functions[name] }]))
      const requests = (names: readonly string[]) =>
        sum(used(names).map(({ usage }) => requestsOf(usage, 'ours')))
      return {
        vehicles,
        due,
        requests: { sweepToResult: requests(path), receipts: requests(receipts) },
        units: Object.fromEntries(
          used([...path, ...receipts]).map(({ name, usage }) => [
            name,
            { read: total(usage.readUnits), write: total(usage.writeUnits) },
          ]),
        ),
      }
    }),
    bundleBytes: Object.fromEntries(start.functions.map(({ name, bytes }) => [name, bytes])),
  }
}

/** What got worse, each as a sentence; what the budget does not know is told too. */
export function worseThan(budget: Budget, found: Budget): string[] {
  const { slack } = budget
  const nameOf = ({ due, vehicles }: Budget['sweep'][number]) => `${due} due of ${vehicles}`
  const known = new Map(budget.sweep.map((run) => [nameOf(run), run]))
  const counts = found.sweep.flatMap((run) => {
    const name = nameOf(run)
    const allowed = known.get(name)
    const { sweepToResult, receipts: heard } = run.requests
    return [
      ...worse(
        `${name}: requests from sweep to result`,
        allowed?.requests.sweepToResult,
        sweepToResult,
        slack.requests,
      ),
      ...worse(`${name}: requests of receipts`, allowed?.requests.receipts, heard, slack.requests),
      ...Object.entries(run.units).flatMap(([functionName, { read, write }]) => {
        const units = allowed?.units[functionName]
        return [
          ...worse(`${name}: read units of ${functionName}`, units?.read, read, slack.units),
          ...worse(`${name}: write units of ${functionName}`, units?.write, write, slack.units),
        ]
      }),
    ]
  })
  const bytes = Object.entries(found.bundleBytes).flatMap(([name, size]) =>
    worse(`bundle bytes of ${name}`, budget.bundleBytes[name], size, slack.bytes),
  )
  return [...counts, ...bytes]
}

function worse(what: string, allowed: number | undefined, found: number, slack: number): string[] {
  if (allowed === undefined) return [`${what}: ${found}, and the budget has no such line`]
  return found > allowed * (1 + slack) ? [`${what}: ${found}, the budget allows ${allowed}`] : []
}
