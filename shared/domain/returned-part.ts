import * as z from 'zod'
import { DealerId, OrderId, ReturnedPartId, VehicleId, WarrantyClaimId } from './ids.ts'
import { statesOf } from './machine.ts'
import { PartNumber } from './part-price.ts'
import { recordFields } from './record.ts'
import { returnedPartMachine } from './returned-part-machine.ts'
import { CalendarDate, Instant } from './time.ts'

export const ReturnedPartStatus = z.enum(statesOf(returnedPartMachine))
export type ReturnedPartStatus = z.infer<typeof ReturnedPartStatus>

export const MOST_MOVES = 30

const stamped = { at: Instant, by: z.string() }

/** 旧件抵扣: why the manufacturer takes the money of a part back. */
export const deductionReasons = [
  'not_sent',
  'sent_late',
  'lost_on_the_way',
  'wrong_part',
  'no_fault_found',
  'damaged_by_customer',
  'tag_unreadable',
  'other',
] as const

/** 旧件: a part that was replaced under warranty and is the manufacturer's. */
export const ReturnedPart = z.object({
  dealerId: DealerId,
  returnedPartId: ReturnedPartId,
  /** 旧件标签号, one part's for ever. */
  tag: z.string(),
  claimId: WarrantyClaimId,
  /** The line of the claim that it was replaced by. */
  claimLine: z.int().positive(),
  orderId: OrderId,
  vehicleId: VehicleId,
  manufacturer: z.string(),
  partNumber: PartNumber,
  name: z.string(),
  quantity: z.int().positive(),
  /** The day on which it was taken out: it decides the month with which it is sent back. */
  removedOn: CalendarDate,
  status: ReturnedPartStatus,
  /** The shelf on which it lies; while it is here. */
  place: z.string().optional(),
  /** Until this day it must not be scrapped. */
  keptUntil: CalendarDate,
  moves: z.array(z.object({ place: z.string(), ...stamped })).max(MOST_MOVES),
  /** The shipment that it is packed for or went with. */
  shipment: z
    .object({
      manifest: z.string(),
      box: z.string().optional(),
      carrier: z.string().optional(),
      number: z.string().optional(),
      shippedAt: Instant.optional(),
    })
    .optional(),
  receivedAt: Instant.optional(),
  audit: z.object({ accepted: z.boolean(), remark: z.string().optional(), ...stamped }).optional(),
  deduction: z
    .object({
      reason: z.enum(deductionReasons),
      remark: z.string().optional(),
      amountFen: z.int().nonnegative(),
      ...stamped,
    })
    .optional(),
  /** The last time that it came back from the manufacturer. */
  sentBackAt: Instant.optional(),
  scrapped: z.object({ reason: z.string(), ...stamped }).optional(),
  ...recordFields,
})
export type ReturnedPart = z.infer<typeof ReturnedPart>

/** It lies in this department, on whatever shelf. */
export function isHere(part: Parameters<typeof placeOf>[0]): boolean {
  return placeOf(part) === 'dealer'
}

/** The one place where a part is. A deducted part is where it was when it was deducted. */
export type PartPlace = 'dealer' | 'carrier' | 'manufacturer' | 'nowhere'

export function placeOf({
  status,
  shipment,
  receivedAt,
  sentBackAt,
}: Pick<ReturnedPart, 'status' | 'shipment' | 'receivedAt' | 'sentBackAt'>): PartPlace {
  switch (status) {
    case 'kept':
    case 'packed':
    case 'sent_back':
      return 'dealer'
    case 'shipped':
      return 'carrier'
    case 'received':
    case 'accepted':
      return 'manufacturer'
    case 'scrapped':
      return 'nowhere'
    case 'deducted':
      if (sentBackAt !== undefined) return 'dealer'
      if (receivedAt !== undefined) return 'manufacturer'
      return shipment?.shippedAt === undefined ? 'dealer' : 'carrier'
  }
}
