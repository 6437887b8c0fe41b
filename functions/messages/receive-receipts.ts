import { MessageReceipt } from '../../events/message-receipt.v1.ts'
import type { Delivery, Message } from '../../shared/domain/message.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { hintsOf } from '../../shared/runtime/hints.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import { LONGEST_DELAY_SECONDS, type Queue } from '../../shared/runtime/queue.ts'
import { deliveryRecord, messageRecord } from '../../shared/store/messages.ts'
import type { JobStore } from '../../shared/store/job-store.ts'
import type { DamagedRecord } from '../../shared/store/record-kind.ts'
import { applyReceipt } from './apply-receipt.ts'
import { once } from '../../shared/runtime/once.ts'
import { LEASE_SECONDS } from './lease.ts'
import { lines } from './log-lines.ts'
import { earliestFor, knownByProvider, likelyInDoubt } from './match-sms.ts'
import { suppressionWrites } from './record-results.ts'
import { receiptOfEvent, SesEvent } from './ses-events.ts'

export interface ReceiptDependencies {
  readonly store: JobStore
  readonly queue: Queue
  readonly clock: Clock
  readonly log: Log
}

const BY = 'receipts'

/** SES says this once, as plain text, when the event destination is made. */
const GREETING = 'Successfully validated SNS topic for Amazon SES event publishing.'

/** The first pause of a receipt that came too early; each further one is twice as long, up to the queue's longest. */
const FIRST_PAUSE_SECONDS = 15

function pauseAfter(tries: number): number {
  return Math.min(FIRST_PAUSE_SECONDS * 2 ** tries, LONGEST_DELAY_SECONDS)
}

/** How many pauses it takes until so much time has passed. */
function pausesFor(seconds: number): number {
  let pauses = 0
  for (let passed = 0; passed < seconds; pauses += 1) passed += pauseAfter(pauses)
  return pauses
}

/** The sweep of deliveries comes every ten minutes, or is missed once. */
const SETTLED_AFTER_SECONDS = LEASE_SECONDS + 2 * 600

/**
 * After so many pauses, half an hour in all, everything that was being sent when the receipt came is recorded: its
 * claim has ended, and the sweep of deliveries has settled it, or it is seen that it has not. Only then may an SMS in
 * doubt be taken for the one that is meant.
 */
const TRIES_BEFORE_DOUBT = pausesFor(SETTLED_AFTER_SECONDS)

/**
 * Three hours in all: an SMS whose worker died stands in the index when the sweep of deliveries has held it, and an
 * hour without that sweep rings.
 */
const MOST_TRIES = 17

/** Conflicts with somebody else's change of the same message before the receipt goes back to the queue. */
const MOST_CONFLICTS = 5

/**
 * Records what the providers say; returns the ids of the queue's records that must come again. What comes too early
 * is no fault: it goes back into the queue as a new message, with a pause.
 */
export async function receiveReceipts(
  records: readonly { messageId: string; body: string }[],
  given: ReceiptDependencies,
): Promise<string[]> {
  const { log } = given
  const dependencies: Batch = { ...given, claimed: once(() => numbersClaimed(given)) }
  const { receipts, unreadable } = readReceipts(records, log)
  const failed = [...unreadable]
  const early: { recordId: string; receipt: MessageReceipt }[] = []
  let recorded = 0
  const ahead = await readAhead(
    receipts.map(({ receipt }) => receipt),
    dependencies,
  )
  // Written one after the other: those of one message, or of one delivery, must not race each other.
  for (const { recordId, receipt } of receipts) {
    try {
      const result = await receiveOne(receipt, ahead.get(receipt), dependencies)
      if (result === 'early') early.push({ recordId, receipt })
      if (result === 'recorded') recorded += 1
    } catch (error) {
      log.error(lines.receiptFailed, error, naming(receipt))
      failed.push(recordId)
    }
  }
  failed.push(...(await putBack(early, dependencies)))
  log.info(lines.receiptsRead, { receipts: receipts.length, recorded, early: early.length })
  return failed
}

