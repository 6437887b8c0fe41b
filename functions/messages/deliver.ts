import { randomUUID } from 'node:crypto'
import type { DeliveryPlanned } from '../../events/delivery-planned.v1.ts'
import type { Delivery } from '../../shared/domain/message.ts'
import { addSeconds, epochMilliseconds, type Instant } from '../../shared/domain/time.ts'
import { asResent, MailContent } from '../../shared/messages/mail-content.ts'
import { DealerMissing } from '../../shared/due/purpose.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import { LONGEST_DELAY_SECONDS, type Queue } from '../../shared/runtime/queue.ts'
import type { MailSender } from '../../shared/senders/mail-sender.ts'
import { refused, type SendResult } from '../../shared/senders/send-result.ts'
import type { SmsSender } from '../../shared/senders/sms-sender.ts'
import { fileKeys, type Files } from '../../shared/store/files.ts'
import type { Store } from '../../shared/store/store.ts'
import { Json } from '../../shared/runtime/hints.ts'
import { lines } from './log-lines.ts'
import { maySendNow } from './may-send-now.ts'
import type { Pace } from './pace.ts'
import { recordAndClaim, type Claim, type Results } from './record-results.ts'
import { readToSend, type ToSend } from './send-facts.ts'
import { mayHaveBeenSent, PROVIDER_UNAVAILABLE, settle, type Attempt, type Settlement } from './settle.ts'

export interface DeliverDependencies {
  readonly store: Store
  readonly files: Pick<Files, 'read'>
  readonly queue: Queue
  readonly sms: SmsSender
  readonly mail: MailSender
  readonly pace: Readonly<Record<Delivery['channel'], Pace>>
  readonly clock: Clock
  /** Lets so many milliseconds pass: until the next turn of the pace. */
  readonly wait: (milliseconds: number) => Promise<unknown>
  readonly log: Log
  /** How long a claim holds; longer than the function may run, so that no two workers send at once. */
  readonly leaseSeconds: number
  /** Milliseconds that the function may still run. */
  readonly remaining: () => number
}

const BY = 'deliver'

/** One request may take ten seconds, and what came of it must be recorded before the function is stopped. */
const TIME_TO_STOP_MS = 20_000

const StoredMail = Json.pipe(MailContent)

type NumberedHint = DeliveryPlanned & { readonly position: number }

/**
 * Sends the deliveries that hints point at; returns the positions of hints that must come again. A hint is
 * only a hint: the delivery's own state says whether there is anything to do.
 */
export async function deliver(
  hints: readonly DeliveryPlanned[],
  dependencies: DeliverDependencies,
): Promise<number[]> {
  const failed: number[] = []
  const numbered = hints.map((hint, position) => ({ ...hint, position }))
  for (const [dealerId, own] of Map.groupBy(numbered, (hint) => hint.dealerId)) {
    failed.push(...(await oneByOneOnFailure(dealerId, own, dependencies)))
  }
  return failed
}

/** One damaged record must not fail the deliveries that were read with it. */
async function oneByOneOnFailure(
  dealerId: string,
  hints: readonly NumberedHint[],
  dependencies: DeliverDependencies,
): Promise<number[]> {
  try {
    return await deliverForDealer(dealerId, hints, dependencies)
  } catch (error) {
    const [only] = hints
    if (only !== undefined && hints.length === 1) {
      dependencies.log.error(lines.failed, error, { dealerId, deliveryId: only.deliveryId })
      return [only.position]
    }
    const failed: number[] = []
    for (const hint of hints) failed.push(...(await oneByOneOnFailure(dealerId, [hint], dependencies)))
    return failed
  }
}

async function deliverForDealer(
  dealerId: string,
  hints: readonly NumberedHint[],
  dependencies: DeliverDependencies,
): Promise<number[]> {
  const { store, queue, clock, log } = dependencies
  const now = clock.now()
  const [known, dealer] = await Promise.all([
    store.messages.deliveriesByIds(
      dealerId,
      hints.map(({ deliveryId }) => deliveryId),
    ),
    store.dealers.byId(dealerId),
  ])
  if (dealer === undefined) throw new DealerMissing(`no dealer ${dealerId}`)
  const ready = [...known.values()].filter(({ status }) => status === 'planned')
  const due = ready.filter((delivery) => delivery.sendAfter <= now)
  await later(
    queue,
    ready.filter((delivery) => delivery.sendAfter > now),
    now,
  )
  if (due.length === 0) return []
  const toSend = await readToSend(store, dealer, due)
  const failed: number[] = []
  const worker = new Worker(dependencies)
  const guarded = async (deliveryId: string | undefined, work: Promise<void>) => {
    try {
      await work
    } catch (error) {
      log.error(lines.failed, error, { dealerId, ...(deliveryId && { deliveryId }) })
      const hint = hints.find((each) => each.deliveryId === deliveryId)
      if (hint !== undefined) failed.push(hint.position)
    }
  }
  for (const delivery of due) {
    await guarded(delivery.deliveryId, worker.deliver(delivery, toSend.get(delivery.deliveryId) ?? []))
  }
  await guarded(worker.last, worker.finish())
  return failed
}

/** Hints again when their time has come; what is beyond the queue's reach the sweep of deliveries queues. */
export async function later(queue: Queue, deliveries: readonly Delivery[], now: Instant): Promise<void> {
  const hints = deliveries.flatMap(({ dealerId, deliveryId, sendAfter }) => {
    const delaySeconds = Math.ceil((epochMilliseconds(sendAfter) - epochMilliseconds(now)) / 1000)
    return delaySeconds > LONGEST_DELAY_SECONDS ? [] : [{ body: { dealerId, deliveryId }, delaySeconds }]
  })
  if (hints.length > 0) await queue.send(hints)
}

