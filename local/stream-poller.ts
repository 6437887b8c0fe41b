import { setTimeout as sleep } from 'node:timers/promises'
import { eventFilter } from './filter-criteria.ts'
import { deliverBatch, type StreamDelivery } from './stream-batch.ts'
import { LocalError } from './local-error.ts'
import type { StreamClient, StreamRecord } from './stream-client.ts'
import type { StreamSource } from './template-model.ts'

/** Lambda's side of a table's stream: reads its shards in order, filters, hands batches to the function. */
export interface StreamPoller {
  /**
   * Resolves once a read that began after this call has found nothing more, and all that was read is dealt with.
   * @throws LocalError when the stream has not been readable for ten seconds
   */
  caughtUp(): Promise<void>
  /** The last sequence number dealt with, by shard. */
  readonly positions: ReadonlyMap<string, string>
  stop(): Promise<void>
}

export interface StreamPollerOptions extends StreamDelivery {
  readonly source: StreamSource
  readonly client: StreamClient
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
/** Failed reads in a row, and the milliseconds between them, until who waits is told. */
const patience = { failures: 200, pause: 50 }

export function pollStream(options: StreamPollerOptions): StreamPoller {
  const { client, source, from } = options
  const passes = eventFilter(source.filters)
  const positions = new Map(from)
  const iterators = new Map<string, string>()
  const finished = new Set<string>()
  const gathered = new Map<string, Gathered>()
  const waiting: Waiter[] = []
  let ending = false
  const isEnding = () => ending
  let wake = new AbortController()

  const openShards = async (): Promise<void> => {
    const shards = await client.shards()
    for (const { ShardId, ParentShardId } of shards) {
      if (iterators.has(ShardId) || finished.has(ShardId)) continue
      // A child is read after its parent, or a record's later state would come before its earlier one.
      const parent = shards.find((shard) => shard.ShardId === ParentShardId)
      if (parent !== undefined && !finished.has(parent.ShardId)) continue
      const after = positions.get(ShardId)
      const start = source.fromStart ? 'TRIM_HORIZON' : 'LATEST'
      iterators.set(ShardId, await client.iterator(ShardId, after === undefined ? start : { after }))
    }
  }

  /** Reads each open shard once; `awaited` when somebody waits for all of it to be dealt with. */
  const readOnce = async (awaited: boolean): Promise<ReadOutcome> => {
    if (iterators.size === 0) await openShards()
    let outcome: ReadOutcome = 'nothing'
    for (const [shardId, iterator] of iterators) {
      const { records, next } = await client.read(iterator, recordsPerRead)
      if (records.length > 0) {
        if (outcome !== 'full') outcome = records.length === recordsPerRead ? 'full' : 'some'
        gather(shardId, records)
      }
      if (isTime(gathered.get(shardId), awaited)) {
        outcome = outcome === 'full' ? 'full' : 'some'
        await deal(shardId)
      }
      if (next !== undefined) iterators.set(shardId, next)
      else {
        iterators.delete(shardId)
        finished.add(shardId)
        outcome = 'full'
      }
    }
    return outcome
  }

  const gather = (shardId: string, records: readonly StreamRecord[]): void => {
    const before = gathered.get(shardId) ?? { wanted: [], last: undefined, since: performance.now() }
    gathered.set(shardId, {
      wanted: [...before.wanted, ...records.map((record) => eventRecord(record, options)).filter(passes)],
      last: records.at(-1)?.dynamodb.SequenceNumber,
      since: before.since,
    })
  }

  /** The window is real time, and shorter when everything else has come to rest and waits for it. */
  const isTime = (batch: Gathered | undefined, awaited: boolean): boolean =>
    batch !== undefined &&
    (awaited ||
      batch.wanted.length === 0 ||
      batch.wanted.length >= source.batchSize ||
      performance.now() - batch.since >= source.batchingWindowSeconds * 1000)

  const deal = async (shardId: string): Promise<void> => {
    const { wanted = [], last } = gathered.get(shardId) ?? {}
    gathered.delete(shardId)
    for (let at = 0; at < wanted.length; at += source.batchSize)
      await deliverBatch(wanted.slice(at, at + source.batchSize), shardId, options)
    if (last !== undefined) positions.set(shardId, last)
    options.onProgress()
  }

  const work = async (): Promise<void> => {
    let quietSince = performance.now()
    let failures = 0
    while (!isEnding()) {
      const served = waiting.splice(0)
      let outcome: ReadOutcome = 'some'
      try {
        outcome = await readOnce(served.length > 0)
        failures = 0
      } catch (cause) {
        // The database is busy or an iterator has expired: begin again from the last position.
        iterators.clear()
        gathered.clear()
        failures += 1
        if (failures > patience.failures)
          for (const { reject } of served.splice(0))
            reject(new LocalError('The stream cannot be read.', { cause }))
        await sleep(patience.pause)
      }
      if (outcome === 'nothing') for (const { resolve } of served) resolve()
      else {
        quietSince = performance.now()
        waiting.unshift(...served)
      }
      if (waiting.length > 0 || outcome === 'full') continue
      wake = new AbortController()
      const quiet = performance.now() - quietSince > pause.quietAfter
      const wait = quiet ? pause.quiet : pause.active
      await sleep(wait, undefined, { signal: wake.signal }).catch(() => undefined)
    }
    for (const { resolve } of waiting.splice(0)) resolve()
  }

  const loop = work()
  return {
    positions,
    caughtUp: () =>
      new Promise((resolve, reject) => {
        if (isEnding()) {
          resolve()
          return
        }
        waiting.push({ resolve, reject })
        wake.abort()
      }),
    async stop() {
      ending = true
      wake.abort()
      await loop
      client.close()
    },
  }
}

/** Records of a shard that wait for their batch to be full, or for the window's end. */
interface Gathered {
  readonly wanted: readonly StreamRecord[]
  /** The sequence number of the last one read, wanted or not. */
  readonly last: string | undefined
  /** Milliseconds of real time. */
  readonly since: number
}

interface Waiter {
  readonly resolve: () => void
  readonly reject: (error: LocalError) => void
}

type ReadOutcome = 'nothing' | 'some' | 'full'

/** A record as Lambda hands it over. */
function eventRecord(record: StreamRecord, { region, eventSourceArn }: StreamPollerOptions): StreamRecord {
  return { ...record, awsRegion: region, eventSourceARN: eventSourceArn }
}
