import type { DecisionJournal, Message, MessageStatus } from '../domain/message.ts'
import type { Instant } from '../domain/time.ts'

/** A day of a job: due = sent + suppressed + deferred + failed, always. */
export interface Account {
  readonly due: number
  readonly sent: number
  /** By reason. */
  readonly suppressed: Readonly<Record<string, number>>
  /** Planned, held, or told by a mail that has not gone out yet. */
  readonly deferred: number
  readonly failed: number
}

export type Fate = 'sent' | 'suppressed' | 'deferred' | 'failed'

type Decided = DecisionJournal['decided'][number]
/** What the ledger says of a message. */
type LedgerWord = Pick<Message, 'status' | 'reason'>

const fates = {
  planned: 'deferred',
  held: 'deferred',
  sent: 'sent',
  delivered: 'sent',
  bounced: 'failed',
  failed: 'failed',
  suppressed: 'suppressed',
} as const satisfies Record<MessageStatus, Fate>

/** The ids of the messages that a day's decisions speak of. */
export function messagesOf(journals: readonly DecisionJournal[]): string[] {
  return journals.flatMap(({ decided }) => decided.flatMap(({ messageId }) => messageId ?? []))
}

/** How many messages the ledger ought to have, written with their decisions, and does not. */
export function missingFrom(
  journals: readonly DecisionJournal[],
  messages: ReadonlyMap<string, LedgerWord>,
): number {
  const missing = journals
    .flatMap(({ decided }) => decided)
    .filter(({ messageId, toldBy }) => messageId !== undefined && toldBy === undefined)
    .flatMap(({ messageId }) => (messages.has(messageId ?? '') ? [] : messageId))
  return new Set(missing).size
}

/**
 * What has become of a decision by now. What was handed to a person and left their list before the mail that
 * tells it was made (an outcome, a renewal) has no mail: until that mail's time is over it is deferred.
 * @param now without it no mail's time is over
 */
export function fateOf(
  { outcome, reason, toldBy }: Pick<Decided, 'outcome' | 'reason' | 'toldBy'>,
  message: LedgerWord | undefined,
  now?: Instant,
): { readonly fate: Fate; readonly reason: string | undefined } {
  if (outcome !== 'message') return { fate: outcome, reason }
  if (message !== undefined) return { fate: fates[message.status], reason: message.reason ?? reason }
  const over = toldBy !== undefined && now !== undefined && toldBy <= now
  return over ? { fate: 'suppressed', reason: 'not-listed-any-more' } : { fate: 'deferred', reason }
}

/** Adds up what was decided, by what has become of it by now: see `fateOf`. */
export function addUp(
  journals: readonly DecisionJournal[],
  messages: ReadonlyMap<string, LedgerWord>,
  now: Instant,
): Account {
  const suppressed = new Map<string, number>()
  const count = { due: 0, sent: 0, deferred: 0, failed: 0 }
  for (const decision of journals.flatMap(({ decided }) => decided)) {
    const { fate, reason = 'unknown' } = fateOf(decision, messages.get(decision.messageId ?? ''), now)
    count.due += 1
    if (fate === 'suppressed') suppressed.set(reason, (suppressed.get(reason) ?? 0) + 1)
    else count[fate] += 1
  }
  return { ...count, suppressed: Object.fromEntries([...suppressed].sort()) }
}
