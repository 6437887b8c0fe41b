import type { WaitingDueItem } from '../../../shared/domain/due-item.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { Decision, MessageDraft, Purpose } from '../../../shared/due/purpose.ts'
import { customerIdOf } from '../../support/builders.ts'

type Decide = (item: WaitingDueItem, now: Instant) => Decision

/** A purpose whose facts are the items themselves and whose rule the test gives. */
export function scriptedPurpose(
  decide: Decide,
  more: Partial<Purpose<WaitingDueItem>> = {},
): Purpose<WaitingDueItem> & { readonly asked: WaitingDueItem[] } {
  const asked: WaitingDueItem[] = []
  return {
    name: 'maintenance-reminders',
    writesToCustomers: true,
    facts: (items) => Promise.resolve(items),
    decide(item, _facts, now) {
      asked.push(item)
      return decide(item, now)
    },
    ...more,
    asked,
  }
}

export function draft(sendAfter: Instant, more: Partial<MessageDraft> = {}): MessageDraft {
  return {
    messageClass: 'service',
    channel: 'sms',
    recipient: { kind: 'customer', id: customerIdOf('anna') },
    template: { name: 'maintenance-before', version: 1 },
    text: '【测试汽车】您的爱车该保养了',
    segments: 1,
    sendAfter,
    ...more,
  }
}

/** An SMS for the waiting step, and nothing more in this cycle. */
export const tell: Decide = (item, now) => ({
  kind: 'send',
  step: item.step,
  superseded: [],
  next: undefined,
  draft: draft(now),
})

export const skip =
  (reason: string): Decide =>
  (item) => ({ kind: 'skip', reason, step: item.step, superseded: [], writes: [], next: undefined })
