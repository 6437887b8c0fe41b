import * as z from 'zod'
import { DealerId, OrderId, StaffId, VehicleId } from './ids.ts'
import { statesOf, verbsFrom } from './machine.ts'
import { amountsOf, LaborOperation, Payer, PartLine, type Amounts, type Lines } from './order-lines.ts'
import {
  AdditionalRepairItem,
  Cancellation,
  DeliveryPromise,
  IntakeInterview,
  MOST_CHECKS,
  MOST_EXTRA_WORK,
  Presenter,
  QualityCheck,
  RepairAuthorization,
  RepairOrderInvoice,
  Rework,
  WalkaroundInspection,
} from './order-papers.ts'
import { recordFields } from './record.ts'
import { StatutoryNote } from './warranty/repair-fact.ts'
import { repairOrderMachine } from './repair-order-machine.ts'
import { CalendarDate, Instant } from './time.ts'
import type { Visit } from './vehicle.ts'

const fen = z.int().nonnegative()

export const RepairKind = z.enum(['first_service', 'maintenance', 'repair', 'accident', 'warranty'])
export type RepairKind = z.infer<typeof RepairKind>

export const RepairOrderStatus = z.enum(statesOf(repairOrderMachine))
export type RepairOrderStatus = z.infer<typeof RepairOrderStatus>

/** 维修工单. Exports know it in work and delivered, with its amounts; everything else is written here. */
export const RepairOrder = z.object({
  dealerId: DealerId,
  orderId: OrderId,
  number: z.string(),
  vehicleId: VehicleId,
  kind: RepairKind,
  status: RepairOrderStatus,
  /** People work on it here, so no export changes it any more. */
  livesHere: z.literal(true).optional(),
  /** The day on which the car came in; of an appointment, the day for which it is. */
  receivedOn: CalendarDate,
  receivedAt: Instant.optional(),
  deliveredOn: CalendarDate.optional(),
  deliveredAt: Instant.optional(),
  appointmentAt: Instant.optional(),
  odometerKm: z.int().nonnegative().optional(),
  /** As an export names the service advisor. */
  advisorName: z.string().optional(),
  advisorId: StaffId.optional(),
  /** All that identifies a person: it goes when the customer's data are erased. See `withoutContactData`. */
  contact: z.object({ presenter: Presenter }).optional(),
  intake: IntakeInterview.optional(),
  walkaround: WalkaroundInspection.optional(),
  /** The quote: what the customer signs for. */
  labor: z.array(LaborOperation).optional(),
  parts: z.array(PartLine).optional(),
  authorization: RepairAuthorization.optional(),
  extraWork: z.array(AdditionalRepairItem).max(MOST_EXTRA_WORK).optional(),
  qualityChecks: z.array(QualityCheck).max(MOST_CHECKS).optional(),
  promise: DeliveryPromise.optional(),
  rework: Rework.optional(),
  invoice: RepairOrderInvoice.optional(),
  cancellation: Cancellation.optional(),
  /** 活动代码: of the campaign (服务活动, 召回) under which it is done. */
  campaignCode: z.string().optional(),
  /** 外出救援: the car was fetched, or mended where it stood. */
  rescued: z.literal(true).optional(),
  /** 三包记录: what it tells the statutory ledger. */
  statutory: StatutoryNote.optional(),
  /** What the old system had charged when people here took the order over; `settlement` pays it. */
  broughtFen: z.object({ labor: fen, parts: fen, total: fen }).optional(),
  /** What is quoted and agreed by now. */
  laborFen: fen,
  partsFen: fen,
  totalFen: fen,
  /** Who pays what is not said to be another's. */
  settlement: Payer,
  ...recordFields,
})
export type RepairOrder = z.infer<typeof RepairOrder>

/** A first service (首保) or a regular one (保养): what the next service is counted from. */
export function isMaintenance(kind: RepairKind): boolean {
  return kind === 'first_service' || kind === 'maintenance'
}

/** Something can still happen to it. */
export function isOpen({ status }: Pick<RepairOrder, 'status'>): boolean {
  return verbsFrom(repairOrderMachine, status).length > 0
}

/** What is quoted, and what was agreed to besides: what is done and paid. */
export function linesOf({
  labor,
  parts,
  extraWork,
}: Pick<RepairOrder, 'labor' | 'parts' | 'extraWork'>): Lines {
  const agreed = (extraWork ?? []).filter(({ decision }) => decision?.outcome === 'agreed')
  return {
    labor: [...(labor ?? []), ...agreed.flatMap((each) => each.labor)],
    parts: [...(parts ?? []), ...agreed.flatMap((each) => each.parts)],
  }
}

/** The order with the amounts that its lines come to, on top of what an old system had charged. */
export function withAmounts(order: RepairOrder): RepairOrder {
  return { ...order, ...withBrought(amountsOf(linesOf(order)), order) }
}

/** Amounts with what an old system had charged: its total may have more in it than labour and parts. */
export function withBrought(
  { laborFen, partsFen, totalFen }: Amounts,
  { broughtFen: { labor, parts, total } = { labor: 0, parts: 0, total: 0 } }: Pick<RepairOrder, 'broughtFen'>,
): Amounts {
  return { laborFen: laborFen + labor, partsFen: partsFen + parts, totalFen: totalFen + total }
}

/** The order as a visit of its vehicle; undefined while the car has not come, and when nothing became of it. */
export function visitOfOrder(order: RepairOrder): Visit | undefined {
  switch (order.status) {
    case 'appointment':
    case 'cancelled':
    case 'no_show':
      return undefined
    case 'received':
    case 'estimated':
    case 'authorized':
    case 'in_work':
    case 'awaiting_customer':
    case 'quality_check':
    case 'checked':
    case 'invoiced':
    case 'delivered': {
      const { orderId, kind, receivedOn, deliveredOn, odometerKm } = order
      return { orderId, maintenance: isMaintenance(kind), receivedOn, deliveredOn, odometerKm }
    }
  }
}

/**
 * The order without what identifies a person: what stays when the customer's data are erased. The record of the
 * repair itself must be kept (statutory warranty, Art. 17: six years).
 */
export function withoutContactData(order: RepairOrder): RepairOrder {
  const { contact: _, ...kept } = order
  return kept
}
