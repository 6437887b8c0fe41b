import type { AuditEntry } from '../../shared/domain/audit-entry.ts'
import type { Message } from '../../shared/domain/message.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { Contested, NotFound, NotHeld, Stale } from '../../shared/runtime/errors.ts'
import { auditRecord } from '../../shared/store/audit.ts'
import { messageRecord } from '../../shared/store/messages.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'

/** A held message that a person decides on, in the version that the person has seen. */
export interface HeldDecision {
  readonly dealerId: string
  readonly messageId: string
  readonly version: number
}

/** A transaction may fail for a moment's contention, with nothing changed. */
const MOST_ATTEMPTS = 3

/**
 * Records what a person decides of a held message, with who it was and when, in one transaction.
 * @param decide the message as it will be, and what else is written with it
 * @throws NotFound, Stale, NotHeld, Contested
 */
export async function decideHeld<
  Decided extends { readonly message: Message; readonly writes: readonly Write[] },
>(
  store: Store,
  { dealerId, messageId, version }: HeldDecision,
  stamp: Stamp,
  decide: (held: Message) => Decided,
): Promise<Decided> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const held = await store.messages.byId(dealerId, messageId)
    if (held === undefined) throw new NotFound()
    if (held.version !== version) throw new Stale(etagOf(held.version))
    if (held.status !== 'held') throw new NotHeld()
    const decided = decide(held)
    const { kind } = await store.commit([
      messageRecord.put(decided.message, stamp),
      auditRecord.put(auditOf(held, decided.message, stamp), stamp),
      ...decided.writes,
    ])
    if (kind === 'committed') return decided
  }
  throw new Contested()
}

function auditOf(held: Message, decided: Message, stamp: Stamp): AuditEntry {
  const { dealerId, messageId, version } = held
  return {
    ...unwritten(stamp),
    dealerId,
    recordKind: messageRecord.entity,
    recordId: messageId,
    entryId: `${stamp.at}#${stamp.by}#${String(version)}`,
    action: `message-${decided.decision?.kind ?? 'decided'}`,
    before: stateOf(held),
    after: stateOf(decided),
  }
}

function stateOf({ status, reason, deliveryId, attempts }: Message) {
  return { status, reason: reason ?? null, deliveryId, attempts: attempts.length }
}
