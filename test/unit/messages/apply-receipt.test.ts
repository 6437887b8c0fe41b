import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MessageReceipt } from '../../../events/message-receipt.v1.ts'
import { applyReceipt } from '../../../functions/messages/apply-receipt.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import type { Delivery, Message, MessageStatus } from '../../../shared/domain/message.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import { addSeconds } from '../../../shared/domain/time.ts'
import { instant, messageRowOf, stampAt } from '../../support/builders.ts'

const tried = instant('2026-11-23T00:00:00.000Z')
const later = (seconds: number) => addSeconds(tried, seconds)
const messageId = idFor('message', 'lily')

type MailReceipt = Extract<MessageReceipt, { channel: 'mail' }>

function receiptOf(outcome: MailReceipt['outcome'], seconds = 1): MailReceipt {
  return {
    channel: 'mail',
    dealerId: 'D001',
    messageId,
    outcome,
    providerId: 'ses-1',
    acceptedAt: tried,
    at: later(seconds),
    tries: 0,
  }
}

function smsReceiptOf(outcome: 'delivered' | 'bounced', code?: string): MessageReceipt {
  return {
    channel: 'sms',
    number: '+8613800138000',
    outcome,
    ...(code === undefined ? {} : { code }),
    providerId: 'sns-1',
    acceptedAt: tried,
    at: later(1),
    tries: 0,
  }
}

function rowOf(more: Partial<Message> = {}): Message {
  return {
    ...messageRowOf('lily', { channel: 'mail', address: 'lily@example.com', ...more }),
    messageId,
    attempts: [{ at: tried, outcome: 'in-doubt' }],
    deliveryId: idFor('delivery', 'lily'),
  }
}

function deliveryOf(more: Partial<Delivery> = {}): Delivery {
  const others = [idFor('message', 'mona')]
  return {
    ...unwritten(stampAt(tried)),
    dealerId: 'D001',
    deliveryId: idFor('delivery', 'lily'),
    channel: 'mail',
    status: 'planned',
    sendAfter: later(600),
    attentionAt: later(1200),
    messageIds: [messageId, ...others],
    pending: [messageId, ...others],
    attempts: 1,
    ...more,
  }
}

const changed = (effect: ReturnType<typeof applyReceipt>) => {
  if (effect.kind !== 'changed') throw new Error(effect.kind)
  return effect
}

describe('a receipt', () => {
  it.each<[MailReceipt['outcome'], MessageStatus, string | undefined, string | undefined]>([
    ['sent', 'sent', undefined, undefined],
    ['delayed', 'sent', undefined, undefined],
    ['delivered', 'delivered', undefined, undefined],
    ['returned', 'bounced', 'returned', undefined],
    ['bounced', 'bounced', 'bounced', 'bounced'],
    ['complained', 'delivered', 'complained', 'complained'],
    ['rejected', 'failed', 'content-rejected', undefined],
  ])('"%s" of a held mail makes it %s (%s), and suppresses for: %s', (outcome, status, reason, suppress) => {
    const { message, ...rest } = changed(
      applyReceipt(rowOf({ status: 'held' }), undefined, receiptOf(outcome)),
    )
    expect([message.status, message.reason, message.providerId, message.sentAt]).toEqual([
      status,
      reason,
      'ses-1',
      tried,
    ])
    const at = 'lily@example.com'
    expect(rest).toEqual({ kind: 'changed', ...(suppress && { suppress: { address: at, code: suppress } }) })
  })

  it.each([
    ['invalid-number', 'invalid-number'],
    ['opted-out', 'opted-out'],
    ['carrier-refused', undefined],
    ['budget-spent', undefined],
  ])('of an SMS that did not arrive for %s suppresses for: %s', (code, suppress) => {
    const row = rowOf({ status: 'sent', channel: 'sms' })
    const effect = changed(applyReceipt(row, undefined, smsReceiptOf('bounced', code)))
    expect([effect.message.status, effect.message.reason, effect.suppress?.code]).toEqual([
      'bounced',
      code,
      suppress,
    ])
  })

  it('of a mail that waits for its second sending takes it out of the delivery, whose others go on', () => {
    const effect = changed(applyReceipt(rowOf(), deliveryOf(), receiptOf('sent')))
    expect(effect.message.status).toBe('sent')
    expect(effect.delivery).toEqual({ ...deliveryOf(), pending: [idFor('message', 'mona')] })
  })

  it('of the last that waits ends the delivery', () => {
    const { delivery } = changed(
      applyReceipt(rowOf(), deliveryOf({ pending: [messageId] }), receiptOf('sent')),
    )
    expect(delivery).toMatchObject({ pending: [], status: 'done', attentionAt: undefined })
  })

  it('of a message that is being sent at this moment is early, whatever it says', () => {
    fc.assert(
      fc.property(anyReceipt, (receipt) => {
        expect(applyReceipt(rowOf(), deliveryOf({ status: 'sending' }), receipt)).toEqual({ kind: 'early' })
      }),
    )
  })

  it.each([
    ['a bounce after the arrival is a bounce', 'delivered', 'bounced', 'bounced'],
    ['an arrival after a bounce is an arrival', 'bounced', 'delivered', 'delivered'],
    ['a holiday notice is no bounce', 'delivered', 'returned', 'delivered'],
    ['a rejection after the sending is a failure', 'sent', 'rejected', 'failed'],
    ['an arrival after a delay is an arrival', 'delayed', 'delivered', 'delivered'],
  ] as const)('by the provider’s clock: %s', (_, first, second, status) => {
    const receipts = [receiptOf(first, 1), receiptOf(second, 2)]
    for (const order of [receipts, receipts.toReversed()])
      expect(after(rowOf({ status: 'sent' }), order).status).toBe(status)
  })

  it('corrects what was given up and what a person has dropped', () => {
    const dropped = rowOf({ status: 'suppressed', reason: 'dropped' })
    expect(after(dropped, [receiptOf('delivered')])).toMatchObject({ status: 'delivered', reason: undefined })
    const failed = rowOf({ status: 'failed', reason: 'provider-unavailable' })
    expect(after(failed, [receiptOf('sent')])).toMatchObject({ status: 'sent', reason: undefined })
  })
})

