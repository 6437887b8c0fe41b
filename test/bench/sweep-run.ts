import { rmSync } from 'node:fs'
import { startStack, type LocalStack } from '../../local/stack.ts'
import { readTemplates } from '../../local/template.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import { countRequests, type RequestCount, type Usage } from './count-requests.ts'
import { fillTable } from './fill-table.ts'
import { readOutcome, type Outcome } from './outcome.ts'
import { sweepAt } from './sample-vehicles.ts'
import { watchWorkers, type WorkerWatch } from './worker-usage.ts'

/** What one function has used. */
export interface FunctionUsage extends Usage {
  readonly cpuMilliseconds: number
  readonly peakHeapBytes: number
}

export interface SweepRun {
  readonly vehicles: number
  readonly due: number
  /** From the schedule that fires to the last recorded result, by function. */
  readonly functions: Readonly<Record<string, FunctionUsage>>
  /** A second firing, ten minutes later, of the sweep and the rescuer: nothing is left to do. */
  readonly idle: Readonly<Record<string, FunctionUsage>>
  readonly outcome: Outcome
  readonly sent: number
  /** Invocations that failed; the figures say nothing when there is one. */
  readonly failures: number
  /** Real seconds from the firing to the last result; the engine and its proxy have their part in it. */
  readonly seconds: number
}

export interface SweepOptions {
  /** The synthesized app, as measured-app.ts changes it. */
  readonly cdkOut: string
  /** The database file, written anew. */
  readonly file: string
  readonly vehicles: number
  readonly due: number
  /**
   * Whether the stream's records wait until the sweep is over, so that hints come in full batches: the number of
   * requests then depends on the code alone, and not on how fast this machine is.
   */
  readonly fullBatches?: boolean
  /** False: the provider never speaks of what it took. */
  readonly receipts?: boolean
  readonly onProgress?: (done: number, total: number, what: string) => void
}

/** Minutes until a daily job fires again. */
const AGAIN_MINUTES = 10

/** Fills a table, lets the maintenance sweep fire, and counts until every message has its result. */
export async function runSweep(options: SweepOptions): Promise<SweepRun> {
  const { vehicles, due, file } = options
  await fillTable(file, readTemplates(options.cdkOut), {
    vehicles,
    due,
    onProgress: (done, total) => options.onProgress?.(done, total, `${vehicles} vehicles`),
  })
  const watch = watchWorkers()
  const count = countRequests()
  const swept = Promise.withResolvers<undefined>()
  if (options.fullBatches !== true) swept.resolve(undefined)
  const stack = await startStack({
    cdkOut: options.cdkOut,
    db: file,
    at: addMinutes(sweepAt, -1),
    endpointsForFunctions: (real, functionName) => count.endpointsFor(real, functionName),
    handOver: async (functionName, event, invoke) => {
      if (functionName === 'messages-relay') await swept.promise
      return invoke(event)
    },
    ...(options.receipts === false && { receipts: () => [] }),
  })
  try {
    const taking = { stack, count, watch }
    stack.clock.set(sweepAt)
    const began = performance.now()
    const report = await fire(stack, 'maintenance-sweep', 'maintenance-reminders', sweepAt)
    swept.resolve(undefined)
    options.onProgress?.(0, due, `sweep: ${JSON.stringify(report)}`)
    await stack.drained({ until: addMinutes(sweepAt, AGAIN_MINUTES - 1) })
    const seconds = (performance.now() - began) / 1000
    const functions = await takeUsage(taking)
    const again = addMinutes(sweepAt, AGAIN_MINUTES)
    stack.clock.set(again)
    await fire(stack, 'maintenance-sweep', 'maintenance-reminders', again)
    await fire(stack, 'messages-rescue', 'deliver', again)
    await stack.drained({ until: addMinutes(again, AGAIN_MINUTES - 1) })
    const idle = await takeUsage(taking)
    return {
      vehicles,
      due,
      functions,
      idle,
      seconds,
      outcome: await readOutcome(stack, due),
      sent: stack.outbox.counts().sms,
      failures: stack.failures.length,
    }
  } finally {
    swept.resolve(undefined)
    watch.stop()
    await stack.stop()
    await count.stop()
    for (const suffix of ['', '-wal', '-shm', '-local'])
      rmSync(`${file}${suffix}`, { recursive: true, force: true })
  }
}

/** Fires a job as the scheduler does. */
export function fire(stack: LocalStack, functionName: string, job: string, at: Instant): Promise<unknown> {
  return stack.invoke(functionName, { job, zone: 'Asia/Shanghai', scheduledAt: at })
}

async function takeUsage({
  stack,
  count,
  watch,
}: {
  stack: LocalStack
  count: RequestCount
  watch: WorkerWatch
}): Promise<Record<string, FunctionUsage>> {
  const counted = count.take()
  const used = await watch.take()
  const physical = new Map(stack.model.functions.map(({ name, physicalName }) => [name, physicalName]))
  return Object.fromEntries(
    [...counted].map(([name, usage]) => {
      const { cpuMilliseconds = 0, peakHeapBytes = 0 } = used.get(physical.get(name) ?? '') ?? {}
      return [name, { ...usage, cpuMilliseconds, peakHeapBytes }]
    }),
  )
}
