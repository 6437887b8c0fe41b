import * as z from 'zod'
import { DealerId, OrderId, PartsOrderId } from './ids.ts'
import { statesOf } from './machine.ts'
import { OrderClassCode } from './parts-order-class.ts'
import { partsOrderMachine } from './parts-order-machine.ts'
import { recordFields } from './record.ts'
import { CalendarDate, Instant } from './time.ts'

export const PartsOrderStatus = z.enum(statesOf(partsOrderMachine))

/**
 * The longest lists of one order. Together they keep an order below 180 KB: its audit entry holds it twice, and an
 * item of the table holds 400.
 */
export const MOST_LINES = 50
export const MOST_RECEIPTS = 20
export const MOST_EXPECTATIONS = 30
export const MOST_REORDERS = 10

const pieces = z.int().nonnegative()

const PartsLine = z.object({
  /** Its place in the order, from 1. */
  line: z.int().positive(),
  partNumber: z.string(),
  partName: z.string(),
  quantity: z.int().positive(),
  /** Where missing pieces of this line were ordered again. */
  reordered: z
    .array(z.object({ partsOrderId: PartsOrderId, quantity: z.int().positive() }))
    .max(MOST_REORDERS)
    .optional(),
})
export type PartsLine = z.infer<typeof PartsLine>

/** What of one line a delivery brought: good, unusable, promised and not in the parcel, more than was ordered. */
const Counted = z.object({
  line: z.int().positive(),
  received: pieces,
  damaged: pieces,
  short: pieces,
  excess: pieces,
})
export type Counted = z.infer<typeof Counted>

/** One delivery as the warehouse counted it. */
export const PartsReceipt = z.object({
  at: Instant,
  by: z.string(),
  lines: z.array(Counted).min(1),
  /** Where the photos are kept, of damage above all. */
  photos: z.array(z.string()),
  remark: z.string().optional(),
})
export type PartsReceipt = z.infer<typeof PartsReceipt>

/** A change of the day on which the parts are expected; without `to` nobody knows any more. */
export const ExpectedChange = z.object({
  at: Instant,
  by: z.string(),
  from: CalendarDate.optional(),
  to: CalendarDate.optional(),
  reason: z.string(),
})

/** 配件订单. */
export const PartsOrder = z.object({
  dealerId: DealerId,
  /** Made from the number, so that a number is one order's. */
  partsOrderId: PartsOrderId,
  number: z.string(),
  orderClass: OrderClassCode,
  status: PartsOrderStatus,
  supplier: z.string().optional(),
  /** The supplier's own number: several of our orders may go out under one. */
  supplierNumber: z.string().optional(),
  orderedOn: CalendarDate,
  expectedOn: CalendarDate.optional(),
  expectedChanges: z.array(ExpectedChange).max(MOST_EXPECTATIONS),
  /** The repair order that waits for the parts. */
  orderId: OrderId.optional(),
  /** The order whose missing pieces this one orders again. */
  reorderOf: PartsOrderId.optional(),
  lines: z.array(PartsLine).min(1).max(MOST_LINES),
  receipts: z.array(PartsReceipt).max(MOST_RECEIPTS),
  closedAt: Instant.optional(),
  cancelled: z.object({ at: Instant, by: z.string(), reason: z.string() }).optional(),
  ...recordFields,
})
export type PartsOrder = z.infer<typeof PartsOrder>

/** Somebody still has to do something about it: parts are on their way, or the order is not closed. */
export function isOpenPartsOrder({ status }: Pick<PartsOrder, 'status'>): boolean {
  switch (status) {
    case 'placed':
    case 'partly_received':
    case 'received':
      return true
    case 'closed':
    case 'cancelled':
      return false
  }
}

/** The day on which something of it is still to come; undefined when nothing is, or nobody knows. */
export function awaitedOn({
  status,
  expectedOn,
}: Pick<PartsOrder, 'status' | 'expectedOn'>): CalendarDate | undefined {
  return status === 'placed' || status === 'partly_received' ? expectedOn : undefined
}

/** How a line stands: where its ordered pieces are. */
export interface LineStand extends Omit<Counted, 'line'> {
  /** Neither here nor accounted for. */
  readonly outstanding: number
  /** 缺件: damaged or short, and not ordered again yet. */
  readonly missing: number
}

/**
 * How a line of an order stands, by its receipts alone. While the order is open, received, damaged, short and
 * outstanding pieces add up to those ordered; of an order that is over nobody waits for anything.
 */
export function standOf(order: Pick<PartsOrder, 'status' | 'receipts'>, line: PartsLine): LineStand {
  const counted = order.receipts.flatMap(({ lines }) => lines.filter((each) => each.line === line.line))
  const sum = (of: (count: Counted) => number) => counted.reduce((total, count) => total + of(count), 0)
  const received = sum((count) => count.received)
  const damaged = sum((count) => count.damaged)
  const short = sum((count) => count.short)
  const reordered = (line.reordered ?? []).reduce((total, { quantity }) => total + quantity, 0)
  const open = isOpenPartsOrder(order)
  return {
    received,
    damaged,
    short,
    excess: sum((count) => count.excess),
    outstanding: open ? line.quantity - received - damaged - short : 0,
    missing: open ? damaged + short - reordered : 0,
  }
}
