import * as z from 'zod'
import { CallOutcome, LostReason } from '../../domain/call-list.ts'
import { CustomerId, PolicyId, StaffId, VehicleId } from '../../domain/ids.ts'
import { PolicyKind } from '../../domain/policy.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { text } from '../../domain/text.ts'
import { defineRoute, noBody } from '../contract.ts'

const functionName = 'renewal-api'

/** Where no specialist is employed, lists go up to these. */
const callers = ['renewal_specialist', 'insurance_manager', 'service_manager', 'general_manager'] as const

/** Whose list; only managers may name another's. */
const staffId = StaffId.optional()

const ListedVehicle = z.object({
  /** For the `If-Match` of an outcome. */
  etag: z.string(),
  /** From 1, the best first. */
  rank: z.int().positive(),
  step: z.string(),
  listedOn: CalendarDate,
  listedSince: CalendarDate,
  vehicle: z.object({
    vehicleId: VehicleId,
    vin: z.string(),
    plate: z.string().optional(),
    brand: z.string(),
    model: z.string(),
    lastVisitOn: CalendarDate.optional(),
  }),
  customer: z.object({ customerId: CustomerId, name: z.string(), mobile: z.string() }),
  policy: z.object({
    policyId: PolicyId,
    kind: PolicyKind,
    insurer: z.string(),
    number: z.string(),
    endsOn: CalendarDate,
    /** Negative once it is over. */
    daysLeft: z.int(),
    premiumFen: z.int().nonnegative(),
  }),
  lastOutcome: z.object({ outcome: CallOutcome, at: Instant, remark: z.string().optional() }).optional(),
})

const CallList = z.object({ staffId: StaffId, date: CalendarDate, entries: z.array(ListedVehicle) })
export type CallListView = z.infer<typeof CallList>

export const readCallList = defineRoute({
  method: 'GET',
  path: '/call-list',
  functionName,
  roles: callers,
  params: {},
  query: { staffId },
  body: noBody,
  response: CallList,
  summary: {
    zh: '续保专员的待联系名单，最值得先打的在前',
    en: "A renewal specialist's call list, best first",
  },
})

const remark = text(500)
const withRemark = { remark: remark.optional() }

/** Each outcome with what it must say, and nothing else. */
export const TalkOutcome = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: CallOutcome.extract(['RENEWED', 'QUOTED', 'THINKING', 'NO_ANSWER', 'REFUSED_CALL', 'INVALID']),
    ...withRemark,
  }),
  z.strictObject({ outcome: z.literal('CALL_BACK'), callBackAt: Instant, ...withRemark }),
  z.strictObject({ outcome: z.literal('APPOINTED'), appointedAt: Instant, ...withRemark }),
  z
    .strictObject({ outcome: z.literal('LOST'), lostReason: LostReason, ...withRemark })
    .refine((talk) => talk.lostReason !== 'OTHER' || talk.remark !== undefined, {
      path: ['remark'],
      params: { reason: 'required' },
    }),
])
export type TalkOutcome = z.infer<typeof TalkOutcome>

export const recordCallOutcome = defineRoute({
  method: 'POST',
  path: '/call-list/{vehicleId}/outcomes',
  functionName,
  roles: callers,
  ifMatch: true,
  idempotent: true,
  params: { vehicleId: VehicleId },
  query: { staffId },
  body: TalkOutcome,
  response: z.object({
    vehicleId: VehicleId,
    outcome: CallOutcome,
    /** Still on the list: nobody was reached, or the call is due again today. */
    onList: z.boolean(),
    /** When the vehicle comes back on a list; absent when the talk has ended. */
    nextContactAt: Instant.optional(),
  }),
  summary: { zh: '登记联系结果', en: 'Records what came of a call' },
})
