import { SQSClient, type SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { connectQueue } from '../../../shared/runtime/queue.ts'

const Entries = z.array(
  z.object({ Id: z.string(), MessageBody: z.string(), DelaySeconds: z.number().optional() }),
)

/** An SQS client whose requests end before the network; `fails` tells which bodies the queue does not take. */
function fakeClient(fails: (body: string) => boolean = () => false) {
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
      const failed = entries.filter(({ MessageBody }) => fails(MessageBody))
      return Promise.resolve({
        // SQS names them in no order.
        output: { $metadata: {}, Successful: [], Failed: failed.reverse().map(({ Id }) => ({ Id })) },
        response: {},
      } as never)
    },
    { step: 'initialize', priority: 'low' },
  )
  return { batches, queue: connectQueue('http://queue.test/1', client) }
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

it('the positions of what the queue did not take are told, whichever batch they were in', async () => {
  const { queue } = fakeClient((body) => ['{"number":3}', '{"number":7}', '{"number":21}'].includes(body))
  expect((await queue.send(messages(23))).sort((a, b) => a - b)).toEqual([3, 7, 21])
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
