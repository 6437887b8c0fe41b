import * as z from 'zod'
import { epochMilliseconds, Instant } from '../../shared/domain/time.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Log } from '../../shared/runtime/logger.ts'
import { LONGEST_DELAY_SECONDS, type Queue } from '../../shared/runtime/queue.ts'
import { lines } from './log-lines.ts'

const NewDelivery = z.object({
  dynamodb: z.object({
    SequenceNumber: z.string(),
    NewImage: z.object({
      dealerId: z.object({ S: z.string() }),
      deliveryId: z.object({ S: z.string() }),
      sendAfter: z.object({ S: Instant }),
    }),
  }),
})

/**
 * Queues new deliveries; those whose time is beyond the queue's reach are left to the sweep of deliveries. The
 * stream is a hint: a record that comes twice makes a second hint, and one that cannot be read is only logged,
 * because the sweep finds its delivery in the table.
 */
export async function relay(
  records: readonly unknown[],
  { queue, log, clock }: { queue: Queue; log: Log; clock: Clock },
): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
  const now = epochMilliseconds(clock.now())
  const hints: { sequence: string; body: object; delaySeconds: number }[] = []
  for (const record of records) {
    const parsed = NewDelivery.safeParse(record)
    if (!parsed.success) {
      log.error(lines.unreadableRecord, parsed.error)
      continue
    }
    const { SequenceNumber, NewImage } = parsed.data.dynamodb
    const delaySeconds = Math.max(0, Math.ceil((epochMilliseconds(NewImage.sendAfter.S) - now) / 1000))
    if (delaySeconds > LONGEST_DELAY_SECONDS) continue
    const body = { dealerId: NewImage.dealerId.S, deliveryId: NewImage.deliveryId.S }
    hints.push({ sequence: SequenceNumber, body, delaySeconds })
  }
  const failed = await queue.send(hints)
  // The stream goes on from the first that is named here, so it must be the earliest.
  const sequence = hints.find((_, position) => failed.includes(position))?.sequence
  log.info(lines.relayed, { deliveries: hints.length - failed.length })
  return { batchItemFailures: sequence === undefined ? [] : [{ itemIdentifier: sequence }] }
}
