import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { startFauxqs } from 'fauxqs'
import type {
  QueueSetting,
  QueueState,
  ServicesReply,
  ServicesRequest,
  ServicesStart,
} from './services-protocol.ts'
import { followClock } from './worker-clock.ts'

/*
 * SQS and S3 in a thread of their own, on the runner's clock: a delay or a visibility time-out passes when the
 * clock moves, not when people have waited.
 */
const port = parentPort
if (port === null) throw new Error('This file runs in a worker only')
const start = servicesStart(workerData)
followClock(start.clock)

const server = await startFauxqs({
  port: 0,
  host: 'localhost',
  logger: false,
  defaultRegion: start.region,
  ...(start.directory === undefined
    ? {}
    : { dataDir: start.directory, s3StorageDir: join(start.directory, 'files') }),
})

const answer = async (request: ServicesRequest): Promise<ServicesReply> => {
  switch (request.kind) {
    case 'create':
      createQueues(request.queues)
      for (const bucket of request.buckets) server.createBucket(bucket)
      return { kind: 'created' }
    case 'inspect':
      return {
        kind: 'state',
        queues: Object.fromEntries(request.queues.map((name) => [name, stateOf(name)])),
      }
    case 'stop':
      await server.stop()
      return { kind: 'stopped' }
  }
}

port.on('message', (request: ServicesRequest) => {
  answer(request).then(
    (reply) => {
      port.postMessage(reply)
    },
    (error: unknown) => {
      port.postMessage({ kind: 'failed', message: String(error) } satisfies ServicesReply)
    },
  )
})
port.postMessage({ kind: 'started', port: server.port } satisfies ServicesReply)

function createQueues(queues: readonly QueueSetting[]): void {
  server.setup({
    queues: queues
      .filter(({ name }) => server.inspectQueue(name) === undefined)
      .map(({ name, attributes }) => ({ name, attributes: { ...attributes } })),
  })
}

function stateOf(name: string): QueueState {
  const messages = server.inspectQueue(name)?.messages
  return {
    ready: messages?.ready.length ?? 0,
    delayedUntil: messages?.delayed.map(({ delayUntil }) => delayUntil ?? 0) ?? [],
    inFlight:
      messages?.inflight.map(({ receiptHandle, visibilityDeadline }) => ({
        receiptHandle,
        until: visibilityDeadline,
      })) ?? [],
  }
}

function servicesStart(data: unknown): ServicesStart {
  if (!isServicesStart(data)) throw new Error('The thread was started without a clock')
  return data
}

function isServicesStart(data: unknown): data is ServicesStart {
  return typeof data === 'object' && data !== null && 'clock' in data && 'region' in data
}
