import type { Delivery } from '../../shared/domain/message.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import type { Queue } from '../../shared/runtime/queue.ts'
import type { JobStore } from '../../shared/store/job-store.ts'
import { later } from './hint-later.ts'
import { isLate, lateFields } from './late.ts'
import { lines } from './log-lines.ts'
import { resultWrites } from './record-results.ts'
import { settleAbandoned } from './settle.ts'

/**
 * The sweep of deliveries: queues those whose window has opened and those that nobody has claimed ten minutes
 * after their time, and settles those whose worker died with the claim in hand.
 */
export async function rescue({
  store,
  queue,
  clock,
  log,
}: {
  store: JobStore
  queue: Queue
  clock: Clock
  log: Log
}): Promise<{ queued: number; settled: number }> {
  const now = clock.now()
  const seen = await store.messages.deliveriesNeedingAttention(now, (damage) => {
    // It must not keep all the others from being looked after.
    log.error(lines.damaged, damage)
  })
  const hints = []
  let settled = 0
  for (const delivery of seen) {
    const { dealerId, deliveryId } = delivery
    const hint = { body: { dealerId, deliveryId } }
    if (delivery.status === 'planned') hints.push(hint)
    if (delivery.status === 'sending') {
      try {
        if (await settleDead(delivery, { store, queue, log, clock })) settled += 1
      } catch (error) {
        // One that cannot be settled must not keep the others waiting.
        log.error(lines.failed, error, { dealerId, deliveryId })
      }
    }
  }
  const late = seen.filter((delivery) => isLate(delivery, now))
  for (const [dealerId, own] of Map.groupBy(late, (delivery) => delivery.dealerId)) {
    log.warn(lines.late, lateFields(dealerId, own))
  }
  await queue.send(hints)
  log.info(lines.rescued, { queued: hints.length, settled })
  return { queued: hints.length, settled }
}

async function settleDead(
  delivery: Delivery,
  { store, queue, log, clock }: { store: JobStore; queue: Queue; log: Log; clock: Clock },
): Promise<boolean> {
  const { dealerId, deliveryId } = delivery
  const { rows: readable, damaged } = await store.messages.readableByIds(dealerId, delivery.pending)
  const rows = [...readable.values()]
  const [damage] = damaged.values()
  if (damage !== undefined) {
    log.error(lines.messagesDamaged, damage, { dealerId, deliveryId, messageIds: [...damaged.keys()] })
    if (rows.length === 0) return false
  }
  const now = clock.now()
  const settlement = settleAbandoned(delivery, rows, now, [...damaged.keys()])
  const result = await store.commit(
    await resultWrites(store, { settlement, stamp: { at: now, by: 'rescue' } }),
  )
  if (result.kind === 'conflict') return false
  await later(queue, settlement.delivery.status === 'planned' ? [settlement.delivery] : [], now)
  const held = settlement.messages.flatMap(({ status, messageId }) => (status === 'held' ? [messageId] : []))
  if (held.length > 0) log.warn(lines.held, { dealerId, deliveryId, messageIds: held })
  return true
}
