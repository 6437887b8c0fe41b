import * as z from 'zod'
import { DealerId, StatutoryRequestId, VehicleId } from './ids.ts'
import { statesOf } from './machine.ts'
import { recordFields } from './record.ts'
import { statutoryRequestMachine } from './statutory-request-machine.ts'
import { CalendarDate, Instant } from './time.ts'
import { Vin } from './vin.ts'

export const StatutoryRequestStatus = z.enum(statesOf(statutoryRequestMachine))
export type StatutoryRequestStatus = z.infer<typeof StatutoryRequestStatus>

/** The condition of the law that the customer invokes, as the ledger names it. */
export const InvokedGround = z.enum([
  'repair-days',
  'same-problem',
  'assembly-replaced',
  'main-part-replaced',
  'serious-fault',
  'seven-days',
  'early-failure',
  'other',
])

/** 三包换车退车要求: a customer asks for another car, or for the money. It names no person: the car has its owner. */
export const StatutoryRequest = z.object({
  dealerId: DealerId,
  requestId: StatutoryRequestId,
  vehicleId: VehicleId,
  vin: Vin,
  askedOn: CalendarDate,
  wants: z.enum(['replace', 'return']),
  ground: InvokedGround,
  status: StatutoryRequestStatus,
  /** By the law of the day on which it was asked; the end of each day. */
  answerBy: CalendarDate,
  doneBy: CalendarDate,
  article: z.string(),
  source: z.string(),
  /** What the customer was told, the last time at the end. */
  answers: z
    .array(z.object({ agreed: z.boolean(), reason: z.string().optional(), at: Instant, by: z.string() }))
    .max(10),
  completedAt: Instant.optional(),
  withdrawnAt: Instant.optional(),
  ...recordFields,
})
export type StatutoryRequest = z.infer<typeof StatutoryRequest>
