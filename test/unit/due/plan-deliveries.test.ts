import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Delivery, Message } from '../../../shared/domain/message.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import type { PlannedMessage } from '../../../shared/due/apply-decision.ts'
import { chunks, writesForMessages } from '../../../shared/due/plan-deliveries.ts'
import { instant, messageRowOf, stampAt } from '../../support/builders.ts'

const now = instant('2026-11-23T01:00:00.000Z')
const stamp = stampAt(now)

function written(messages: readonly PlannedMessage[]) {
  const items = writesForMessages('D001', messages, stamp).map((write) =>
    write.kind === 'put' ? write.item : {},
  )
  const of = (entity: string) => items.filter((item) => 'entity' in item && item.entity === entity)
  return {
    rows: of('Message').map((item) => Message.parse(item)),
    deliveries: of('Delivery').map((item) => Delivery.parse(item)),
  }
}

describe('the deliveries of messages', () => {
  it('carry each message once, at most 25 together, of one channel and one time', () => {
    const message = fc.record({
      channel: fc.constantFrom('sms' as const, 'mail' as const),
      minutes: fc.constantFrom(0, 60, 600),
    })
    fc.assert(
      fc.property(fc.array(message, { maxLength: 160, size: 'max' }), (wanted) => {
        const messages = wanted.map(({ channel, minutes }, index) => ({
          sendAfter: addMinutes(now, minutes),
          row: messageRowOf(`m ${index}`, { channel }),
        }))
        const { rows, deliveries } = written(messages)
        expect(rows).toHaveLength(messages.length)
        const carried = deliveries.flatMap(({ messageIds }) => messageIds)
        expect(carried.toSorted()).toEqual(messages.map(({ row }) => row.messageId).toSorted())
        for (const delivery of deliveries) {
          expect(delivery.messageIds.length).toBeLessThanOrEqual(25)
          expect(delivery.pending).toEqual(delivery.messageIds)
          for (const messageId of delivery.messageIds) {
            const row = rows.find((each) => each.messageId === messageId)
            expect(row).toMatchObject({ deliveryId: delivery.deliveryId, channel: delivery.channel })
            const wish = messages.find((each) => each.row.messageId === messageId)
            expect(wish?.sendAfter).toBe(delivery.sendAfter)
          }
        }
        expect(new Set(deliveries.map(({ deliveryId }) => deliveryId)).size).toBe(deliveries.length)
      }),
      { numRuns: 60 },
    )
  })

  it('are looked after ten minutes later when they may go at once, else when their window opens', () => {
    const at = (minutes: number) =>
      written([{ sendAfter: addMinutes(now, minutes), row: messageRowOf('a') }]).deliveries[0]
    expect(at(0)?.attentionAt).toBe(addMinutes(now, 10))
    expect(at(-5)?.attentionAt).toBe(addMinutes(now, 10))
    expect(at(600)?.attentionAt).toBe(addMinutes(now, 600))
  })

  it('have the same id for the same messages, so a second transaction meets the first', () => {
    const messages = [
      { sendAfter: now, row: messageRowOf('a') },
      { sendAfter: now, row: messageRowOf('b') },
    ]
    expect(written(messages).deliveries).toEqual(written(messages).deliveries)
    expect(written(messages.slice(1)).deliveries[0]?.deliveryId).not.toBe(
      written(messages).deliveries[0]?.deliveryId,
    )
  })

  it('are none for no message', () => {
    expect(writesForMessages('D001', [], stamp)).toEqual([])
  })
})

describe('chunks', () => {
  it('keep everything in order and none is longer than asked', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 30 }), (values, size) => {
        const all = chunks(values, size)
        expect(all.flat()).toEqual(values)
        expect(all.every((chunk) => chunk.length > 0 && chunk.length <= size)).toBe(true)
      }),
    )
  })
})
