import { sum } from './capacity.ts'
import type { CrashRun } from './crash-run.ts'
import type { KillRun } from './kill-run.ts'
import { boundPerItem, path, peakHeap, perItem, total } from './per-item.ts'
import { reasons, type TargetId } from './reasons.ts'
import type { StartFigures, StartRun } from './start-times.ts'
import type { SweepRun } from './sweep-run.ts'

/** What was wanted beside what was found. */
export interface Target {
  readonly id: TargetId
  readonly what: string
  readonly target: string
  readonly result: string
  readonly met: boolean
}

/** A target that was missed, with why and what comes next. */
export interface Miss extends Target {
  readonly reason: string
  readonly next: string
}

export function missesOf(targets: readonly Target[]): Miss[] {
  return targets.filter(({ met }) => !met).map((target) => ({ ...target, ...reasons[target.id] }))
}

const limits = {
  flat: 0.05,
  overBound: 1.3,
  requests: 0.2,
  chunk: 25,
  memory: 1.1,
  start: 1.35,
  delivererStart: 1.45,
  recoveryBeyondVisibility: 3,
} as const

/** @param runs smallest store first, the same number due in each */
export function sweepTargets(runs: readonly SweepRun[], kill: KillRun): Target[] {
  const items = runs.map((run) => ({ ...perItem(run, path), bound: boundPerItem(run) }))
  const reads = items.map(({ readUnits }) => total(readUnits))
  const spread = Math.max(...reads) / Math.min(...reads) - 1
  const worstRatio = (of: (item: (typeof items)[number]) => number) => Math.max(...items.map(of))
  const overBytes = worstRatio(({ readUnits, bound }) => total(readUnits) / bound.pooledReadUnits)
  const overReads = worstRatio(({ readUnits, bound }) => total(readUnits) / bound.readUnits)
  const overWrites = worstRatio(({ writeUnits, bound }) => total(writeUnits) / bound.writeUnits)
  const overAll = worstRatio(
    ({ writeUnits, bound }) => total(writeUnits) / (bound.writeUnits + bound.furtherIndexUnits),
  )
  const requests = Math.max(...items.map((item) => item.requests))
  const chunk = Math.max(...runs.map(({ outcome }) => outcome.largestDelivery))
  const peaks = runs.map(peakHeap)
  const growth = Math.max(...peaks) / peaks[0]!
  const readable = Math.min(...runs.map(({ outcome, due }) => outcome.readableRows / due))
  return [
    {
      id: 'reads-flat',
      what: 'read units per due item, from the smallest to the largest store',
      target: `equal within ${percent(limits.flat)}`,
      result: `${percent(spread)} apart`,
      met: spread <= limits.flat,
    },
    atMost('reads-bytes', 'read units over the bytes of due items and facts', overBytes, limits.overBound),
    atMost('reads-bound', 'read units over one unit for each record', overReads, limits.overBound),
    atMost('writes-bound', 'write units over the records written', overWrites, limits.overBound),
    atMost(
      'writes-all',
      'the same, with the entries of further indexes in the bound',
      overAll,
      limits.overBound,
    ),
    {
      id: 'requests',
      what: 'AWS requests per due item, from sweep to recorded result',
      target: `≤ ${limits.requests.toFixed(2)}`,
      result: requests.toFixed(3),
      met: requests <= limits.requests,
    },
    {
      id: 'chunk',
      what: 'messages of one claim',
      target: `≤ ${limits.chunk}`,
      result: String(chunk),
      met: chunk <= limits.chunk,
    },
    {
      id: 'doubt',
      what: 'messages in doubt after a kill',
      target: `at most one chunk for each worker killed`,
      result: `${kill.held} in ${kill.heldDeliveries} chunks, ${kill.workersKilled} workers killed`,
      met:
        kill.heldDeliveries <= kill.workersKilled &&
        kill.mostHeldInDelivery <= limits.chunk &&
        kill.doubled === 0,
    },
    {
      id: 'readable',
      what: 'ledger rows that say what was told, where and when',
      target: 'one per message',
      result: percent(readable),
      met: readable === 1,
    },
    {
      id: 'memory',
      what: 'peak heap at the largest store over that at the smallest',
      target: `≤ ${limits.memory.toFixed(2)}`,
      result: growth.toFixed(2),
      met: growth <= limits.memory,
    },
  ]
}

export function startTargets({ floor, functions }: StartRun): Target[] {
  const deliverer = ({ name }: StartFigures) => name === 'messages-deliver'
  const others = functions.filter((each) => !deliverer(each))
  const sending = functions.filter(deliverer)
  const bytes = (each: StartFigures) => each.bytes / floor.bytes
  const load = (each: StartFigures) => (each.loadMilliseconds ?? 0) / (floor.loadMilliseconds ?? 1)
  return [
    worst('start-bytes', 'bundle bytes over the floor', others, bytes, limits.start),
    worst('start-load', 'load time over the floor', others, load, limits.start),
    worst('deliverer-bytes', 'the deliverer’s bytes over the floor', sending, bytes, limits.delivererStart),
    worst('deliverer-load', 'the deliverer’s load time over the floor', sending, load, limits.delivererStart),
  ]
}

/** @param runs each counts; the recovery is wanted of the first, which sends as many at a time as the peers */
export function crashTargets(runs: readonly CrashRun[]): Target[] {
  const [first] = runs
  if (first === undefined) throw new Error('There is no crash to judge')
  const limit = first.visibilitySeconds + limits.recoveryBeyondVisibility
  const { lastRecoveredSeconds: last } = first
  return [
    none(
      'crash-missing',
      'messages missing after 75 s',
      sum(runs.map((run) => run.missing + run.unresolved)),
    ),
    none('crash-doubled', 'messages doubled', sum(runs.map(({ doubled }) => doubled))),
    {
      id: 'crash-recovery',
      what: `last message of a killed process recorded as sent, ${first.lanes} sends at a time`,
      target: `≤ ${limit} s`,
      result: last === undefined ? 'never' : `${last.toFixed(1)} s`,
      met: last !== undefined && last <= limit,
    },
  ]
}

function atMost(id: TargetId, what: string, found: number, limit: number): Target {
  return { id, what, target: `≤ ${limit.toFixed(2)} ×`, result: `${found.toFixed(2)} ×`, met: found <= limit }
}

function none(id: TargetId, what: string, found: number): Target {
  return { id, what, target: '0', result: String(found), met: found === 0 }
}

function worst(
  id: TargetId,
  what: string,
  functions: readonly StartFigures[],
  ratio: (each: StartFigures) => number,
  limit: number,
): Target {
  const sorted = [...functions].sort((a, b) => ratio(b) - ratio(a))
  const [first] = sorted
  if (first === undefined) throw new Error('There is no function to compare')
  const within = functions.filter((each) => ratio(each) <= limit).length
  return {
    id,
    what,
    target: `≤ ${limit.toFixed(2)} × each`,
    result: `${ratio(first).toFixed(2)} × at most (${first.name}); ${within} of ${functions.length} within`,
    met: within === functions.length,
  }
}

function percent(part: number): string {
  return `${(100 * part).toFixed(part < 0.1 ? 1 : 0)} %`
}
