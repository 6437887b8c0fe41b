import type { Message } from '../../shared/domain/message.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { decideHeld, type DecidedMessage, type HeldDecision, type HeldOutcome } from './decide-held.ts'

/**
 * A person says that held messages are not to be sent again: they arrived, or their matter is settled otherwise.
 * @param also what else belongs into the transaction
 * @throws Contested
 */
export function dropMessages(
  store: Store,
  which: HeldDecision,
  stamp: Stamp,
  also: (outcome: HeldOutcome<DecidedMessage>) => readonly Write[],
): Promise<HeldOutcome<DecidedMessage>> {
  const decide = (held: readonly Message[]) => ({
    decided: held.map((before) => ({ before, message: droppedOf(before, stamp) })),
    writes: [],
  })
  return decideHeld(store, which, stamp, decide, also)
}

function droppedOf(held: Message, stamp: Stamp): Message {
  return { ...held, status: 'suppressed', reason: 'dropped', decision: { kind: 'dropped', ...stamp } }
}
