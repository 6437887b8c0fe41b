import * as z from 'zod'
import { DealerId, OrderId, VehicleId } from './ids.ts'
import { recordFields } from './record.ts'
import { CalendarDate } from './time.ts'

const fen = z.int().nonnegative()

export const RepairKind = z.enum(['first_service', 'maintenance', 'repair', 'accident', 'warranty'])
export type RepairKind = z.infer<typeof RepairKind>

/** 维修工单. The machine of its states grows with the workshop's functions; imports know these two. */
export const RepairOrder = z.object({
  dealerId: DealerId,
  orderId: OrderId,
  number: z.string(),
  vehicleId: VehicleId,
  kind: RepairKind,
  status: z.enum(['in_work', 'delivered']),
  receivedOn: CalendarDate,
  deliveredOn: CalendarDate.optional(),
  odometerKm: z.int().nonnegative().optional(),
  advisorName: z.string().optional(),
  laborFen: fen,
  partsFen: fen,
  totalFen: fen,
  settlement: z.enum(['customer', 'manufacturer', 'insurer']),
  ...recordFields,
})
export type RepairOrder = z.infer<typeof RepairOrder>

/** A first service (首保) or a regular one (保养): what the next service is counted from. */
export function isMaintenance(kind: RepairKind): boolean {
  return kind === 'first_service' || kind === 'maintenance'
}