const anyReceipt = fc
  .record({
    outcome: fc.constantFrom<MailReceipt['outcome'][]>(
      'sent',
      'delayed',
      'delivered',
      'returned',
      'bounced',
      'complained',
      'rejected',
    ),
    seconds: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ outcome, seconds }) => receiptOf(outcome, seconds))

const anyStatus = fc.constantFrom<MessageStatus[]>(
  'planned',
  'sent',
  'delivered',
  'bounced',
  'failed',
  'held',
  'suppressed',
)

function after(message: Message, receipts: readonly MessageReceipt[]): Message {
  return receipts.reduce((row, receipt) => {
    const effect = applyReceipt(row, undefined, receipt)
    return effect.kind === 'changed' ? effect.message : row
  }, message)
}

describe('receipts, in any order and number', () => {
  const shuffled = fc.array(anyReceipt, { minLength: 1, maxLength: 8 }).chain((receipts) =>
    fc.tuple(
      fc.constant(receipts),
      fc.shuffledSubarray([...receipts, ...receipts], { minLength: receipts.length }).map((some) => [
        ...some,
        // Each is given once at least, wherever the others fall.
        ...receipts.filter((receipt) => !some.includes(receipt)),
      ]),
    ),
  )

  it('end in the same row', () => {
    fc.assert(
      fc.property(anyStatus, shuffled, (status, [receipts, again]) => {
        expect(after(rowOf({ status }), again)).toEqual(after(rowOf({ status }), receipts))
      }),
    )
  })

  it('never make anything planned or held, and say nothing new the second time', () => {
    fc.assert(
      fc.property(anyStatus, fc.array(anyReceipt, { minLength: 1 }), (status, receipts) => {
        const row = after(rowOf({ status }), receipts)
        expect(['sent', 'delivered', 'bounced', 'failed']).toContain(row.status)
        for (const receipt of receipts)
          expect(applyReceipt(row, undefined, receipt)).toEqual({ kind: 'known' })
      }),
    )
  })
})

it('a bounce suppresses the address it is about, not the one that the message went to since', () => {
  const effect = changed(
    applyReceipt(rowOf({ status: 'sent' }), undefined, {
      ...receiptOf('bounced'),
      address: 'old@example.com',
    }),
  )
  expect(effect.suppress).toEqual({ address: 'old@example.com', code: 'bounced' })
})
