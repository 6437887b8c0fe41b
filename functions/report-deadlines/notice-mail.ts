import { addSeconds, epochMilliseconds, type Instant } from '../../shared/domain/time.ts'
import { messageIdFor } from '../../shared/due/apply-decision.ts'
import { REPORT_DEADLINES } from '../../shared/due/plans/deadline-steps.ts'

/** What is decided in the same ten minutes is told a person in one mail. */
const SLOT_SECONDS = 600

/** The ten minutes that an instant lies in, by their beginning. */
export function slotOf(now: Instant): Instant {
  const seconds = Math.floor(epochMilliseconds(now) / 1000)
  const beginning = addSeconds(now, -(seconds % SLOT_SECONDS))
  return addSeconds(beginning, -(epochMilliseconds(beginning) % 1000) / 1000)
}

/** What the ledger says of the mail that tells a person of their deadlines, and its id. */
export function noticeMailRow({
  dealerId,
  staffId,
  slot,
  nth = 1,
}: {
  readonly dealerId: string
  readonly staffId: string
  readonly slot: Instant
  /** What comes after the mail of its ten minutes was written goes into another one. */
  readonly nth?: number
}) {
  const item = { dealerId, purpose: REPORT_DEADLINES, subject: `staff#${staffId}`, cycle: slot }
  const step = nth === 1 ? 'notices' : `notices-${String(nth)}`
  return { ...item, step, messageId: messageIdFor(item, step, staffId, 'mail') }
}
