import * as z from 'zod'
import { DealerId, PolicyId, StaffId, VehicleId } from './ids.ts'
import { recordFields } from './record.ts'
import { CalendarDate, Instant } from './time.ts'

/** What came of a call (domain facts, insurance). */
export const CallOutcome = z.enum([
  'RENEWED',
  'QUOTED',
  'THINKING',
  'CALL_BACK',
  'APPOINTED',
  'NO_ANSWER',
  'REFUSED_CALL',
  'LOST',
  'INVALID',
])
export type CallOutcome = z.infer<typeof CallOutcome>

export const LostReason = z.enum([
  'PRICE_HIGH',
  'POLICY_SERVICE_POOR',
  'CLAIM_SERVICE_POOR',
  'REPAIR_QUALITY',
  'BOUGHT_ELSEWHERE',
  'VEHICLE_SOLD',
  'MOVED_AWAY',
  'SCRAPPED',
  'UNREACHABLE',
  'WRONG_NUMBER',
  'REFUSED_CONTACT',
  'OTHER',
])
export type LostReason = z.infer<typeof LostReason>

/**
 * A vehicle on a specialist's list. It stays on each working day's list until an outcome, a renewal or the
 * next step.
 */
export const CallEntry = z.object({
  dealerId: DealerId,
  staffId: StaffId,
  vehicleId: VehicleId,
  /** The governing policy: the cycle of the prompt. */
  policyId: PolicyId,
  step: z.string(),
  /** The first day of this step on the list. */
  listedOn: CalendarDate,
  /** Since when the vehicle is on the list without a break. */
  listedSince: CalendarDate,
  lastOutcome: z.object({ outcome: CallOutcome, at: Instant, remark: z.string().optional() }).optional(),
  /** The specialist who is away, and gets the entry back on returning. */
  standsInFor: StaffId.optional(),
  ...recordFields,
})
export type CallEntry = z.infer<typeof CallEntry>
