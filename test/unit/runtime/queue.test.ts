import { SQSClient, type SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { connectQueue } from '../../../shared/runtime/queue.ts'

const Entries = z.array(
  z.object({ Id: z.string(), MessageBody: z.string(), DelaySeconds: z.number().optional() }),
)

/** How often the queue does not take a body, and whose fault it says that is. */
interface Refusal {
  readonly times: number
  readonly senderFault?: boolean
}

/** An SQS client whose requests end before the network; `refusals` tells which bodies the queue does not take. */
function fakeClient(refusals: Readonly<Record<string, Refusal>> = {}) {
  const pauses: number[] = []
  const tried = new Map<string, number>()
  const batches: z.infer<typeof Entries>[] = []
  const client = new SQSClient({
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  client.middlewareStack.add(
    () => (args) => {
      const input = args.input as SendMessageBatchCommand['input']
      expect(input.QueueUrl).toBe('http://queue.test/1')
      const entries = Entries.parse(input.Entries)
      batches.push(entries)
      const failed = entries.flatMap(({ Id, MessageBody }) => {
        const { times, senderFault } = refusals[MessageBody] ?? { times: 0 }
        const before = tried.get(MessageBody) ?? 0
        tried.set(MessageBody, before + 1)
        return before < times ? { Id, SenderFault: senderFault ?? false } : []
      })
      return Promise.resolve({
        // SQS names them in no order.
        output: { $metadata: {}, Successful: [], Failed: failed.reverse() },
        response: {},
      } as never)
    },
    { step: 'initialize', priority: 'low' },
  )
  const pause = (milliseconds: number) => Promise.resolve(pauses.push(milliseconds))
  return { batches, pauses, queue: connectQueue('http://queue.test/1', client, pause) }
}

const messages = (count: number) => Array.from({ length: count }, (_, number) => ({ body: { number } }))

it('messages go ten a request, in order, each id once in its batch', async () => {
  const { batches, queue } = fakeClient()
  expect(await queue.send(messages(23))).toEqual([])
  expect(batches.map(({ length }) => length)).toEqual([10, 10, 3])
  expect(batches.flat().map(({ MessageBody }) => MessageBody)).toEqual(
    messages(23).map(({ body }) => JSON.stringify(body)),
  )
  for (const batch of batches) expect(new Set(batch.map(({ Id }) => Id)).size).toBe(batch.length)
})

it('what the queue does not take is sent again, by itself and after a while', async () => {
  const { batches, pauses, queue } = fakeClient({
    '{"number":3}': { times: 2 },
    '{"number":21}': { times: 1 },
  })
  expect(await queue.send(messages(23))).toEqual([])
  expect(batches.map((batch) => batch.map(({ Id }) => Number(Id)))).toEqual([
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [3],
    [3],
    [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
    [20, 21, 22],
    [21],
  ])
  expect(pauses).toEqual([25, 50, 25])
})

it('the positions of what the queue did not take in the end are told, whichever batch they were in', async () => {
  const never = { times: 99 }
  const { queue } = fakeClient({ '{"number":3}': never, '{"number":7}': never, '{"number":21}': never })
  expect((await queue.send(messages(23))).sort((a, b) => a - b)).toEqual([3, 7, 21])
})

it('what the queue says is our fault is told at once, and not sent again', async () => {
  const { batches, queue } = fakeClient({ '{"number":1}': { times: 99, senderFault: true } })
  expect(await queue.send(messages(2))).toEqual([1])
  expect(batches).toHaveLength(1)
})

it('a delay is asked for only where there is one', async () => {
  const { batches, queue } = fakeClient()
  await queue.send([{ body: {} }, { body: {}, delaySeconds: 0 }, { body: {}, delaySeconds: 900 }])
  expect(batches.flat().map(({ DelaySeconds }) => DelaySeconds)).toEqual([undefined, 0, 900])
})

it('nothing to send is no request', async () => {
  const { batches, queue } = fakeClient()
  expect(await queue.send([])).toEqual([])
  expect(batches).toEqual([])
})
