import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { LocalError } from './local-error.ts'
import type { RunnerClock } from './runner-clock.ts'
import type {
  QueueSetting,
  QueueState,
  ServicesReply,
  ServicesRequest,
  ServicesStart,
} from './services-protocol.ts'

/** SQS and S3 behind one endpoint, on the runner's clock. */
export interface Services {
  readonly endpoint: string
  /** Creates what does not exist yet; queues that others name as dead-letter queue come first. */
  create(queues: readonly QueueSetting[], buckets: readonly string[]): Promise<void>
  inspect(queues: readonly string[]): Promise<Readonly<Record<string, QueueState>>>
  stop(): Promise<void>
}

/** @param options.directory where queues and files are kept; absent = memory. */
export async function startServices(options: {
  clock: RunnerClock
  region: string
  directory?: string | undefined
}): Promise<Services> {
  if (options.directory !== undefined) mkdirSync(options.directory, { recursive: true })
  const start: ServicesStart = {
    clock: options.clock.memory,
    region: options.region,
    directory: options.directory,
  }
  const worker = new Worker(new URL('./services-entry.ts', import.meta.url), {
    workerData: start,
    execArgv: [],
    name: 'services',
  })
  const replies: { resolve: (reply: ServicesReply) => void; reject: (error: Error) => void }[] = []
  let stopped = false
  const fail = (cause: unknown) => {
    const error = new LocalError('The queues and buckets stopped working.', { cause })
    for (const { reject } of replies.splice(0)) reject(error)
  }
  const next = () =>
    new Promise<ServicesReply>((resolve, reject) => {
      replies.push({ resolve, reject })
    })
  worker.on('message', (reply: ServicesReply) => replies.shift()?.resolve(reply))
  worker.on('error', fail)
  worker.on('exit', (code) => {
    if (!stopped) fail(new Error(`exit ${code}`))
  })
  const ask = async <K extends ServicesReply['kind']>(
    request: ServicesRequest,
    kind: K,
  ): Promise<Extract<ServicesReply, { kind: K }>> => {
    const answered = next()
    worker.postMessage(request)
    return expected(await answered, kind)
  }

  const { port } = expected(await next(), 'started')
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async create(queues, buckets) {
      await ask({ kind: 'create', queues, buckets }, 'created')
    },
    inspect: async (queues) => (await ask({ kind: 'inspect', queues }, 'state')).queues,
    async stop() {
      stopped = true
      const gone = once(worker, 'exit')
      await ask({ kind: 'stop' }, 'stopped')
      await worker.terminate()
      await gone
    },
  }
}

function expected<K extends ServicesReply['kind']>(
  reply: ServicesReply,
  kind: K,
): Extract<ServicesReply, { kind: K }> {
  if (!isKind(reply, kind)) throw new LocalError(`The queues and buckets answered ${JSON.stringify(reply)}.`)
  return reply
}

function isKind<K extends ServicesReply['kind']>(
  reply: ServicesReply,
  kind: K,
): reply is Extract<ServicesReply, { kind: K }> {
  return reply.kind === kind
}
