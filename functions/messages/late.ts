import type { Delivery } from '../../shared/domain/message.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'

/**
 * A provider that cannot be used is given up after an hour and a half, and a person is told; what waits longer is put
 * off again and again (too fast, over the quota), or nobody takes it.
 */
const LATE_AFTER_MINUTES = 180

/** Whether a delivery might have gone hours ago and still waits. */
export function isLate({ status, sendAfter, waitingSince }: Delivery, now: Instant): boolean {
  return status === 'planned' && addMinutes(waitingSince ?? sendAfter, LATE_AFTER_MINUTES) <= now
}

/** What a line of the log tells of late deliveries of one dealer. */
export function lateFields(dealerId: string, deliveries: readonly Delivery[]) {
  const messages = deliveries.reduce((sum, { pending }) => sum + pending.length, 0)
  return { dealerId, deliveries: deliveries.length, messages }
}