/**
 * Sends one delivery after the other. The results of one are written with the claim of the next, so what is in
 * doubt when the worker dies is never more than one delivery.
 */
class Worker {
  readonly #with: DeliverDependencies
  #unrecorded: { results: Results; attempts: readonly Attempt[] } | undefined

  constructor(dependencies: DeliverDependencies) {
    this.#with = dependencies
  }

  /** The delivery whose results are not written yet. */
  get last(): string | undefined {
    return this.#unrecorded?.results.settlement.delivery.deliveryId
  }

  async deliver(delivery: Delivery, toSend: readonly ToSend[]): Promise<void> {
    const { queue, clock, log, leaseSeconds, remaining } = this.#with
    const { dealerId, deliveryId } = delivery
    if (remaining() < TIME_TO_STOP_MS) {
      await queue.send([{ body: { dealerId, deliveryId } }])
      return
    }
    const pending = toSend.map(({ message }) => message.messageId)
    if (pending.length < delivery.pending.length) {
      // A table that was restored may lack rows: without its row nobody can say what was to be told.
      const missing = delivery.pending.filter((messageId) => !pending.includes(messageId))
      log.warn(lines.rowsMissing, { dealerId, deliveryId, messageIds: missing })
    }
    const now = clock.now()
    const leaseUntil = addSeconds(now, leaseSeconds)
    const addresses = Object.fromEntries(
      toSend.flatMap(({ message, facts }) => {
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
    const attempts = await this.#sendAll(toSend, leaseUntil)
    const at = clock.now()
    const settlement = settle({ ...claimed, version: claimed.version + 1 }, attempts, at)
    this.#unrecorded = { results: { settlement, stamp: { at, by: BY } }, attempts }
  }

  /** Writes the last results. */
  async finish(): Promise<void> {
    if (this.#unrecorded !== undefined) await this.#write(undefined)
  }

  /** Returns whether the claim is ours. */
  async #write(claim: Claim | undefined): Promise<boolean> {
    const { store, log } = this.#with
    const unrecorded = this.#unrecorded
    const { recorded, claimed } = await recordAndClaim(store, unrecorded?.results, claim)
    this.#unrecorded = undefined
    if (unrecorded === undefined) return claimed
    const { settlement, stamp } = unrecorded.results
    const { dealerId, deliveryId, status } = settlement.delivery
    if (recorded) {
      report(log, settlement, unrecorded.attempts)
      if (status === 'planned') await this.#hintLater(settlement.delivery, stamp.at)
    } else {
      // The lease ended meanwhile and the sweep of deliveries has settled the rest: its word stands. What a person
      // needs to know of it is told here.
      const accepted = settlement.messages.flatMap(({ messageId, providerId, status: came }) =>
        came === 'sent' ? [{ messageId, providerId }] : [],
      )
      log.warn(lines.leaseLost, { dealerId, deliveryId, accepted })
    }
    return claimed
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
      const turn = pace[each.message.channel].next(clock.now())
      if (turn > 0) await wait(turn)
      // A worker that slept past its lease may not be the only one any more, and one that is stopped in the
      // middle leaves all of its messages in doubt; what it has not sent stays pending.
      if (clock.now() >= leaseUntil || remaining() < TIME_TO_STOP_MS) break
      const tried = await attempt(each, this.#with)
      attempts.push(tried)
      // Who says too fast is not asked again for the others.
      if ('result' in tried && tried.result.kind === 'throttled') break
    }
    return attempts
  }
}

/** Where a message would go by these facts, whether it may or not. */
function addressOf({ customer, staff }: ToSend['facts']): string | undefined {
  return customer?.mobile ?? staff?.email
}

async function attempt(
  { message, facts }: ToSend,
  { clock, sms, mail, files, log }: DeliverDependencies,
): Promise<Attempt> {
  const verdict = maySendNow(message, facts, clock.now())
  if (verdict.kind !== 'send') return { message, verdict }
  const { address } = verdict
  const at = clock.now()
  const { messageId, dealerId, messageClass, text } = message
  const { customer } = facts
  if (message.channel === 'sms') {
    const result: SendResult =
      customer === undefined
        ? refused('invalid-number')
        : await sms.send({ to: customer.mobile, text, messageClass, messageId })
    return { message, address, at, result }
  }
  let stored: string | undefined
  try {
    stored = await files.read(fileKeys.mail(dealerId, messageId))
  } catch (error) {
    // Nothing has left: it must not put the delivery's other mails in doubt.
    log.error(lines.unreadableMail, error, { dealerId, messageId })
    return { message, address, at, result: { kind: 'not-sent', cause: 'body not read' } }
  }
  const content = StoredMail.safeParse(stored)
  if (!content.success) return { message, address, at, result: refused('content-rejected') }
  const outgoing = mayHaveBeenSent(message) ? asResent(content.data) : content.data
  return {
    message,
    address,
    at,
    result: await mail.send({ to: address, content: outgoing, messageId, dealerId }),
  }
}

function report(log: Log, { delivery, messages }: Settlement, attempts: readonly Attempt[]): void {
  const { dealerId, deliveryId } = delivery
  const held = messages.filter(({ status }) => status === 'held').map(({ messageId }) => messageId)
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
