import { setTimeout as sleep } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import { addMinutes, epochMilliseconds, fromEpochMilliseconds, type Instant } from '../shared/domain/time.ts'
import type { EventSources } from './event-sources.ts'
import type { FunctionPool } from './function-pool.ts'
import type { ReceiptPost } from './receipts.ts'
import type { RunnerClock } from './runner-clock.ts'
import { firesBetween, type TimedFire } from './scheduler.ts'
import type { ScheduleModel, StackModel } from './template-model.ts'
import { FunctionFailed } from './worker-host.ts'

export type Fire = TimedFire<ScheduleModel>

/** What came of the schedules that fired, in order. */
export interface RunReport {
  readonly fired: readonly FiredSchedule[]
}

export interface FiredSchedule {
  readonly at: Instant
  readonly schedule: string
  readonly functionName: string
  /** What the function returned, or the sentence of its last failure. */
  readonly outcome: { readonly result: unknown } | { readonly error: string }
}

/** Time on this machine: what happens when, and nothing happening any more. */
export interface Agenda {
  drained(options?: { until?: Instant }): Promise<void>
  firesBetween(from: Instant, to: Instant): Fire[]
  runUntil(
    instant: Instant,
    options?: { onFire?: (fire: Fire, index: number, total: number) => void },
  ): Promise<RunReport>
  keepTime(): () => void
  /** Moves the clock without firing the schedules in between. */
  skipTo(instant: Instant, options?: { back?: boolean }): void
}

export interface AgendaOptions {
  readonly model: StackModel
  readonly clock: RunnerClock
  readonly sources: EventSources
  readonly functions: FunctionPool
  readonly receipts: ReceiptPost
  /** Schedules fire from here on, exclusive. */
  readonly from: Instant
}

/** Milliseconds of real time between two looks at work that is going on: short at first, rarer when it goes on. */
const glance = { shortest: 1, longest: 16 }
/** Milliseconds of real time between two looks at the timetable while the stack just stays up. */
const tick = 500
/** Lambda's pauses before it tries an asynchronous invocation again, in minutes. */
const retryMinutes = [1, 2]

export function agenda({ model, clock, sources, functions, receipts, from }: AgendaOptions): Agenda {
  let firedUntil = from

  const running = () => functions.running() + sources.running() + receipts.running()

  const drained: Agenda['drained'] = async ({ until } = {}) => {
    let pause = glance.shortest
    for (;;) {
      const begun = functions.begun()
      receipts.give()
      if (running() > 0) {
        await sleep(pause)
        pause = Math.min(pause * 2, glance.longest)
        continue
      }
      pause = glance.shortest
      await sources.streamsRead()
      const work = await sources.queueWork()
      if (work.kind === 'busy' || running() > 0 || functions.begun() !== begun) {
        await sleep(glance.shortest)
        continue
      }
      // A receipt on its way is work too: a message is not done with before its provider's word.
      const next = Math.min(
        work.kind === 'waiting' ? work.next : Number.POSITIVE_INFINITY,
        receipts.next() ?? Number.POSITIVE_INFINITY,
      )
      if (next === Number.POSITIVE_INFINITY) return
      if (until !== undefined && next > epochMilliseconds(until)) return
      clock.set(fromEpochMilliseconds(Math.ceil(next)))
    }
  }

  /** As the scheduler and Lambda's asynchronous invocation do it: retries after a pause, then the failure's queue. */
  const fire = async (
    { at, schedule }: Fire,
    pause: (minutes: number) => Promise<void>,
  ): Promise<FiredSchedule> => {
    const { functionName } = schedule
    const fn = model.functions.find(({ name }) => name === functionName)
    const input: unknown = JSON.parse(inputAt(schedule.input, at))
    const told = { at, schedule: schedule.name, functionName }
    for (let attempt = 0; ; attempt += 1) {
      try {
        return { ...told, outcome: { result: await functions.invoke(functionName, input) } }
      } catch (error) {
        if (!(error instanceof FunctionFailed)) throw error
        if (attempt >= (fn?.asyncRetries ?? 0)) {
          if (fn?.asyncFailureQueue !== undefined)
            await sources.sendTo(fn.asyncFailureQueue, failureMessage(error, input, attempt + 1, clock.now()))
          return { ...told, outcome: { error: error.message } }
        }
        await pause(retryMinutes[attempt] ?? 2)
      }
    }
  }

  const passMinutes = async (minutes: number) => {
    const then = addMinutes(clock.now(), minutes)
    await drained({ until: then })
    clock.set(then)
  }

  const between: Agenda['firesBetween'] = (from, to) => firesBetween(model.schedules, from, to)

  return {
    drained,
    firesBetween: between,
    async runUntil(instant, { onFire } = {}) {
      const fires = between(firedUntil, instant)
      firedUntil = instant
      const fired: FiredSchedule[] = []
      for (const [index, next] of fires.entries()) {
        await drained({ until: next.at })
        clock.set(next.at)
        onFire?.(next, index, fires.length)
        fired.push(await fire(next, passMinutes))
      }
      await drained({ until: instant })
      clock.set(instant)
      await drained()
      return { fired }
    },
    keepTime() {
      let last = Promise.resolve()
      const timer = setInterval(() => {
        const now = clock.now()
        const fires = between(firedUntil, now)
        firedUntil = now
        for (const next of fires)
          last = last.then(async () => {
            await fire(next, (minutes) => sleep(minutes * 60_000)).catch(() => undefined)
          })
      }, tick)
      return () => {
        clearInterval(timer)
      }
    },
    skipTo(instant, options) {
      clock.set(instant, options)
      firedUntil = clock.now()
    },
  }
}

/** The schedule's input with EventBridge Scheduler's context filled in. */
function inputAt(input: string, at: Instant): string {
  return input
    .replaceAll(
      '<aws.scheduler.scheduled-time>',
      Temporal.Instant.from(at).toString({ smallestUnit: 'second' }),
    )
    .replaceAll('<aws.scheduler.attempt-number>', '1')
    .replaceAll('<aws.scheduler.execution-id>', crypto.randomUUID())
}

function failureMessage(error: FunctionFailed, input: unknown, attempts: number, at: Instant): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: at,
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: attempts },
    requestPayload: input,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: error.failure,
  })
}
