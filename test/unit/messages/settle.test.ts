import { describe, expect, it } from 'vitest'
import { mayHaveBeenSent, settle, settleAbandoned, type Attempt } from '../../../functions/messages/settle.ts'
import type { Delivery, Message } from '../../../shared/domain/message.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { refused, type SendResult } from '../../../shared/senders/send-result.ts'
import { messageRowOf, stampAt } from '../../support/builders.ts'
import { morning, staffMailOf } from './delivering.ts'

const deliveryId = 'dlv_aaaaaaaaaaaaaaaaaaaa'
const sms = (name: string): Message => ({ ...messageRowOf(name), deliveryId })
const mail = (name: string): Message => ({ ...staffMailOf(name), deliveryId })

function deliveryOf(...messages: Message[]): Delivery {
  const ids = messages.map(({ messageId }) => messageId)
  return {
    ...unwritten(stampAt(morning)),
    dealerId: 'D001',
    deliveryId,
    channel: messages[0]!.channel,
    status: 'sending',
    sendAfter: morning,
    attentionAt: morning,
    messageIds: ids,
    pending: ids,
    attempts: 0,
  }
}

const tried = (message: Message, result: SendResult): Attempt => ({
  message,
  address: 'here',
  at: morning,
  result,
})
const notSent: SendResult = { kind: 'not-sent', cause: 'x' }

describe('what remains of a delivery', () => {
  it('is nothing when every message has its end', () => {
    const [a, b] = [sms('a'), sms('b')]
    const attempts = [
      tried(a, { kind: 'accepted', providerId: 'p' }),
      { message: b, verdict: { kind: 'suppress', reason: 'refused' } } as const,
    ]
    const { delivery, messages } = settle(deliveryOf(a, b), attempts, morning)
    expect(delivery).toMatchObject({ status: 'done', pending: [], attempts: 1 })
    expect(delivery.attentionAt).toBeUndefined()
    expect(messages.map(({ status, reason }) => [status, reason])).toEqual([
      ['sent', undefined],
      ['suppressed', 'refused'],
    ])
  })

  it('waits for the longest of its waits, so nothing is tried too soon', () => {
    const [a, b] = [sms('a'), sms('b')]
    const attempts = [tried(a, { kind: 'throttled', limit: 'quota' }), tried(b, notSent)]
    const { delivery } = settle(deliveryOf(a, b), attempts, morning)
    expect(delivery).toMatchObject({ status: 'planned', sendAfter: addMinutes(morning, 60) })
  })

  it('keeps what was not tried, to be tried at once', () => {
    const [a, b] = [sms('a'), sms('b')]
    const { delivery, messages } = settle(deliveryOf(a, b), [tried(a, refused('opted-out'))], morning)
    expect(delivery).toMatchObject({ status: 'planned', pending: [b.messageId], sendAfter: morning })
    expect(delivery.attentionAt).toBe(addMinutes(morning, 10))
    expect(messages).toHaveLength(1)
  })

  it('only a fault of the address suppresses it', () => {
    const [a, b] = [sms('a'), sms('b')]
    const attempts = [tried(a, refused('content-rejected')), tried(b, refused('invalid-number'))]
    expect(settle(deliveryOf(a, b), attempts, morning).suppressed).toEqual([
      { address: 'here', code: 'invalid-number' },
    ])
  })

  it('a deferred message keeps its row as it was: waiting is no attempt', () => {
    const a = sms('a')
    const until = addMinutes(morning, 700)
    const { messages, delivery } = settle(
      deliveryOf(a),
      [{ message: a, verdict: { kind: 'defer', until } }],
      morning,
    )
    expect(messages).toEqual([a])
    expect(delivery).toMatchObject({ sendAfter: until, attentionAt: until })
  })
})

describe('doubt', () => {
  it('an abandoned SMS is held, whether its request had left or not', () => {
    const { messages, delivery } = settleAbandoned(deliveryOf(sms('a')), [sms('a')], morning)
    expect(messages).toMatchObject([{ status: 'held', reason: 'in-doubt' }])
    expect(delivery.status).toBe('done')
  })

  it('an abandoned staff mail is sent once more, ten minutes later; the second time it is held', () => {
    const first = settleAbandoned(deliveryOf(mail('a')), [mail('a')], morning)
    expect(first.messages).toMatchObject([{ status: 'planned' }])
    expect(mayHaveBeenSent(first.messages[0]!)).toBe(true)
    expect(first.delivery).toMatchObject({ status: 'planned', sendAfter: addMinutes(morning, 10) })
    const second = settleAbandoned(first.delivery, first.messages, addMinutes(morning, 12))
    expect(second.messages).toMatchObject([{ status: 'held', reason: 'in-doubt' }])
    expect(second.delivery.status).toBe('done')
  })

  it('doubt is remembered through refusals to take it now', () => {
    const [inDoubt] = settle(
      deliveryOf(mail('a')),
      [tried(mail('a'), { kind: 'unknown', cause: 'x' })],
      morning,
    ).messages
    const [later] = settle(deliveryOf(mail('a')), [tried(inDoubt!, notSent)], morning).messages
    expect(later).toMatchObject({ status: 'planned' })
    expect(mayHaveBeenSent(later!)).toBe(true)
  })
})

it('a message is tried five times in all, with growing waits, and then held; a person’s release gives it five more', () => {
  let message = sms('a')
  const waits: (number | string | undefined)[] = []
  for (let times = 0; times < 5; times += 1) {
    const { messages, delivery } = settle(deliveryOf(message), [tried(message, notSent)], morning)
    message = messages[0]!
    waits.push(
      delivery.status === 'done'
        ? message.reason
        : (Date.parse(delivery.sendAfter) - Date.parse(morning)) / 60_000,
    )
  }
  expect(waits).toEqual([1, 5, 15, 60, 'provider-unavailable'])
  expect(message).toMatchObject({ status: 'held', attempts: { length: 5 } })

  const decision = { kind: 'released' as const, at: addMinutes(morning, 300), by: 'manager' }
  const released: Message = { ...message, status: 'planned', reason: undefined, decision }
  const attempt = { ...tried(released, notSent), at: addMinutes(morning, 301) }
  const [again] = settle(deliveryOf(released), [attempt], addMinutes(morning, 301)).messages
  expect(again).toMatchObject({ status: 'planned', attempts: { length: 6 } })
})

it('a mail that is in doubt already, and whose provider then cannot be used, is held as in doubt', () => {
  const attempts = Array.from({ length: 4 }, () => ({ at: morning, outcome: 'not-sent' }))
  const doubtful = { ...mail('a'), attempts: [{ at: morning, outcome: 'in-doubt' }, ...attempts] }
  const { messages } = settle(deliveryOf(doubtful), [tried(doubtful, notSent)], morning)
  expect(messages).toMatchObject([{ status: 'held', reason: 'in-doubt' }])
})

describe('a provider that says too fast', () => {
  it.each(['rate', 'quota'] as const)(
    'is no fault: after a hundred times (%s) the message still waits',
    (limit) => {
      let message = sms('a')
      let delivery = deliveryOf(message)
      for (let times = 0; times < 100; times += 1) {
        const settlement = settle(delivery, [tried(message, { kind: 'throttled', limit })], morning)
        delivery = settlement.delivery
        message = settlement.messages[0]!
      }
      expect(message).toMatchObject({ status: 'planned', attempts: [] })
      expect(delivery).toMatchObject({ status: 'planned', pending: [message.messageId] })
    },
  )
})
