import * as z from 'zod'
import { OrderId } from './ids.ts'
import { LaborOperation, PartLine, Payer } from './order-lines.ts'
import { Mobile } from './mobile.ts'
import { Instant } from './time.ts'

/**
 * The papers that come together in a repair order. An order's audit entry holds it twice and an item of the table
 * 400 KB, so all lists are bounded: together they keep an order below 180 KB.
 */
export const MOST_LINES = 150
export const MOST_EXTRA_WORK = 20
export const MOST_CHECKS = 10
export const MOST_PROMISES = 30

const fen = z.int().nonnegative()
const stamped = { at: Instant, by: z.string() }

/** 送修人: who brings the car, where it is not the owner. */
export const Presenter = z.object({
  name: z.string().trim().min(1).max(60),
  /** Without it, the owner's number is called. */
  mobile: Mobile.optional(),
})
export type Presenter = z.infer<typeof Presenter>

/** 问诊: what the customer says is wrong. */
export const IntakeInterview = z.object({ complaint: z.string(), ...stamped })

/** 环车检查: what the car looks like as it comes in, before anybody can say that the workshop did it. */
export const WalkaroundInspection = z.object({
  findings: z.array(z.object({ place: z.string(), damage: z.string() })),
  /** Of a full tank or battery. */
  fuelEighths: z.int().min(0).max(8),
  belongings: z.array(z.string()),
  /** Where the photos are kept. */
  photos: z.array(z.string()),
  ...stamped,
})

/** Who spoke for the customer. No name: that stands in the books or in `contact`. */
export const Principal = z.enum(['owner', 'presenter'])

/** 任务委托书: the customer's signature under the quote. */
export const RepairAuthorization = z.object({
  /** Where the signed paper is kept. */
  reference: z.string(),
  signedBy: Principal,
  totalFen: fen,
  ...stamped,
})

export const ExtraWorkDecision = z.object({
  outcome: z.enum(['agreed', 'refused']),
  decidedBy: z.enum([...Principal.options, 'insurer', 'manufacturer']),
  how: z.enum(['in_person', 'signature', 'phone', 'message']),
  decidedAt: Instant,
  /** A signed paper, a recording, an approval's number. */
  reference: z.string().optional(),
  ...stamped,
})
export type ExtraWorkDecision = z.infer<typeof ExtraWorkDecision>

/** 增项: what was found while working, and is done only if its payer agrees. */
export const AdditionalRepairItem = z.object({
  /** `x1`, `x2`: its place in the order. */
  extraWorkId: z.string().regex(/^x[1-9]\d?$/),
  reason: z.string(),
  labor: z.array(LaborOperation),
  parts: z.array(PartLine),
  decision: ExtraWorkDecision.optional(),
  ...stamped,
})
export type AdditionalRepairItem = z.infer<typeof AdditionalRepairItem>

/** 质检. */
export const QualityCheck = z.object({
  result: z.enum(['passed', 'failed']),
  remark: z.string().optional(),
  ...stamped,
})

/** When the car will be ready, as the customer was told, and what was said before. */
export const DeliveryPromise = z.object({
  at: Instant,
  /** Grows with each change, so that the customer is told of each one once. */
  number: z.int().positive(),
  /** The last changes, oldest first; the audit has all of them. */
  changes: z
    .array(z.object({ promisedAt: Instant, reason: z.string().optional(), ...stamped }))
    .min(1)
    .max(MOST_PROMISES),
})
export type DeliveryPromise = z.infer<typeof DeliveryPromise>

/** The name under which the ledger has the message of a promise: each change is told once. */
export function promiseStep({ number }: Pick<DeliveryPromise, 'number'>): string {
  return `promise-${String(number)}`
}

/** 结算: what each payer owes. */
export const RepairOrderInvoice = z.object({
  /** One for each payer of any line. */
  charges: z.array(z.object({ payer: Payer, laborFen: fen, partsFen: fen, totalFen: fen })),
  totalFen: fen,
  /** The number of the tax invoice or the settlement in the dealer's books. */
  reference: z.string().optional(),
  ...stamped,
})

export const cancelReasons = [
  'customer_changed_mind',
  'price_refused',
  'parts_unavailable',
  'opened_by_mistake',
  'other',
] as const

export const Cancellation = z.object({
  reason: z.enum(cancelReasons),
  remark: z.string().optional(),
  ...stamped,
})

/** 返修: whether it mends what an earlier order did not, and how that is known. */
export const Rework = z.object({
  /** The earlier order; absent where a person has said that it is none. */
  orderId: OrderId.optional(),
  because: z.enum(['same-operation', 'same-complaint', 'said']),
})
export type Rework = z.infer<typeof Rework>
