import * as z from 'zod'
import { MessageId } from '../../shared/domain/ids.ts'
import { lastTriedAt, type Message } from '../../shared/domain/message.ts'
import { Instant } from '../../shared/domain/time.ts'
import type { DamagedRecord } from '../../shared/store/record-kind.ts'
import type { Store } from '../../shared/store/store.ts'

/** The last message of a page: when it was tried, and which. */
export const HeldPlace = z.tuple([Instant, MessageId])
export type HeldPlace = z.infer<typeof HeldPlace>

/** A page of what a person must decide on, longest waiting first. */
export async function heldPage(
  store: Pick<Store, 'messages'>,
  { dealerId, limit, after }: { dealerId: string; limit: number; after: HeldPlace | undefined },
  onDamaged: (damage: DamagedRecord) => void,
): Promise<{ messages: readonly Message[]; next: HeldPlace | undefined }> {
  const place = after && { lastTriedAt: after[0], messageId: after[1] }
  // One more than the page holds tells whether there is another.
  const found = await store.messages.held(dealerId, limit + 1, place, onDamaged)
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return { messages: page, next: last && [lastTriedAt(last), last.messageId] }
}
