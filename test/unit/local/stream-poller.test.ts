import { expect, it } from 'vitest'
import { pollStream } from '../../../local/stream-poller.ts'
import type { StreamClient, StreamRecord } from '../../../local/stream-client.ts'

const record = (sequence: number): StreamRecord => ({
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: String(sequence) },
})

/** A shard that gives these reads one after the other, and tells when it has been read so often. */
function shardOf(...reads: StreamRecord[][]) {
  let count = 0
  let tell: () => void = () => undefined
  const allRead = new Promise<void>((resolve) => (tell = resolve))
  const client: StreamClient = {
    shards: () => Promise.resolve([{ ShardId: 'shard' }]),
    iterator: () => Promise.resolve('i'),
    read() {
      const records = reads[count] ?? []
      count += 1
      if (count > reads.length) tell()
      return Promise.resolve({ records, next: 'i' })
    },
    close: () => undefined,
  }
  return { client, allRead }
}

function polling(client: StreamClient, batchingWindowSeconds: number, batchSize = 100) {
  const batches: number[] = []
  const poller = pollStream({
    source: {
      functionName: 'relay',
      tableName: 'table',
      batchSize,
      batchingWindowSeconds,
      fromStart: true,
      bisectOnError: false,
      maximumRetries: 0,
      partialBatchResponse: false,
      failureQueue: undefined,
      filters: [],
    },
    client,
    eventSourceArn: 'arn',
    region: 'local',
    from: new Map(),
    onProgress: () => undefined,
    giveUp: () => Promise.resolve(),
    invoke(event) {
      batches.push((event as { Records: unknown[] }).Records.length)
      return Promise.resolve(undefined)
    },
  })
  return { poller, batches }
}

it('records of one window go in one batch, and who waits for the stream waits for no window', async () => {
  const { client, allRead } = shardOf([record(1)], [record(2), record(3)])
  const { poller, batches } = polling(client, 300)
  await allRead
  expect(batches).toEqual([])
  expect([...poller.positions]).toEqual([])
  await poller.caughtUp()
  expect(batches).toEqual([3])
  expect([...poller.positions]).toEqual([['shard', '3']])
  await poller.stop()
})

it('a full batch waits for no window, and without a window nothing does', async () => {
  const full = shardOf([record(1)], [record(2)], [])
  const { poller, batches } = polling(full.client, 300, 2)
  await full.allRead
  expect(batches).toEqual([2])
  await poller.stop()
  const quick = shardOf([record(1)], [record(2)], [])
  const other = polling(quick.client, 0)
  await quick.allRead
  expect(other.batches).toEqual([1, 1])
  await other.poller.stop()
})