function readReceipts(records: readonly { messageId: string; body: string }[], log: Log) {
  const said = records.filter(({ body }) => body !== GREETING)
  const own = hintsOf(said, MessageReceipt)
  const others = said.filter(({ messageId }) => own.unreadable.includes(messageId))
  const events = hintsOf(others, SesEvent)
  const receipts = own.hints.map(({ messageId, body }) => ({ recordId: messageId, receipt: body }))
  for (const { messageId, body } of events.hints) {
    const receipt = receiptOfEvent(body)
    if (receipt === undefined) log.info(lines.receiptForeign, { event: body.eventType })
    else receipts.push({ recordId: messageId, receipt })
  }
  return { receipts, unreadable: events.unreadable }
}

/** What a read brought, be it nothing. */
interface Read<Value> {
  readonly value: Value
}

/**
 * The messages of a batch's receipts, read together: that saves each a request and a wait. Of several receipts on one
 * message or number only the first is among them, as the others must see what came of it. A read that fails is left
 * out: its receipt reads by itself, and fails by itself.
 */
async function readAhead(
  receipts: readonly MessageReceipt[],
  dependencies: Batch,
): Promise<ReadonlyMap<MessageReceipt, Read<Message | undefined>>> {
  const firsts = [...Map.groupBy(receipts, subjectOf).values()].flatMap(([first]) => first ?? [])
  const named = await Promise.all(
    firsts.map(async (receipt) => ({ receipt, name: await attempted(nameOf(receipt, dependencies)) })),
  )
  // Begun at the same moment, reads by key share a request.
  const found = await Promise.all(
    named.map(async ({ receipt, name }) => ({
      receipt,
      read: name && (await attempted(messageNamed(name.value, receipt, dependencies.store))),
    })),
  )
  return new Map(found.flatMap(({ receipt, read }) => (read === undefined ? [] : [[receipt, read]])))
}

async function attempted<Value>(work: Promise<Value>): Promise<Read<Value> | undefined> {
  try {
    return { value: await work }
  } catch {
    return undefined
  }
}

function subjectOf(receipt: MessageReceipt): string {
  return receipt.channel === 'sms' ? receipt.number : `${receipt.dealerId} ${receipt.messageId}`
}

type Received = 'recorded' | 'known' | 'early'

/** @param ahead the message as it was a moment ago: has it changed since, the write is refused, and it is read anew */
async function receiveOne(
  receipt: MessageReceipt,
  ahead: Read<Message | undefined> | undefined,
  dependencies: Batch,
): Promise<Received> {
  const { store } = dependencies
  for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1) {
    const message =
      conflicts === 0 && ahead !== undefined ? ahead.value : await messageOf(receipt, dependencies)
    if (message === undefined) return 'early'
    const effect = applyReceipt(message, await deliveryOf(message, store), receipt)
    if (effect.kind !== 'changed') return effect.kind
    if (await recordEffect(effect, dependencies)) return 'recorded'
  }
  throw new ReceiptContested(`a message was changed ${String(MOST_CONFLICTS)} times meanwhile`)
}

/** Others were faster each time: the receipt comes again. */
export class ReceiptContested extends Error {
  override readonly name = 'ReceiptContested'
}

/** The message as it is now; undefined while nobody can say which one is meant. */
async function messageOf(receipt: MessageReceipt, dependencies: Batch): Promise<Message | undefined> {
  return messageNamed(await nameOf(receipt, dependencies), receipt, dependencies.store)
}

type MessageName = Pick<Message, 'dealerId' | 'messageId'>

