import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import type { StreamSource } from './template-model.ts'

/** What handing a batch of stream records to a function takes. */
export interface StreamDelivery {
  readonly source: StreamSource
  readonly invoke: (event: unknown) => Promise<unknown>
  /** Sends what failed for good to the mapping's on-failure queue. */
  readonly giveUp: (message: unknown) => Promise<void>
}

/** What this file reads of a record. */
export interface SequencedRecord {
  readonly dynamodb: { readonly SequenceNumber: string }
}

/** Milliseconds before a retry. On AWS they grow; here nothing gets better by waiting. */
const retryPause = 20
/** Stands for "until the record expires", a day on AWS: a function that fails so often fails until it is mended. */
const retriesUntilExpiry = 50

/**
 * Hands over a batch in the way of an event source mapping: a failing one is halved where the mapping says so,
 * else tried again as a whole; what still fails goes to the on-failure queue, so that the shard moves on.
 */
export async function deliverBatch(
  records: readonly SequencedRecord[],
  shardId: string,
  delivery: StreamDelivery,
): Promise<void> {
  const { bisectOnError, maximumRetries } = delivery.source
  const retries = maximumRetries < 0 ? retriesUntilExpiry : maximumRetries
  let rest = records
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await tryOnce(rest, delivery)
    rest = outcome.rest
    if (rest.length === 0) return
    if (bisectOnError && rest.length > 1) {
      const half = Math.ceil(rest.length / 2)
      await deliverBatch(rest.slice(0, half), shardId, delivery)
      await deliverBatch(rest.slice(half), shardId, delivery)
      return
    }
    if (attempt >= retries) {
      await delivery.giveUp(failureOf(rest, shardId, attempt + 1, outcome.error))
      return
    }
    await sleep(retryPause)
  }
}

const Failures = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish(),
})

/** The records still to be dealt with: none, all, or those from the first one that the function says failed. */
async function tryOnce(
  records: readonly SequencedRecord[],
  { source, invoke }: StreamDelivery,
): Promise<{ rest: readonly SequencedRecord[]; error: string }> {
  try {
    const result = await invoke({ Records: records })
    if (!source.partialBatchResponse) return { rest: [], error: '' }
    const failed = Failures.nullable()
      .parse(result)
      ?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier)
    const first = records.findIndex(({ dynamodb }) => failed?.includes(dynamodb.SequenceNumber))
    return { rest: first < 0 ? [] : records.slice(first), error: 'batchItemFailures' }
  } catch (error) {
    return { rest: records, error: String(error) }
  }
}

function failureOf(
  records: readonly SequencedRecord[],
  shardId: string,
  attempts: number,
  error: string,
): object {
  return {
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: attempts },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: error },
    version: '1.0',
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      batchSize: records.length,
    },
  }
}
