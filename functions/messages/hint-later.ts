import type { Delivery } from '../../shared/domain/message.ts'
import { epochMilliseconds, type Instant } from '../../shared/domain/time.ts'
import { LONGEST_DELAY_SECONDS, type Queue } from '../../shared/runtime/queue.ts'

/** Hints again when their time has come; what is beyond the queue's reach the sweep of deliveries queues. */
export async function later(queue: Queue, deliveries: readonly Delivery[], now: Instant): Promise<void> {
  const hints = deliveries.flatMap(({ dealerId, deliveryId, sendAfter }) => {
    const delaySeconds = Math.ceil((epochMilliseconds(sendAfter) - epochMilliseconds(now)) / 1000)
    return delaySeconds > LONGEST_DELAY_SECONDS ? [] : [{ body: { dealerId, deliveryId }, delaySeconds }]
  })
  if (hints.length > 0) await queue.send(hints)
}
