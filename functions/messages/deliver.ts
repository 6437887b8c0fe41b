import type { DeliveryPlanned } from '../../events/delivery-planned.v1.ts'
import type { Delivery } from '../../shared/domain/message.ts'
import { DealerMissing } from '../../shared/due/purpose.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import type { Queue } from '../../shared/runtime/queue.ts'
import type { MailSender } from '../../shared/senders/mail-sender.ts'
import type { SmsSender } from '../../shared/senders/sms-sender.ts'
import type { Files } from '../../shared/store/files.ts'
import type { DeliveryStore } from '../../shared/store/delivery-store.ts'
import { later } from './hint-later.ts'
import { lines } from './log-lines.ts'
import type { Pace } from './pace.ts'
import { contentsOf } from './send-facts.ts'
import { Worker } from './worker.ts'

export interface DeliverDependencies {
  readonly store: DeliveryStore
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

/** One delivery that cannot be read must not fail those that were read with it. */
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
  const contents = await contentsOf(store, dealer, due)
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
    const own = contents.get(delivery.deliveryId)
    if (own !== undefined) await guarded(delivery.deliveryId, worker.deliver(delivery, own))
  }
  await guarded(worker.last, worker.finish())
  return failed
}
