import type { DecisionJournal, Message, MessageStatus } from '../domain/message.ts'

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

const fates = {
  planned: 'deferred',
  held: 'deferred',
  sent: 'sent',
  delivered: 'sent',
  bounced: 'failed',
  failed: 'failed',
  suppressed: 'suppressed',
} as const satisfies Record<MessageStatus, 'sent' | 'suppressed' | 'deferred' | 'failed'>

/** The ids of the messages that a day's decisions speak of. */
export function messagesOf(journals: readonly DecisionJournal[]): string[] {
  return journals.flatMap(({ decided }) => decided.flatMap(({ messageId }) => messageId ?? []))
}

/** Adds up what was decided, by what has become of it. */
export function addUp(
  journals: readonly DecisionJournal[],
  messages: ReadonlyMap<string, Pick<Message, 'status' | 'reason'>>,
): Account {
  const suppressed = new Map<string, number>()
  const count = { due: 0, sent: 0, deferred: 0, failed: 0 }
  const suppress = (reason: string | undefined) => {
    const name = reason ?? 'unknown'
    suppressed.set(name, (suppressed.get(name) ?? 0) + 1)
  }
  for (const { outcome, reason, messageId } of journals.flatMap(({ decided }) => decided)) {
    count.due += 1
    if (outcome === 'failed') count.failed += 1
    else if (outcome === 'suppressed') suppress(reason)
    else {
      const message = messages.get(messageId ?? '')
      const fate = fates[message?.status ?? 'planned']
      if (fate === 'suppressed') suppress(message?.reason)
      else count[fate] += 1
    }
  }
  return { ...count, suppressed: Object.fromEntries([...suppressed].sort()) }
}
