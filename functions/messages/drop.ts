import type { Message } from '../../shared/domain/message.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { decideHeld, type HeldDecision } from './decide-held.ts'

/**
 * A person says that a held message is not to be sent again: it arrived, or its matter is settled otherwise.
 * @param also what else belongs into the transaction
 * @throws NotFound, Stale, NotHeld, Contested
 */
export async function dropMessage(
  store: Store,
  which: HeldDecision,
  stamp: Stamp,
  also: (message: Message) => readonly Write[],
): Promise<Message> {
  const { message } = await decideHeld(store, which, stamp, (held) => {
    const dropped: Message = {
      ...held,
      status: 'suppressed',
      reason: 'dropped',
      decision: { kind: 'dropped', ...stamp },
    }
    return { message: dropped, writes: also(dropped) }
  })
  return message
}
