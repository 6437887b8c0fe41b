import { randomUUID } from 'node:crypto'
import { IN_DOUBT, PROVIDER_UNAVAILABLE, type Delivery } from '../../shared/domain/message.ts'
import { addMinutes, addSeconds, type Instant } from '../../shared/domain/time.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import { addressOf, attempt } from './attempt.ts'
import type { DeliverDependencies } from './deliver.ts'
import { later } from './hint-later.ts'
import { isLate, lateFields } from './late.ts'
import { recordAcceptances } from './late-acceptance.ts'
import { lines } from './log-lines.ts'
import { recordAndClaim, type Claim, type Results } from './record-results.ts'
import type { Contents, ToSend } from './send-facts.ts'
import { type Attempt, type Settlement, settle } from './settle.ts'

const BY = 'deliver'

/** One request may take ten seconds, and what came of it must be recorded before the function is stopped. */
const TIME_TO_STOP_MS = 20_000

/** A table that does not answer at all has been asked twice by then. */
const TIME_TO_RECORD_MS = 10_000

/**
 * So long an SMS waits behind one to the same number that is in doubt: closer together, the delivery log could not say
 * which of them it means (`match-sms.ts` looks a quarter of an hour around).
 */
const APART_MINUTES = 20

/** When the next SMS to the same number has its turn: what came of the one before is recorded by then. */
const NEXT_TURN_MINUTES = 1

/** Pauses between attempts to record: half a second, one, two, … */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 8_000

/**
 * Sends one delivery after the other. The results of one are written with the claim of the next, so what is in
 * doubt when the worker dies is never more than one delivery.
 */
export class Worker {
  readonly #with: DeliverDependencies
  /** Numbers with an SMS in doubt. */
  readonly #inDoubt = new Set<string>()
  #unrecorded: { results: Results; attempts: readonly Attempt[] } | undefined

  constructor(dependencies: DeliverDependencies) {
    this.#with = dependencies
  }

  /** The delivery whose results are not written yet. */
  get last(): string | undefined {
    return this.#unrecorded?.results.settlement.delivery.deliveryId
  }

  async deliver(delivery: Delivery, { toSend, damaged }: Contents): Promise<void> {
    const { queue, clock, log, leaseSeconds, remaining } = this.#with
    const { dealerId, deliveryId } = delivery
    if (remaining() < TIME_TO_STOP_MS) {
      await queue.send([{ body: { dealerId, deliveryId } }])
      return
    }
    const [damage] = damaged.values()
    if (damage !== undefined) {
      // They wait in the delivery, which the sweep of deliveries brings back every ten minutes until they can be read.
      log.error(lines.messagesDamaged, damage, { dealerId, deliveryId, messageIds: [...damaged.keys()] })
      if (toSend.length === 0) return
    }
    const known = new Set([...toSend.map(({ message }) => message.messageId), ...damaged.keys()])
    const pending = delivery.pending.filter((messageId) => known.has(messageId))
    if (pending.length < delivery.pending.length) {
      // A table that was restored may lack rows: without its row nobody can say what was to be told.
      const missing = delivery.pending.filter((messageId) => !known.has(messageId))
      log.warn(lines.rowsMissing, { dealerId, deliveryId, messageIds: missing })
    }
    const now = clock.now()
    const leaseUntil = addSeconds(now, leaseSeconds)
    // Of a number's SMS one alone is claimed: should this worker die, the delivery log can only mean that one.
    const turn = oncePerNumber(toSend)
    const addresses = Object.fromEntries(
      turn.flatMap(({ message, facts }) => {
        const address = addressOf(facts)
        return address === undefined ? [] : [[message.messageId, address]]
      }),
    )
    const claimed: Delivery = {
      ...delivery,
      pending,
      addresses,
      claimId: randomUUID(),
      status: 'sending',
      attentionAt: leaseUntil,
    }
    if (!(await this.#write({ claimed, stamp: { at: now, by: BY } }))) return
    log.info(lines.started, { dealerId, deliveryId, messages: toSend.length })
    const attempts = await this.#sendAll(turn, leaseUntil)
    for (const { message, facts } of toSend.filter((each) => !turn.includes(each))) {
      const minutes = this.#inDoubt.has(addressOf(facts) ?? '') ? APART_MINUTES : NEXT_TURN_MINUTES
      attempts.push({ message, verdict: { kind: 'defer', until: addMinutes(now, minutes) } })
    }
    const at = clock.now()
    const settlement = settle({ ...claimed, version: claimed.version + 1 }, attempts, at)
    this.#unrecorded = { results: { settlement, stamp: { at, by: BY } }, attempts }
  }

  /**
   * Writes the last results. Unwritten, each of them would be in doubt although it is known, so a table that fails is
   * asked again for as long as the function may run.
   */
  async finish(): Promise<void> {
    const { remaining, wait, log } = this.#with
    for (
      let pause = FIRST_PAUSE_MS;
      this.#unrecorded !== undefined;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    ) {
      const { dealerId, deliveryId } = this.#unrecorded.results.settlement.delivery
      try {
        await this.#write(undefined)
      } catch (error) {
        if (remaining() - pause < TIME_TO_RECORD_MS) throw error
        log.error(lines.notRecorded, error, { dealerId, deliveryId })
        await wait(pause)
      }
    }
  }

  /** Returns whether the claim is ours. */
  async #write(claim: Claim | undefined): Promise<boolean> {
    const { store, log } = this.#with
    const unrecorded = this.#unrecorded
    const { recorded, claimed } = await recordAndClaim(store, unrecorded?.results, claim)
    this.#unrecorded = undefined
    if (unrecorded === undefined) return claimed
    const { settlement, stamp } = unrecorded.results
    const { dealerId, status } = settlement.delivery
    if (recorded) {
      report(log, settlement, unrecorded.attempts)
      if (isLate(settlement.delivery, stamp.at))
        log.warn(lines.late, lateFields(dealerId, [settlement.delivery]))
      if (status === 'planned') await this.#hintLater(settlement.delivery, stamp.at)
    } else {
      await this.#tellLate(settlement, stamp)
    }
    return claimed
  }

  /**
   * The lease ended meanwhile and the sweep of deliveries has settled the rest: its word stands, but what the provider
   * has accepted is the provider's. What cannot be written of it a person finds in the log.
   */
  async #tellLate({ delivery, messages }: Settlement, stamp: Stamp): Promise<void> {
    const { store, log } = this.#with
    const { dealerId, deliveryId } = delivery
    const sent = messages.filter(({ status }) => status === 'sent')
    const accepted = sent.map(({ messageId, providerId = '' }) => ({ messageId, providerId }))
    log.warn(lines.leaseLost, { dealerId, deliveryId, accepted })
    try {
      const notRecorded = await recordAcceptances(store, sent, stamp)
      if (notRecorded.length > 0)
        log.warn(lines.acceptancesLeft, { dealerId, deliveryId, messageIds: notRecorded })
    } catch (error) {
      // It must not stop the delivery that was claimed meanwhile.
      log.error(lines.acceptancesLeft, error, { dealerId, deliveryId })
    }
  }

