import type { DecidedStep, DueItem, WaitingDueItem } from '../domain/due-item.ts'
import { idFor } from '../domain/ids.ts'
import type { DecisionJournal, Message } from '../domain/message.ts'
import { unwritten, type Stamp } from '../domain/record.ts'
import { addMinutes } from '../domain/time.ts'
import type { Write } from '../store/table-client.ts'
import type { Decision, MessageDraft } from './purpose.ts'

/** After so many throws in a row an item is failed for good, and somebody must look at it. */
export const MOST_FAILURES = 5

/** Minutes until a decision that threw is tried again, by how often it has. */
const BACK_OFF_MINUTES = [5, 15, 60, 240]

type Entry = DecisionJournal['decided'][number]

/** Everything that one decision changes; it is written together or not at all. */
export interface Change {
  readonly item: DueItem
  readonly message: PlannedMessage | undefined
  readonly writes: readonly Write[]
  /** What the day's account says of it; empty while it is only put off. */
  readonly entries: readonly Entry[]
}

/** A ledger row that only lacks its delivery. */
export interface PlannedMessage {
  readonly sendAfter: MessageDraft['sendAfter']
  readonly row: Omit<Message, 'deliveryId'>
}

/** The id of what one person is told by one step on one channel: the same for ever, so it is told once. */
export function messageIdFor(
  item: { dealerId: string; purpose: string; subject: string; cycle: string },
  step: string,
  recipientId: string,
  channel: string,
): string {
  return idFor('message', item.dealerId, item.purpose, item.subject, item.cycle, step, recipientId, channel)
}

/** What a decision changes in the world. */
export function changeFor(item: WaitingDueItem, decision: Decision, stamp: Stamp): Change {
  if (decision.kind === 'postpone') {
    // Put off to the past it would be due again at once, and the sweep would never end.
    const soonest = addMinutes(stamp.at, 1)
    const dueAt = decision.until > soonest ? decision.until : soonest
    return { item: { ...item, dueAt }, message: undefined, writes: [], entries: [] }
  }
  const message =
    decision.kind === 'send' ? plannedMessage(item, decision.step, decision.draft, stamp) : undefined
  const outcome = outcomeOf(decision, message)
  const superseded = decision.superseded.map((step): DecidedStep => ({
    step,
    outcome: 'superseded',
    at: stamp.at,
  }))
  const decided: DecidedStep[] = [...superseded, { step: decision.step, ...outcome, at: stamp.at }]
  const { next } = decision
  const toldBy = decision.kind === 'hand-over' ? decision.toldBy : undefined
  const newCycle = next?.cycle !== undefined && next.cycle !== item.cycle
  return {
    item: {
      ...item,
      cycle: next?.cycle ?? item.cycle,
      step: next?.step,
      dueAt: next?.dueAt,
      plannedAt: next?.dueAt,
      decided: newCycle ? [] : [...item.decided, ...decided],
      failures: 0,
      assignedTo:
        decision.kind === 'hand-over' ? decision.assignedTo : newCycle ? undefined : item.assignedTo,
    },
    message,
    writes: decision.writes ?? [],
    entries: decided.map((each) => entryOf(item, each, toldBy)),
  }
}

/** A decision threw: the item moves back, and after five times it is failed and no longer in the way. */
export function changeAfterThrow(item: WaitingDueItem, error: unknown, stamp: Stamp): Change {
  const failures = item.failures + 1
  const unchanged = { message: undefined, writes: [] }
  if (failures < MOST_FAILURES) {
    const minutes = BACK_OFF_MINUTES[failures - 1] ?? 240
    return { ...unchanged, item: { ...item, failures, dueAt: addMinutes(stamp.at, minutes) }, entries: [] }
  }
  const reason = error instanceof Error ? error.name : 'unknown-error'
  const step: DecidedStep = { step: item.step, outcome: 'failed', reason, at: stamp.at }
  return {
    ...unchanged,
    item: { ...item, failures, step: undefined, dueAt: undefined, decided: [...item.decided, step] },
    entries: [entryOf(item, step)],
  }
}

/** The step was told before, under another due item's memory: recorded, not told again. */
export function withoutMessage(item: WaitingDueItem, change: Change): Change {
  const decided = change.item.decided.map((each) =>
    each.messageId === change.message?.row.messageId
      ? { step: each.step, at: each.at, outcome: 'suppressed' as const, reason: 'already-told' }
      : each,
  )
  return {
    ...change,
    message: undefined,
    item: { ...change.item, decided },
    entries: change.entries.map((entry) =>
      entry.outcome === 'message'
        ? entryOf(item, { step: entry.step, outcome: 'suppressed', reason: 'already-told' })
        : entry,
    ),
  }
}

function outcomeOf(
  decision: Exclude<Decision, { kind: 'postpone' }>,
  message: PlannedMessage | undefined,
): Pick<DecidedStep, 'outcome' | 'reason' | 'messageId'> {
  switch (decision.kind) {
    case 'send':
      return { outcome: 'message', messageId: message?.row.messageId }
    case 'hand-over':
      return { outcome: 'message', messageId: decision.messageId }
    case 'skip':
      return { outcome: 'suppressed', reason: decision.reason }
  }
}

function plannedMessage(
  item: WaitingDueItem,
  step: string,
  { sendAfter, ...draft }: MessageDraft,
  stamp: Stamp,
): PlannedMessage {
  const { dealerId, purpose, cycle } = item
  const { subject = item.subject } = draft
  const messageId = messageIdFor(item, step, draft.recipient.id, draft.channel)
  return {
    sendAfter,
    row: {
      ...unwritten(stamp),
      ...draft,
      dealerId,
      messageId,
      purpose,
      subject,
      cycle,
      step,
      status: 'planned',
      attempts: [],
    },
  }
}

function entryOf(
  item: WaitingDueItem,
  { step, outcome, reason, messageId }: Pick<DecidedStep, 'step' | 'outcome' | 'reason' | 'messageId'>,
  toldBy?: Entry['toldBy'],
): Entry {
  const { subject, cycle } = item
  switch (outcome) {
    case 'message':
      return { subject, cycle, step, outcome, reason, messageId, toldBy }
    case 'suppressed':
    case 'failed':
      return { subject, cycle, step, outcome, reason, messageId }
    case 'superseded':
    case 'past-at-import':
    case 'past-at-booking':
      return { subject, cycle, step, outcome: 'suppressed', reason: outcome }
  }
}
