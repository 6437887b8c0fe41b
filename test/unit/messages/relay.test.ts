import { describe, expect, it } from 'vitest'
import { relay } from '../../../functions/messages/relay.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import type { QueueMessage } from '../../../shared/runtime/queue.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import { clockAt } from '../../support/store.ts'
import { capturingLog, morning } from './delivering.ts'

function recordOf(name: string, sendAfter: Instant = morning) {
  return {
    eventID: name,
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: `seq-${name}`,
      NewImage: {
        pk: { S: 'D001#delivery' },
        entity: { S: 'Delivery' },
        dealerId: { S: 'D001' },
        deliveryId: { S: idFor('delivery', name) },
        sendAfter: { S: sendAfter },
        pending: { L: [{ S: idFor('message', name) }] },
      },
    },
  }
}

const bodyOf = (name: string) => ({ dealerId: 'D001', deliveryId: idFor('delivery', name) })

function fakeQueue(failing: readonly number[] = []) {
  const sent: QueueMessage[] = []
  return {
    sent,
    send: (messages: readonly QueueMessage[]) => {
      // A queue reads what it knows.
      sent.push(...messages.map(({ body, delaySeconds }) => ({ body, delaySeconds: delaySeconds ?? 0 })))
      return Promise.resolve([...failing])
    },
  }
}

const relayed = (records: unknown[], queue = fakeQueue(), log = capturingLog()) =>
  relay(records, { queue, log, clock: clockAt(morning) })

describe('new deliveries from the stream', () => {
  it('are queued with ids alone, at once when their time has come', async () => {
    const queue = fakeQueue()
    const past = recordOf('past', addMinutes(morning, -5))
    expect(await relayed([recordOf('now'), past], queue)).toEqual({ batchItemFailures: [] })
    expect(queue.sent).toEqual([
      { body: bodyOf('now'), delaySeconds: 0 },
      { body: bodyOf('past'), delaySeconds: 0 },
    ])
  })

  it('wait in the queue up to its reach, and beyond it are left to the sweep of deliveries', async () => {
    const queue = fakeQueue()
    await relayed([recordOf('in', addMinutes(morning, 15)), recordOf('out', addMinutes(morning, 16))], queue)
    expect(queue.sent).toEqual([{ body: bodyOf('in'), delaySeconds: 900 }])
  })

  it('that come twice are hinted at twice: the delivery’s own state tells what is to do', async () => {
    const queue = fakeQueue()
    await relayed([recordOf('now'), recordOf('now')], queue)
    expect(queue.sent.map(({ body }) => body)).toEqual([bodyOf('now'), bodyOf('now')])
  })

  it('that cannot be read are logged and hold up none of the others', async () => {
    const queue = fakeQueue()
    const log = capturingLog()
    const broken = { dynamodb: { SequenceNumber: 'seq-x', NewImage: { dealerId: { S: 'D001' } } } }
    expect(await relayed([broken, recordOf('now'), 'nonsense'], queue, log)).toEqual({
      batchItemFailures: [],
    })
    expect(queue.sent.map(({ body }) => body)).toEqual([bodyOf('now')])
    expect(log.lines.map(({ code }) => code)).toEqual([
      'STREAM_RECORD_UNREADABLE',
      'STREAM_RECORD_UNREADABLE',
      'DELIVERIES_QUEUED',
    ])
  })

  it.each([[[1]], [[2, 1]], [[1, 2]]])(
    'that the queue did not take (%j, in its order) come again from the earliest on',
    async (failing) => {
      const broken = { dynamodb: {} }
      const far = recordOf('far', addMinutes(morning, 600))
      const records = [broken, recordOf('a'), far, recordOf('b'), recordOf('c')]
      expect(await relayed(records, fakeQueue(failing))).toEqual({
        batchItemFailures: [{ itemIdentifier: 'seq-b' }],
      })
    },
  )

  it('are not lost when the queue fails: the whole batch comes again', async () => {
    const queue = { send: () => Promise.reject(new Error('no queue')) }
    const log = capturingLog()
    await expect(relay([recordOf('a')], { queue, log, clock: clockAt(morning) })).rejects.toThrow('no queue')
    expect(log.lines).toEqual([])
  })
})
