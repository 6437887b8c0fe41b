import type { Instant } from '../shared/domain/time.ts'
import type { Endpoints } from './endpoints.ts'
import { environmentOf } from './function-environment.ts'
import type { FunctionLogs } from './function-logs.ts'
import { LocalError } from './local-error.ts'
import type { RunnerClock } from './runner-clock.ts'
import type { FunctionModel, StackModel } from './template-model.ts'
import { FunctionFailed, hostFunction, type FunctionHost } from './worker-host.ts'

/** An invocation that failed: the handler threw, timed out, or lost its worker. */
export interface Failure {
  readonly at: Instant
  readonly functionName: string
  readonly errorType: string
  readonly errorMessage: string
}

/** The template's functions, by their short names. */
export interface FunctionPool {
  /** @throws FunctionFailed, after it was put on record; LocalError when there is no such function */
  invoke(name: string, event: unknown): Promise<unknown>
  kill(name: string): Promise<number>
  killAll(): Promise<void>
  /** Invocations running or waiting for a worker. */
  running(): number
  /** Invocations begun since the start. */
  begun(): number
  readonly failures: readonly Failure[]
}

/** Environments of a function that answers people, and of one that does not: a second for what fires twice. */
const concurrency = { http: 4, other: 2 }

export function functionPool(options: {
  model: StackModel
  /** What each function sees, by its name. */
  endpoints: ReadonlyMap<string, Endpoints>
  /** Where this machine serves the API: what mails have for an address. */
  publicUrl: string
  clock: RunnerClock
  /** Milliseconds by which the clock of a function's next worker is wrong. */
  clockSkew: (functionName: string) => number
  logs: FunctionLogs
}): FunctionPool {
  const { model, endpoints, publicUrl, clock, clockSkew, logs } = options
  const environment = (fn: FunctionModel) => {
    const seen = endpoints.get(fn.name)
    if (seen === undefined) throw new LocalError(`The function ${fn.name} was given no endpoints.`)
    return environmentOf(fn, model, seen, publicUrl)
  }
  const hosts = new Map<string, FunctionHost>(
    model.functions.map((fn) => [
      fn.name,
      hostFunction(
        {
          ...fn,
          name: fn.physicalName,
          concurrency: concurrencyOf(fn, model),
          environment: environment(fn),
        },
        { clock, skew: () => clockSkew(fn.name), write: logs.writer(fn.name) },
      ),
    ]),
  )
  const hostOf = (name: string) => {
    const host = hosts.get(name)
    if (host === undefined) throw new LocalError(`The template has no function ${name}.`)
    return host
  }
  const failures: Failure[] = []
  let begun = 0
  return {
    async invoke(name, event) {
      const host = hostOf(name)
      begun += 1
      try {
        return await host.invoke(event)
      } catch (error) {
        if (error instanceof FunctionFailed) {
          const { errorType, errorMessage } = error.failure
          failures.push({ at: clock.now(), functionName: name, errorType, errorMessage })
        }
        throw error
      }
    },
    kill: (name) => hostOf(name).kill(),
    async killAll() {
      await Promise.all([...hosts.values()].map((host) => host.kill()))
    },
    running: () => [...hosts.values()].reduce((sum, host) => sum + host.running(), 0),
    begun: () => begun,
    failures,
  }
}

function concurrencyOf(fn: FunctionModel, { queueSources, routes }: StackModel): number {
  const answersPeople = routes.some(({ functionName }) => functionName === fn.name)
  const fromQueues = queueSources
    .filter(({ functionName }) => functionName === fn.name)
    .map(({ maximumConcurrency }) => maximumConcurrency ?? concurrency.other)
  const wanted = Math.max(answersPeople ? concurrency.http : concurrency.other, ...fromQueues)
  return Math.min(wanted, fn.reservedConcurrency ?? wanted)
}
