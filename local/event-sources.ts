import { ChangeMessageVisibilityBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { clientSettings, type Endpoints } from './endpoints.ts'
import type { StreamRecords } from './engine-tables.ts'
import { queueUrl } from './function-environment.ts'
import { LocalError } from './local-error.ts'
import { pollQueue, type QueuePoller } from './queue-poller.ts'
import type { RunnerClock } from './runner-clock.ts'
import type { Services } from './services.ts'
import type { StreamPositions } from './stream-positions.ts'
import { streamClient } from './stream-client.ts'
import { pollStream, type StreamPoller } from './stream-poller.ts'
import type { StackModel } from './template-model.ts'

/** What sets functions going by itself: the template's queue and stream mappings. */
export interface EventSources {
  /** Resolves when every stream is read to its end, and what was read is handed over. */
  streamsRead(): Promise<void>
  /** Whether a queue with a reader has work, and if none has, when the next message becomes visible. */
  queueWork(): Promise<QueueWork>
  running(): number
  /** To a queue by ARN. */
  sendTo(queueArn: string, body: string, delaySeconds?: number): Promise<void>
  stop(): Promise<void>
}

/** `next`: milliseconds of the runner's clock. */
export type QueueWork =
  { readonly kind: 'busy' } | { readonly kind: 'waiting'; readonly next: number } | { readonly kind: 'empty' }

export interface EventSourceOptions {
  readonly model: StackModel
  readonly endpoints: Endpoints
  readonly clock: RunnerClock
  readonly services: Services
  /** Stream ARNs by table name. */
  readonly streams: ReadonlyMap<string, string>
  readonly positions: StreamPositions
  /** Housekeeping of the embedded engine; absent for another endpoint. */
  readonly records: StreamRecords | undefined
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>
}

/** Reads of a stream that found something, between two deletions of what was read. */
const readsPerPrune = 200
/** Milliseconds between two notes of how far the streams were read. */
const savePause = 250

export async function startEventSources(options: EventSourceOptions): Promise<EventSources> {
  const { model, endpoints, services, clock, invoke } = options
  const sqs = new SQSClient(clientSettings(endpoints.sqs, model.region))
  const physicalName = (queueArn: string) => {
    const queue = model.queues.find(({ arn }) => arn === queueArn)
    if (queue === undefined) throw new LocalError(`The template has no queue ${queueArn}.`)
    return queue.physicalName
  }
  const sendTo: EventSources['sendTo'] = async (queueArn, body, delaySeconds) => {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl(endpoints.sqs, physicalName(queueArn)),
        MessageBody: body,
        ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
      }),
    )
  }

  const read = model.queueSources.map(({ queueArn }) => physicalName(queueArn))
  await releaseInFlight(sqs, endpoints.sqs, await services.inspect(read))
  const queuePollers = new Map<string, QueuePoller>(
    model.queueSources.map((source) => [
      physicalName(source.queueArn),
      pollQueue({
        source,
        client: sqs,
        queueUrl: queueUrl(endpoints.sqs, physicalName(source.queueArn)),
        region: model.region,
        concurrency: source.maximumConcurrency ?? 2,
        invoke: (event) => invoke(source.functionName, event),
      }),
    ]),
  )
  const streamPollers = startStreams(options, (queueArn, message) =>
    sendTo(queueArn, JSON.stringify(message)),
  )

  return {
    sendTo,
    async streamsRead() {
      await Promise.all(streamPollers.map((poller) => poller.caughtUp()))
    },
    running: () => [...queuePollers.values()].reduce((sum, poller) => sum + poller.running(), 0),
    async queueWork() {
      const states = await services.inspect(read)
      const now = clock.nowMilliseconds()
      let next = Number.POSITIVE_INFINITY
      for (const [name, { ready, delayedUntil, inFlight }] of Object.entries(states)) {
        const abandoned = queuePollers.get(name)?.abandoned ?? new Set()
        for (const handle of abandoned)
          if (!inFlight.some(({ receiptHandle }) => receiptHandle === handle)) abandoned.delete(handle)
        if (ready > 0 || inFlight.some(({ receiptHandle }) => !abandoned.has(receiptHandle)))
          return { kind: 'busy' }
        next = Math.min(next, ...delayedUntil, ...inFlight.map(({ until }) => until))
      }
      if (next <= now) return { kind: 'busy' }
      return next === Number.POSITIVE_INFINITY ? { kind: 'empty' } : { kind: 'waiting', next }
    },
    async stop() {
      await Promise.all([...queuePollers.values(), ...streamPollers].map((poller) => poller.stop()))
      options.positions.save()
      pruneRead(options)
      sqs.destroy()
    },
  }
}

/** Messages in flight at the start were with a worker of a run that is over: nobody will finish them. */
async function releaseInFlight(
  sqs: SQSClient,
  endpoint: string,
  states: Awaited<ReturnType<Services['inspect']>>,
): Promise<void> {
  for (const [name, { inFlight }] of Object.entries(states))
    for (let at = 0; at < inFlight.length; at += 10)
      await sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: queueUrl(endpoint, name),
          Entries: inFlight.slice(at, at + 10).map(({ receiptHandle }, index) => ({
            Id: String(index),
            ReceiptHandle: receiptHandle,
            // Not 0: fauxqs 2.4.1 loses a kept message that is made visible at once.
            VisibilityTimeout: 1,
          })),
        }),
      )
}

function startStreams(
  options: EventSourceOptions,
  giveUp: (queueArn: string, message: unknown) => Promise<void>,
): StreamPoller[] {
  const { model, endpoints, streams, positions, invoke } = options
  let read = 0
  let saved = 0
  return model.streamSources.map((source) => {
    const streamArn = streams.get(source.tableName)
    if (streamArn === undefined)
      throw new LocalError(`${source.functionName} reads the stream of ${source.tableName}, which has none.`)
    const poller: StreamPoller = pollStream({
      source,
      client: streamClient(clientSettings(endpoints.dynamodb, model.region), streamArn),
      eventSourceArn: `${model.tables.find(({ name }) => name === source.tableName)?.arn ?? ''}/stream/local`,
      region: model.region,
      from: positions.of(streamArn, source.functionName),
      invoke: (event) => invoke(source.functionName, event),
      async giveUp(message) {
        if (source.failureQueue !== undefined) await giveUp(source.failureQueue, message)
      },
      onProgress() {
        positions.note(streamArn, source.functionName, poller.positions)
        if (performance.now() - saved > savePause) {
          saved = performance.now()
          positions.save()
        }
        read += 1
        if (read % readsPerPrune === 0) pruneRead(options)
      },
    })
    return poller
  })
}

/** Deletes the stream records that were read; with several readers of a table nobody knows here who is the slowest. */
function pruneRead({ model, streams, positions, records }: EventSourceOptions): void {
  for (const { tableName, functionName } of model.streamSources) {
    const readers = model.streamSources.filter((source) => source.tableName === tableName)
    const [position] = positions.of(streams.get(tableName) ?? '', functionName).values()
    if (readers.length === 1 && position !== undefined) records?.prune(tableName, position)
  }
}
