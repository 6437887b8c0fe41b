import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { systemCode } from './local-error.ts'
import type { RunnerClock } from './runner-clock.ts'
import {
  describeFailure,
  type InvocationFailure,
  type InvocationRequest,
  type WorkerReply,
  type WorkerStart,
} from './worker-protocol.ts'

/** A function as the host needs it: the template's facts and the environment its variables make. */
export interface HostedFunction {
  readonly name: string
  readonly arn: string
  /** Absolute path of the bundle's directory. */
  readonly bundle: string
  /** `index.handler` */
  readonly handler: string
  readonly timeoutSeconds: number
  readonly memoryMegabytes: number
  /** Environments at most at the same time; further invocations wait. */
  readonly concurrency: number
  /** The whole environment of the worker: nothing of the runner's own is added. */
  readonly environment: Readonly<Record<string, string>>
}

/** The handler threw, timed out or lost its worker: what the invoker of a Lambda function gets to see. */
export class FunctionFailed extends Error {
  override name = 'FunctionFailed'
  readonly functionName: string
  readonly failure: InvocationFailure

  constructor(functionName: string, failure: InvocationFailure) {
    super(`${functionName}: ${failure.errorType}: ${failure.errorMessage}`)
    this.functionName = functionName
    this.failure = failure
  }
}

export interface FunctionHost {
  /** Runs the handler on a free worker, starting one if none is; rejects with FunctionFailed. */
  readonly invoke: (event: unknown) => Promise<unknown>
  /** Invocations running or waiting for a worker. */
  readonly running: () => number
  /** Ends every worker at once, in the middle of whatever it does; returns how many there were. */
  readonly kill: () => Promise<number>
}

interface Environment {
  /** One invocation; the caller sees to it that there is one at a time. */
  run(event: unknown): Promise<unknown>
  end(): Promise<unknown>
  busy: boolean
}

interface EnvironmentOptions {
  readonly clock: RunnerClock
  /** Milliseconds by which the clock of a worker that starts now is wrong; absent = none. */
  readonly skew?: () => number
  /** Gets what the function prints. */
  readonly write: (chunk: string) => void
}

const entry = new URL('./worker-entry.ts', import.meta.url)
/** Lambda's own limit for loading the module. */
const initSeconds = 10

export function hostFunction(fn: HostedFunction, options: EnvironmentOptions): FunctionHost {
  const environments = new Set<Environment>()
  const waiting: (() => void)[] = []
  let running = 0

  const open = (): Environment => {
    const environment = openEnvironment(fn, options, () => {
      environments.delete(environment)
      waiting.shift()?.()
    })
    environments.add(environment)
    return environment
  }
  const acquire = async (): Promise<Environment> => {
    for (;;) {
      const free =
        [...environments].find(({ busy }) => !busy) ??
        (environments.size < fn.concurrency ? open() : undefined)
      if (free !== undefined) {
        free.busy = true
        return free
      }
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }

  return {
    async invoke(event) {
      running += 1
      try {
        const environment = await acquire()
        try {
          return await environment.run(event)
        } finally {
          environment.busy = false
          waiting.shift()?.()
        }
      } finally {
        running -= 1
      }
    },
    running: () => running,
    async kill() {
      const all = [...environments]
      await Promise.all(all.map((environment) => environment.end()))
      return all.length
    },
  }
}

interface Pending {
  readonly requestId: string
  readonly resolve: (result: string | undefined) => void
  readonly reject: (failure: FunctionFailed) => void
  timer: NodeJS.Timeout | undefined
}

function openEnvironment(
  fn: HostedFunction,
  { clock, skew, write }: EnvironmentOptions,
  onEnd: () => void,
): Environment {
  const start: WorkerStart = {
    bundle: fn.bundle,
    handler: fn.handler,
    functionName: fn.name,
    functionArn: fn.arn,
    memoryMegabytes: fn.memoryMegabytes,
    clock: clock.memory,
    skew: skew?.() ?? 0,
  }
  const worker = new Worker(entry, {
    workerData: start,
    env: { ...fn.environment },
    execArgv: [],
    stdout: true,
    stderr: true,
    name: fn.name,
    resourceLimits: { maxOldGenerationSizeMb: fn.memoryMegabytes },
  })
  for (const stream of [worker.stdout, worker.stderr]) stream.setEncoding('utf8').on('data', write)

  let pending: Pending | undefined
  let ended: InvocationFailure | undefined
  const take = (): Pending | undefined => {
    const taken = pending
    pending = undefined
    clearTimeout(taken?.timer)
    return taken
  }
  const end = (failure: InvocationFailure) => {
    if (ended !== undefined) return Promise.resolve()
    ended = failure
    initialized.resolve(undefined)
    take()?.reject(new FunctionFailed(fn.name, failure))
    onEnd()
    return worker.terminate()
  }
  const initialized = Promise.withResolvers<undefined>()
  const initTimer = setTimeout(() => void end(timedOut(initSeconds)), initSeconds * 1000)
  void initialized.promise.then(() => clearTimeout(initTimer))

  worker.on('message', (reply: WorkerReply) => {
    switch (reply.kind) {
      case 'ready':
        initialized.resolve(undefined)
        return
      case 'broken':
        void end(reply.failure)
        return
      case 'done':
        take()?.resolve(reply.result)
        return
      case 'failed':
        take()?.reject(new FunctionFailed(fn.name, reply.failure))
        return
    }
  })
  worker.on('error', (error) => void end(crash(error)))
  worker.on('exit', (code) => void end(exited(`The worker exited with ${code}`)))

  return {
    busy: false,
    end: () => end(exited('The worker was killed')),
    async run(event) {
      await initialized.promise
      const timeout = fn.timeoutSeconds * 1000
      const request = { requestId: randomUUID(), event: JSON.stringify(event ?? null), timeout }
      const result = await new Promise<string | undefined>((resolve, reject) => {
        if (ended !== undefined) {
          reject(new FunctionFailed(fn.name, ended))
          return
        }
        const timer = setTimeout(() => void end(timedOut(fn.timeoutSeconds)), timeout)
        pending = { requestId: request.requestId, resolve, reject, timer }
        worker.postMessage(request satisfies InvocationRequest)
      })
      const parsed: unknown = result === undefined ? null : JSON.parse(result)
      return parsed
    },
  }
}

function timedOut(seconds: number): InvocationFailure {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `Task timed out after ${seconds} seconds`,
    trace: [],
  }
}

function exited(errorMessage: string): InvocationFailure {
  return { errorType: 'Runtime.ExitError', errorMessage, trace: [] }
}

function crash(error: unknown): InvocationFailure {
  const outOfMemory = systemCode(error) === 'ERR_WORKER_OUT_OF_MEMORY'
  return outOfMemory
    ? { ...describeFailure(error), errorType: 'Runtime.OutOfMemory' }
    : describeFailure(error)
}