/** Which message is meant, as the index shows it. */
async function nameOf(
  receipt: MessageReceipt,
  { store, claimed, log }: Pick<Batch, 'store' | 'claimed' | 'log'>,
): Promise<MessageName | undefined> {
  if (receipt.channel === 'mail') return receipt
  const damages: DamagedRecord[] = []
  const seen = await store.messages.triedTo(receipt.number, earliestFor(receipt), (damage) => {
    damages.push(damage)
  })
  const known = knownByProvider(receipt, seen)
  const [damage] = damages
  if (damage !== undefined) {
    log.error(lines.triedDamaged, damage)
    // Perhaps the very one that is meant: nothing is guessed, and the receipt waits until it can be read.
    if (known === undefined) throw damage
  }
  if (known !== undefined || receipt.tries < TRIES_BEFORE_DOUBT) return known
  const likely = likelyInDoubt(receipt, seen)
  return likely === undefined || (await claimed()).has(receipt.number) ? undefined : likely
}

/** What a batch of receipts works with. */
interface Batch extends ReceiptDependencies {
  readonly claimed: () => Promise<ReadonlySet<string>>
}

/**
 * Numbers to which an SMS is still claimed by a worker that is gone: it may be the one that a receipt means, and stands
 * among those in doubt only once the sweep of deliveries has come by.
 */
async function numbersClaimed({ store, clock }: ReceiptDependencies): Promise<ReadonlySet<string>> {
  const waiting = await store.messages.deliveriesNeedingAttention(clock.now(), () => undefined)
  return new Set(
    waiting.flatMap(({ status, addresses = {} }) => (status === 'sending' ? Object.values(addresses) : [])),
  )
}

async function messageNamed(
  name: MessageName | undefined,
  receipt: MessageReceipt,
  store: JobStore,
): Promise<Message | undefined> {
  if (name === undefined) return undefined
  const message = await store.messages.byId(name.dealerId, name.messageId)
  if (message === undefined || receipt.channel === 'mail') return message
  // The index may be late, and what it shows may have been resolved meanwhile.
  return knownByProvider(receipt, [message]) ?? likelyInDoubt(receipt, [message])
}

/** A message that is planned changes only together with its delivery. */
async function deliveryOf(message: Message, store: JobStore): Promise<Delivery | undefined> {
  if (message.status !== 'planned') return undefined
  const { dealerId, deliveryId } = message
  return (await store.messages.deliveriesByIds(dealerId, [deliveryId])).get(deliveryId)
}

/** Returns whether nobody was faster. */
async function recordEffect(
  {
    message,
    delivery,
    suppress,
  }: { message: Message; delivery?: Delivery; suppress?: { address: string; code: string } },
  { store, clock, log }: ReceiptDependencies,
): Promise<boolean> {
  const stamp = { at: clock.now(), by: BY }
  const { dealerId, messageId, status } = message
  const suppressed = suppress === undefined ? [] : [suppress]
  const { kind } = await store.commit([
    messageRecord.put(message, stamp),
    ...(delivery === undefined ? [] : [deliveryRecord.put(delivery, stamp)]),
    ...(await suppressionWrites(store, message, suppressed, stamp)),
  ])
  if (kind === 'conflict') return false
  if (status === 'bounced' || status === 'failed')
    log.warn(lines.notArrived, { dealerId, messageId, reason: message.reason ?? status })
  return true
}

/** Returns the ids of those that the queue did not take. */
async function putBack(
  early: readonly { recordId: string; receipt: MessageReceipt }[],
  { queue, log }: ReceiptDependencies,
): Promise<string[]> {
  const again = early.filter(({ receipt }) => receipt.tries < MOST_TRIES)
  for (const { receipt } of early)
    if (receipt.tries >= MOST_TRIES) log.warn(lines.receiptUnmatched, naming(receipt))
  if (again.length === 0) return []
  const failed = await queue.send(
    again.map(({ receipt }) => ({
      body: { ...receipt, tries: receipt.tries + 1 },
      delaySeconds: pauseAfter(receipt.tries),
    })),
  )
  return failed.flatMap((position) => again[position]?.recordId ?? [])
}

/** What a log may know of a receipt: of an SMS no number. */
function naming(receipt: MessageReceipt) {
  const { channel, outcome, providerId, acceptedAt, tries } = receipt
  const told = { channel, outcome, providerId, acceptedAt, tries }
  if (receipt.channel === 'sms') return told
  return { ...told, dealerId: receipt.dealerId, messageId: receipt.messageId }
}
