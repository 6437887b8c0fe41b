import { createRequire } from 'node:module'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parentPort, workerData } from 'node:worker_threads'
import { followClock } from './worker-clock.ts'
import {
  describeFailure,
  type InvocationRequest,
  type WorkerReply,
  type WorkerStart,
} from './worker-protocol.ts'

/*
 * The inside of one execution environment: sets the clock, loads the very bundle that would be deployed and
 * answers one invocation after the other. The runner's process shares nothing else with it.
 */
type Handler = (event: unknown, context: object) => unknown

const port = parentPort
if (port === null) throw new Error('This file runs in a worker only')
const start = workerStart(workerData)
followClock(start.clock, start.skew)
const reply = (message: WorkerReply) => {
  port.postMessage(message)
}

try {
  const handler = loadHandler(start)
  port.on('message', (request: InvocationRequest) => void answer(handler, request))
  reply({ kind: 'ready' })
} catch (error) {
  reply({ kind: 'broken', failure: describeFailure(error) })
}

async function answer(handler: Handler, request: InvocationRequest): Promise<void> {
  const { requestId } = request
  try {
    const event: unknown = JSON.parse(request.event)
    const result = await handler(event, contextOf(request))
    await printed()
    reply({ kind: 'done', requestId, result: result === undefined ? undefined : JSON.stringify(result) })
  } catch (error) {
    await printed()
    reply({ kind: 'failed', requestId, failure: describeFailure(error) })
  }
}

/**
 * What the handler has printed has reached the runner: it takes a way of its own, and whoever has the answer may look at
 * the log at once.
 */
async function printed(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) =>
      stream.write('', () => {
        resolve()
      }),
    )
  }
}

function contextOf({ requestId, timeout }: InvocationRequest): object {
  const end = performance.now() + timeout
  return {
    awsRequestId: requestId,
    functionName: start.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMegabytes),
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(end - performance.now())),
  }
}

function loadHandler({ bundle, handler }: WorkerStart): Handler {
  const [file, name] = handler.split('.')
  if (file === undefined || name === undefined) throw new Error(`Handler ${handler} is not file.export`)
  const exported: unknown = createRequire(join(bundle, 'index.js'))(join(bundle, `${file}.js`))
  const found: unknown =
    typeof exported === 'object' && exported !== null ? Reflect.get(exported, name) : undefined
  if (!isHandler(found)) throw new Error(`${handler} is undefined or not exported`)
  return found
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function'
}

function workerStart(data: unknown): WorkerStart {
  if (!isWorkerStart(data)) throw new Error('The worker was started without a bundle')
  return data
}

function isWorkerStart(data: unknown): data is WorkerStart {
  return typeof data === 'object' && data !== null && 'bundle' in data && 'clock' in data
}