  /** A hint that the queue does not take must not stop the delivery that was claimed with it: the sweep finds it. */
  async #hintLater(delivery: Delivery, now: Instant): Promise<void> {
    try {
      await later(this.#with.queue, [delivery], now)
    } catch (error) {
      const { dealerId, deliveryId } = delivery
      this.#with.log.error(lines.notHinted, error, { dealerId, deliveryId })
    }
  }

  async #sendAll(toSend: readonly ToSend[], leaseUntil: Instant): Promise<Attempt[]> {
    const { clock, remaining, pace, wait } = this.#with
    const attempts: Attempt[] = []
    for (const each of toSend) {
      const { message, facts } = each
      const number = message.channel === 'sms' ? addressOf(facts) : undefined
      if (number !== undefined && this.#inDoubt.has(number)) {
        attempts.push({ message, verdict: { kind: 'defer', until: addMinutes(clock.now(), APART_MINUTES) } })
        continue
      }
      const turn = pace[message.channel].next(clock.now())
      if (turn > 0) await wait(turn)
      // A worker that slept past its lease may not be the only one any more, and one that is stopped in the
      // middle leaves all of its messages in doubt; what it has not sent stays pending.
      if (clock.now() >= leaseUntil || remaining() < TIME_TO_STOP_MS) break
      const tried = await attempt(each, this.#with)
      attempts.push(tried)
      if (!('result' in tried)) continue
      if (number !== undefined && tried.result.kind === 'unknown') this.#inDoubt.add(number)
      // Who says too fast is not asked again for the others.
      if (tried.result.kind === 'throttled') break
    }
    return attempts
  }
}

/** Mails, and the first SMS to each number; what goes to nobody stays in, to be told so. */
function oncePerNumber(toSend: readonly ToSend[]): readonly ToSend[] {
  const numbers = new Set<string>()
  return toSend.filter(({ message, facts }) => {
    const number = message.channel === 'sms' ? addressOf(facts) : undefined
    if (number === undefined) return true
    const isFirst = !numbers.has(number)
    numbers.add(number)
    return isFirst
  })
}

function report(log: Log, { delivery, messages }: Settlement, attempts: readonly Attempt[]): void {
  const { dealerId, deliveryId } = delivery
  const held = messages.flatMap(({ status, reason, messageId }) =>
    status === 'held' && reason === IN_DOUBT ? [messageId] : [],
  )
  if (held.length > 0) log.warn(lines.held, { dealerId, deliveryId, messageIds: held })
  const unavailable = messages.filter(({ reason }) => reason === PROVIDER_UNAVAILABLE).length
  if (unavailable > 0) log.warn(lines.unavailable, { dealerId, deliveryId, messages: unavailable })
  const overQuota = attempts.some(
    (each) => 'result' in each && each.result.kind === 'throttled' && each.result.limit === 'quota',
  )
  if (overQuota) log.warn(lines.quota, { dealerId, deliveryId, channel: delivery.channel })
  const byStatus = Object.fromEntries(
    [...Map.groupBy(messages, ({ status }) => status)].map(([status, rows]) => [status, rows.length]),
  )
  log.info(lines.completed, { dealerId, deliveryId, byStatus, pending: delivery.pending.length })
}
