import { setTimeout as sleep } from 'node:timers/promises'
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import * as z from 'zod'
import { eventFilter } from './filter-criteria.ts'
import type { QueueSource } from './template-model.ts'

/** Lambda's side of a queue: receives, invokes, deletes what succeeded, leaves the rest to the visibility time-out. */
export interface QueuePoller {
  /** Batches being received by a function right now. */
  running(): number
  /** Receipt handles of messages that failed: they are in flight, and nobody works on them. */
  readonly abandoned: Set<string>
  stop(): Promise<void>
}

export interface QueuePollerOptions {
  readonly source: QueueSource
  readonly client: SQSClient
  readonly queueUrl: string
  readonly region: string
  readonly concurrency: number
  readonly invoke: (event: unknown) => Promise<unknown>
}

/** SQS hands out ten messages at a time; a batch is one such hand-out here. */
const mostPerReceive = 10

export function pollQueue(options: QueuePollerOptions): QueuePoller {
  const { source, client, queueUrl, concurrency } = options
  const passes = eventFilter(source.filters)
  const abandoned = new Set<string>()
  const ending = new AbortController()
  let running = 0

  const work = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const messages = await receive()
      if (messages.length === 0) continue
      running += 1
      try {
        const wanted = messages.filter((message) => passes(filterable(message)))
        const failed = wanted.length === 0 ? new Set<string>() : await handOver(options, wanted)
        for (const { MessageId, ReceiptHandle } of messages)
          if (failed.has(MessageId ?? '')) abandoned.add(ReceiptHandle ?? '')
        await remove(messages.filter(({ MessageId }) => !failed.has(MessageId ?? '')))
      } finally {
        running -= 1
      }
    }
  }

  const receive = async (): Promise<Message[]> => {
    try {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: Math.min(source.batchSize, mostPerReceive),
          WaitTimeSeconds: 20,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
        { abortSignal: ending.signal },
      )
      return Messages
    } catch (error) {
      if (ending.signal.aborted) return []
      // The queue's own thread is under load or on its way out; Lambda's pollers do not give up either.
      await sleep(50)
      if (error instanceof Error) return []
      throw error
    }
  }

  const remove = async (messages: readonly Message[]): Promise<void> => {
    if (messages.length === 0 || ending.signal.aborted) return
    await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    )
  }

  const loops = Array.from({ length: concurrency }, () => work())
  return {
    running: () => running,
    abandoned,
    async stop() {
      ending.abort()
      await Promise.all(loops)
    },
  }
}

const Failures = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
})

/** The ids of the messages that failed: those the function names, or all when it fails or names one it did not get. */
async function handOver(options: QueuePollerOptions, messages: readonly Message[]): Promise<Set<string>> {
  const all = new Set(messages.map(({ MessageId }) => MessageId ?? ''))
  try {
    const result = await options.invoke(eventOf(messages, options))
    if (!options.source.partialBatchResponse) return new Set()
    const parsed = Failures.nullable().safeParse(result)
    if (!parsed.success) return typeof result === 'object' ? all : new Set()
    const failed = parsed.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier) ?? []
    return failed.every((id) => all.has(id)) ? new Set(failed) : all
  } catch {
    // The host has put the failure on record; here it only means that the messages stay.
    return all
  }
}

function eventOf(messages: readonly Message[], { source, region }: QueuePollerOptions): object {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
          name,
          { stringValue: value.StringValue, dataType: value.DataType },
        ]),
      ),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: source.queueArn,
      awsRegion: region,
    })),
  }
}

/** What a filter sees: the body as JSON where it is JSON. */
function filterable(message: Message): object {
  let body: unknown = message.Body
  try {
    body = JSON.parse(message.Body ?? '')
  } catch {
    // A body that is no JSON is filtered as text.
  }
  return { messageId: message.MessageId, body, attributes: message.Attributes }
}
