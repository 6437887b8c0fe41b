import * as z from 'zod'
import { equipmentCheckMachine } from './equipment-check-machine.ts'
import { DeadlineId, DealerId, EquipmentCheckId, StaffId } from './ids.ts'
import { statesOf } from './machine.ts'
import { recordFields } from './record.ts'
import { CalendarDate, Instant } from './time.ts'

export const EquipmentCheckStatus = z.enum(statesOf(equipmentCheckMachine))
export type EquipmentCheckStatus = z.infer<typeof EquipmentCheckStatus>

/** Before work, when it is signed for, or after it. */
export const CheckOccasion = z.enum(['morning', 'closing'])
export type CheckOccasion = z.infer<typeof CheckOccasion>

export const MOST_CHECK_LINES = 100

/** A tool or a piece of equipment that is not as it should be. */
export const CheckLine = z.object({
  tool: z.string().max(100),
  quantity: z.int().min(1).max(9999),
  problem: z.enum(['missing', 'damaged']),
  remark: z.string().max(200).optional(),
})
export type CheckLine = z.infer<typeof CheckLine>

/** A team's check of its tools and equipment, once before work and once after it. */
export const EquipmentCheck = z.object({
  dealerId: DealerId,
  equipmentCheckId: EquipmentCheckId,
  /** As the workshop calls it: 机修一组. */
  team: z.string().max(30),
  on: CalendarDate,
  occasion: CheckOccasion,
  /** What is missing or damaged; nothing else is listed. */
  lines: z.array(CheckLine).max(MOST_CHECK_LINES),
  signedBy: StaffId,
  signedAt: Instant,
  /** The deadline that it closed. */
  deadlineId: DeadlineId.optional(),
  status: EquipmentCheckStatus,
  list: z
    .object({
      at: Instant,
      by: StaffId,
      /** Where the paper is kept. */
      reference: z.string().max(200).optional(),
      remark: z.string().max(500).optional(),
    })
    .optional(),
  ...recordFields,
})
export type EquipmentCheck = z.infer<typeof EquipmentCheck>

/** Whether tools are missing: what is damaged is there, and is repaired. */
export function isAnythingMissing({ lines }: Pick<EquipmentCheck, 'lines'>): boolean {
  return lines.some(({ problem }) => problem === 'missing')
}
