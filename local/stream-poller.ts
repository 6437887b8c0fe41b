import { setTimeout as sleep } from 'node:timers/promises'
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type DynamoDBStreamsClient,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams'
import { eventFilter } from './filter-criteria.ts'
import { deliverBatch, type StreamDelivery } from './stream-batch.ts'
import type { StreamSource } from './template-model.ts'

/** Lambda's side of a table's stream: reads its shards in order, filters, hands batches to the function. */
export interface StreamPoller {
  /** Resolves once a read that began after this call has found nothing more, and all that was read is dealt with. */
  caughtUp(): Promise<void>
  /** The last sequence number dealt with, by shard. */
  readonly positions: ReadonlyMap<string, string>
  stop(): Promise<void>
}

export interface StreamPollerOptions extends StreamDelivery {
  readonly source: StreamSource
  readonly client: DynamoDBStreamsClient
  readonly streamArn: string
  readonly eventSourceArn: string
  readonly region: string
  /** Where an earlier run stopped, by shard. */
  readonly from: ReadonlyMap<string, string>
  /** Called when a shard's position has moved. */
  readonly onProgress: () => void
}

/** Milliseconds between reads of a quiet stream; a wait for it to be read up is never longer than one read. */
const pause = { active: 15, quiet: 150, quietAfter: 2000 }
const recordsPerRead = 1000

export function pollStream(options: StreamPollerOptions): StreamPoller {
  const { client, streamArn, source, from } = options
  const passes = eventFilter(source.filters)
  const positions = new Map(from)
  const iterators = new Map<string, string>()
  const finished = new Set<string>()
  const waiting: (() => void)[] = []
  let ending = false
  const isEnding = () => ending
  let wake = new AbortController()

  const openShards = async (): Promise<void> => {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }))
    const shards = StreamDescription?.Shards ?? []
    for (const { ShardId = '', ParentShardId } of shards) {
      if (iterators.has(ShardId) || finished.has(ShardId)) continue
      // A child is read after its parent, or a record's later state would come before its earlier one.
      const parentOpen =
        shards.some((shard) => shard.ShardId === ParentShardId) && !finished.has(ParentShardId ?? '')
      if (parentOpen) continue
      const after = positions.get(ShardId)
      const { ShardIterator } = await client.send(
        new GetShardIteratorCommand({
          StreamArn: streamArn,
          ShardId,
          ...(after === undefined
            ? { ShardIteratorType: source.fromStart ? 'TRIM_HORIZON' : 'LATEST' }
            : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }),
        }),
      )
      if (ShardIterator !== undefined) iterators.set(ShardId, ShardIterator)
    }
  }

  /** Reads each open shard once; true when there was anything. */
  const readOnce = async (): Promise<boolean> => {
    if (iterators.size === 0) await openShards()
    let any = false
    for (const [shardId, iterator] of iterators) {
      const { Records = [], NextShardIterator } = await client.send(
        new GetRecordsCommand({ ShardIterator: iterator, Limit: recordsPerRead }),
      )
      if (Records.length > 0) {
        any = true
        await deal(shardId, Records)
      }
      if (NextShardIterator !== undefined) iterators.set(shardId, NextShardIterator)
      else {
        iterators.delete(shardId)
        finished.add(shardId)
        any = true
      }
    }
    return any
  }

  const deal = async (shardId: string, records: readonly StreamRecord[]): Promise<void> => {
    const wanted = records.map((record) => eventRecord(record, options)).filter(passes)
    for (let at = 0; at < wanted.length; at += source.batchSize)
      await deliverBatch(wanted.slice(at, at + source.batchSize), shardId, options)
    const last = records.at(-1)?.dynamodb?.SequenceNumber
    if (last !== undefined) positions.set(shardId, last)
    options.onProgress()
  }

  const work = async (): Promise<void> => {
    let quietSince = performance.now()
    while (!isEnding()) {
      const served = waiting.splice(0)
      let any = true
      try {
        any = await readOnce()
      } catch {
        // The database is restarting or an iterator has expired: begin again from the last position.
        iterators.clear()
        if (!isEnding()) await sleep(50)
      }
      if (any) {
        quietSince = performance.now()
        waiting.unshift(...served)
        continue
      }
      for (const resolve of served) resolve()
      if (waiting.length > 0 || isEnding()) continue
      wake = new AbortController()
      const quiet = performance.now() - quietSince > pause.quietAfter
      await sleep(quiet ? pause.quiet : pause.active, undefined, { signal: wake.signal }).catch(
        () => undefined,
      )
    }
    for (const resolve of waiting.splice(0)) resolve()
  }

  const loop = work()
  return {
    positions,
    caughtUp: () =>
      new Promise((resolve) => {
        if (isEnding()) {
          resolve()
          return
        }
        waiting.push(resolve)
        wake.abort()
      }),
    async stop() {
      ending = true
      wake.abort()
      await loop
    },
  }
}

/** A record as Lambda hands it over: JSON, with the creation time in epoch seconds. */
function eventRecord(record: StreamRecord, { region, eventSourceArn }: StreamPollerOptions): EventRecord {
  const { dynamodb = {} } = record
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: record.eventSource,
    awsRegion: region,
    eventSourceARN: eventSourceArn,
    dynamodb: {
      ...dynamodb,
      SequenceNumber: dynamodb.SequenceNumber ?? '',
      ApproximateCreationDateTime: Math.floor((dynamodb.ApproximateCreationDateTime?.getTime() ?? 0) / 1000),
    },
  }
}

interface EventRecord {
  readonly eventID: string | undefined
  readonly eventName: string | undefined
  readonly eventVersion: string | undefined
  readonly eventSource: string | undefined
  readonly awsRegion: string
  readonly eventSourceARN: string
  readonly dynamodb: { readonly SequenceNumber: string; readonly ApproximateCreationDateTime: number }
}
