import * as z from 'zod'
import { ClaimKind, EvidenceKind } from './claim-kind.ts'
import { DealerId, OrderId, VehicleId, WarrantyClaimId } from './ids.ts'
import { statesOf } from './machine.ts'
import { LaborHours } from './order-lines.ts'
import { PartNumber } from './part-price.ts'
import { recordFields } from './record.ts'
import { CalendarDate, Instant } from './time.ts'
import { Vin } from './vin.ts'
import { warrantyClaimMachine } from './warranty-claim-machine.ts'

export const WarrantyClaimStatus = z.enum(statesOf(warrantyClaimMachine))
export type WarrantyClaimStatus = z.infer<typeof WarrantyClaimStatus>

/**
 * The longest lists of a claim. Together they keep it below 180 KB: its audit entry holds it twice, and an item of the
 * table holds 400.
 */
export const MOST_CLAIM_LINES = 60
export const MOST_EVIDENCE = 60
export const MOST_ROUNDS = 20
export const MOST_DELAYS = 30

const fen = z.int().nonnegative()
/** What the department may have to do about a claim within a time. */
export const claimSteps = ['submit', 'resubmit', 'appeal'] as const

const stamped = { at: Instant, by: z.string() }

/** One matter that is claimed: an operation, a part, or a sum that the manufacturer has fixed for the whole. */
export const ClaimLine = z.object({
  /** Its place in the claim, from 1: statements name it. */
  line: z.int().positive(),
  operation: z.object({ code: z.string(), name: z.string(), laborHours: LaborHours }).optional(),
  part: z.object({ partNumber: PartNumber, name: z.string(), quantity: z.int().positive() }).optional(),
  /** 故障现象: what the customer says. */
  complaint: z.string().optional(),
  /** 故障原因. */
  cause: z.string().optional(),
  /** 处理措施. */
  correction: z.string().optional(),
  claimedFen: fen,
  /** What the manufacturer approved of it; absent: all. */
  approvedFen: fen.optional(),
  settledFen: z.int().optional(),
})
export type ClaimLine = z.infer<typeof ClaimLine>

/** 预授权/特批: the manufacturer's yes before the repair. */
export const PriorAuthorization = z.object({
  state: z.enum(['asked', 'granted', 'refused']),
  /** The number under which the manufacturer has it. */
  number: z.string().optional(),
  /** Up to so much; absent: without a limit. */
  upToFen: fen.optional(),
  ...stamped,
})
export type PriorAuthorization = z.infer<typeof PriorAuthorization>

export const Evidence = z.object({
  kind: EvidenceKind,
  /** Where it is kept; of an old part its tag. */
  reference: z.string(),
  /** Of which line it is; absent: of the whole claim. */
  line: z.int().positive().optional(),
  ...stamped,
})
export type Evidence = z.infer<typeof Evidence>

/** What the manufacturer said of a submission. */
export const ClaimAnswer = z.object({
  verdict: z.enum(['approved', 'returned', 'refused']),
  reason: z.string().optional(),
  ...stamped,
})

/** 索赔单. */
export const WarrantyClaim = z.object({
  dealerId: DealerId,
  claimId: WarrantyClaimId,
  number: z.string(),
  /** The manufacturer's own number, known once it is submitted. */
  manufacturerNumber: z.string().optional(),
  kind: ClaimKind,
  /** 活动代码, of a campaign. */
  campaignCode: z.string().optional(),
  orderId: OrderId,
  vehicleId: VehicleId,
  vin: Vin,
  /** As it stands in the dealer's settings. */
  manufacturer: z.string(),
  /** The car was fetched (外出救援): then there is a report of it. */
  rescued: z.boolean(),
  status: WarrantyClaimStatus,
  deliveredOn: CalendarDate,
  /** What the department has to do next, as it was when the claim was last changed; see `claim-deadline.ts`. */
  next: z.object({ step: z.enum(claimSteps), dueOn: CalendarDate }).optional(),
  odometerKm: z.int().nonnegative().optional(),
  openedAt: Instant,
  lines: z.array(ClaimLine).min(1).max(MOST_CLAIM_LINES),
  authorization: PriorAuthorization.optional(),
  evidence: z.array(Evidence).max(MOST_EVIDENCE),
  submissions: z.array(z.object(stamped)).max(MOST_ROUNDS),
  answers: z.array(ClaimAnswer).max(MOST_ROUNDS),
  appeals: z.array(z.object({ reason: z.string(), ...stamped })).max(MOST_ROUNDS),
  /** Why it was not submitted in time, each time that was asked. */
  delays: z.array(z.object({ reason: z.string(), ...stamped })).max(MOST_DELAYS),
  /** The statement that settled it. */
  settlement: z.object({ statement: z.string(), settledFen: z.int(), ...stamped }).optional(),
  withdrawn: z.object({ reason: z.string(), ...stamped }).optional(),
  ...recordFields,
})
export type WarrantyClaim = z.infer<typeof WarrantyClaim>

/** What is claimed in all. */
export function claimedFen({ lines }: Pick<WarrantyClaim, 'lines'>): number {
  return lines.reduce((sum, line) => sum + line.claimedFen, 0)
}

/** What the manufacturer is expected to pay for a line. */
export function expectedFen({ claimedFen, approvedFen }: ClaimLine): number {
  return approvedFen ?? claimedFen
}

/** The money is neither there nor given up. */
export function isUnsettled({ status }: Pick<WarrantyClaim, 'status'>): boolean {
  switch (status) {
    case 'opened':
    case 'submitted':
    case 'under_review':
    case 'approved':
    case 'returned':
    case 'refused':
    case 'appealed':
      return true
    case 'settled':
    case 'withdrawn':
      return false
  }
}
