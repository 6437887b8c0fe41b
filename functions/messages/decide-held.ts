import type { AuditEntry } from '../../shared/domain/audit-entry.ts'
import type { Message } from '../../shared/domain/message.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { Contested, NotFound, NotHeld, Stale, type VisibleError } from '../../shared/runtime/errors.ts'
import { auditRecord } from '../../shared/store/audit.ts'
import { messageRecord } from '../../shared/store/messages.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Write } from '../../shared/store/table-client.ts'

/** Held messages of one dealer that a person decides on, each in the version that the person has seen. */
export interface HeldDecision {
  readonly dealerId: string
  /** Each once, at most 25: with rows, audit and deliveries they fit one transaction. */
  readonly messages: readonly { readonly messageId: string; readonly version: number }[]
}

/** Why nothing is decided of a message. */
export type Refusal =
  | { readonly code: 'not-found' }
  /** A receipt or somebody else was faster. */
  | { readonly code: 'version-stale'; readonly etag: string }
  | { readonly code: 'message-not-held' }

/** A message that is decided on. */
export interface DecidedMessage {
  readonly before: Message
  readonly message: Message
}

/** What a decision has come to: each message stands in one of the two. */
export interface HeldOutcome<Each extends DecidedMessage> {
  readonly decided: readonly Each[]
  /** By message id. */
  readonly refused: ReadonlyMap<string, Refusal>
}

/** A transaction may fail for a moment's contention, with nothing changed. */
const MOST_ATTEMPTS = 3

/**
 * Records what a person decides of held messages, with who it was and when, in one transaction: all that the outcome
 * calls decided is in it. What has changed since it was seen is left as it is, and keeps nothing else from going on.
 * @param decide the messages as they will be, and what else is written for them
 * @param also what else belongs into the transaction, also where nothing could be decided
 * @throws Contested
 */
export async function decideHeld<Each extends DecidedMessage>(
  store: Store,
  { dealerId, messages }: HeldDecision,
  stamp: Stamp,
  decide: (held: readonly Message[]) => { decided: readonly Each[]; writes: readonly Write[] },
  also: (outcome: HeldOutcome<Each>) => readonly Write[],
): Promise<HeldOutcome<Each>> {
  const ids = messages.map(({ messageId }) => messageId)
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const rows = await store.messages.byIds(dealerId, ids)
    const held: Message[] = []
    const refused = new Map<string, Refusal>()
    for (const { messageId, version } of messages) {
      const verdict = verdictOn(rows.get(messageId), version)
      if ('held' in verdict) held.push(verdict.held)
      else refused.set(messageId, verdict.refusal)
    }
    const { decided, writes } = decide(held)
    const outcome = { decided, refused }
    const all = [
      ...decided.flatMap((each) => [
        messageRecord.put(each.message, stamp),
        auditRecord.put(auditOf(each, stamp), stamp),
      ]),
      ...writes,
      ...also(outcome),
    ]
    if (all.length === 0 || (await store.commit(all)).kind === 'committed') return outcome
  }
  throw new Contested()
}

function verdictOn(row: Message | undefined, version: number): { held: Message } | { refusal: Refusal } {
  if (row === undefined) return { refusal: { code: 'not-found' } }
  if (row.version !== version) return { refusal: { code: 'version-stale', etag: etagOf(row.version) } }
  return row.status === 'held' ? { held: row } : { refusal: { code: 'message-not-held' } }
}

/**
 * The one message that was to be decided on.
 * @throws NotFound, Stale, NotHeld when it was refused
 */
export function theOnly<Each extends DecidedMessage>({ decided, refused }: HeldOutcome<Each>): Each {
  const [first] = decided
  if (first !== undefined) return first
  const [refusal = { code: 'not-found' } as const] = refused.values()
  throw errorOf(refusal)
}

function errorOf(refusal: Refusal): VisibleError {
  switch (refusal.code) {
    case 'not-found':
      return new NotFound()
    case 'version-stale':
      return new Stale(refusal.etag)
    case 'message-not-held':
      return new NotHeld()
  }
}

function auditOf({ before, message }: DecidedMessage, stamp: Stamp): AuditEntry {
  const { dealerId, messageId, version } = before
  return {
    ...unwritten(stamp),
    dealerId,
    recordKind: messageRecord.entity,
    recordId: messageId,
    entryId: `${stamp.at}#${stamp.by}#${String(version)}`,
    action: `message-${message.decision?.kind ?? 'decided'}`,
    before: stateOf(before),
    after: stateOf(message),
  }
}

function stateOf({ status, reason, deliveryId, attempts }: Message) {
  return { status, reason: reason ?? null, deliveryId, attempts: attempts.length }
}
