import * as z from 'zod'
import { ClaimKind } from '../../domain/claim-kind.ts'
import { FollowUpCallId, MessageId, OrderId, StaffId, VehicleId, WarrantyClaimId } from '../../domain/ids.ts'
import { RepairKind, RepairOrder, RepairOrderStatus } from '../../domain/order.ts'
import { Payer } from '../../domain/order-lines.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { LedgerWarningBody } from '../ledger-warning.ts'

/** An order as lists show it. */
export const OrderSummary = z.object({
  etag: z.string(),
  orderId: OrderId,
  number: z.string(),
  vehicleId: VehicleId,
  kind: RepairKind,
  status: RepairOrderStatus,
  receivedOn: CalendarDate,
  appointmentAt: Instant.optional(),
  promisedAt: Instant.optional(),
  deliveredOn: CalendarDate.optional(),
  advisorId: StaffId.optional(),
  /** The earlier order that this one mends again. */
  reworkOf: OrderId.optional(),
  /** Whole days since the car came in, until it was delivered; absent before. */
  daysInShop: z.int().positive().optional(),
  totalFen: z.int().nonnegative(),
  settlement: Payer,
})
export type OrderSummaryView = z.input<typeof OrderSummary>

/** A whole order. */
export const OrderView = RepairOrder.omit({ dealerId: true, version: true, livesHere: true }).extend({
  etag: z.string(),
  daysInShop: z.int().positive().optional(),
  /** The verbs that its state takes. */
  allowed: z.array(z.string()),
  /**
   * 三包预警: what the car's statutory ledger warns of, worked out as the order is read while the car is here, and as it
   * comes in; absent elsewhere.
   */
  ledgerWarnings: z.array(LedgerWarningBody).optional(),
})
export type WholeOrderView = z.input<typeof OrderView>

/** An order as a request leaves it. */
export const ChangedOrder = OrderView.extend({
  /** What was taken although something is odd about it. */
  warnings: z.array(
    z.object({
      code: z.enum(['odometer-set-aside', 'limit-unconfirmed', 'rework-suggested']),
      zh: z.string(),
      en: z.string(),
    }),
  ),
  /** Of a new promise of delivery: the SMS that tells it, or why there is none. */
  told: z
    .union([z.object({ messageId: MessageId, sendAfter: Instant }), z.object({ withheld: z.string() })])
    .optional(),
  /** Of a delivery: the call that follows it, or why there is none. */
  followUp: z
    .union([
      z.object({ followUpCallId: FollowUpCallId, dueOn: CalendarDate }),
      z.object({ withheld: z.string() }),
    ])
    .optional(),
  /** Of a delivery: the claim on what the manufacturer pays, or why there is none. */
  claim: z
    .union([
      z.object({ claimId: WarrantyClaimId, number: z.string(), kind: ClaimKind }),
      z.object({ withheld: z.string() }),
    ])
    .optional(),
})
export type ChangedOrderView = z.input<typeof ChangedOrder>
