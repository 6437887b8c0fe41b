import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { resolveDoubt, sweepDeliveries, type Resolved } from './crash-resolve.ts'
import { crashWorld, type CrashOptions, type CrashWorld } from './crash-world.ts'

/** The method of the crash table: kills at about 20 % progress each, then one run that may go on for so long. */
const kills = { times: 3, progress: 0.2, patienceSeconds: 75 }
/** Milliseconds between two looks at the provider's record, at the rows, and between two rounds of resolving. */
const pause = { look: 5, rows: 50, round: 100 }

export interface CrashRun {
  readonly due: number
  readonly lanes: number
  readonly visibilitySeconds: number
  /** Messages that the provider did not take in time. */
  readonly missing: number
  /** Messages beyond the first of each. */
  readonly doubled: number
  /** Messages whose row says neither sent nor delivered at the end. */
  readonly unresolved: number
  /** Messages that killed processes had claimed, and how their doubt ended. */
  readonly claimedAtKill: readonly number[]
  readonly resolved: Resolved
  /** From the last kill until the last message of a killed process was recorded as sent; undefined: not all were. */
  readonly lastRecoveredSeconds: number | undefined
  /** From the last kill until everything was recorded. */
  readonly seconds: number
}

export async function runCrashes(
  options: CrashOptions & { onProgress?: (done: number, total: number, what: string) => void },
): Promise<CrashRun> {
  const { due } = options
  const world = await crashWorld(options)
  const resolved: Resolved = { receipted: 0, released: 0 }
  const { provider } = world
  const claimedAtKill: string[][] = []
  let running: ChildProcess | undefined
  const ending = new AbortController()
  const overAndOver = async (round: () => Promise<void>) => {
    while (!ending.signal.aborted) {
      await round()
      await sleep(pause.round)
    }
  }
  // Two functions when deployed: neither waits for the other.
  const rounds = Promise.all([
    overAndOver(() => sweepDeliveries(world)),
    overAndOver(() => resolveDoubt(world, resolved)),
  ])
  try {
    for (let kill = 1; kill <= kills.times; kill += 1) {
      running = startWorker(world)
      while (provider.count() < due * kills.progress * kill) await stillRunning(running, rounds, pause.look)
      await killed(running)
      claimedAtKill.push(await claimed(world))
      options.onProgress?.(provider.count(), due, `killed ${String(kill)} times`)
    }
    const lastKill = Date.now()
    const since = () => (Date.now() - lastKill) / 1000
    running = startWorker(world)
    const waiting = new Set(claimedAtKill.flat())
    let lastRecoveredSeconds: number | undefined
    let open = due
    while (open > 0 && since() < kills.patienceSeconds) {
      await stillRunning(running, rounds, pause.rows)
      // Nothing that was claimed changes before its lease is over.
      if (since() < options.visibilitySeconds) continue
      for (const id of await recorded(world, waiting)) waiting.delete(id)
      if (waiting.size > 0) continue
      lastRecoveredSeconds ??= since()
      if (provider.lines().size === due) open = due - (await recorded(world, all(world))).length
    }
    const seconds = since()
    const messages = provider.lines().size
    return {
      due,
      lanes: options.lanes,
      visibilitySeconds: options.visibilitySeconds,
      missing: due - messages,
      doubled: provider.count() - messages,
      unresolved: open === 0 ? 0 : due - (await recorded(world, all(world))).length,
      claimedAtKill: claimedAtKill.map(({ length }) => length),
      resolved,
      lastRecoveredSeconds,
      seconds,
    }
  } finally {
    ending.abort()
    if (running !== undefined) await killed(running)
    await rounds.catch(() => undefined)
    await world.stop()
  }
}

function startWorker({ settings }: CrashWorld): ChildProcess {
  const script = join(import.meta.dirname, 'crash-worker.ts')
  return spawn(process.execPath, [script, JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** A short wait, unless the worker or the one who resolves has given up: then nothing more would ever happen. */
async function stillRunning(
  worker: ChildProcess,
  rounds: Promise<unknown>,
  milliseconds: number,
): Promise<void> {
  await Promise.race([sleep(milliseconds), rounds])
  if (worker.exitCode !== null) throw new Error(`The sending process ended with ${worker.exitCode}`)
}

async function killed(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  const gone = new Promise((resolve) => worker.once('exit', resolve))
  worker.kill('SIGKILL')
  await gone
}

/** The messages without a result in deliveries that are being sent. */
async function claimed({ store, deliveries }: CrashWorld): Promise<string[]> {
  const ids = deliveries.map(({ deliveryId }) => deliveryId)
  const now = await store.messages.deliveriesByIds('D001', ids)
  return [...now.values()].flatMap(({ status, pending }) => (status === 'sending' ? pending : []))
}

/** Those whose row says that they were sent. */
async function recorded({ store }: CrashWorld, ids: Iterable<string>): Promise<string[]> {
  const rows = await store.messages.byIds('D001', ids)
  return [...rows.values()].flatMap(({ status, messageId }) =>
    status === 'sent' || status === 'delivered' ? [messageId] : [],
  )
}

function all({ deliveries }: CrashWorld): string[] {
  return deliveries.flatMap(({ messageIds }) => messageIds)
}
