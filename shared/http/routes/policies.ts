import * as z from 'zod'
import { LostReason } from '../../domain/call-list.ts'
import { Identifier } from '../../domain/identifier.ts'
import { CustomerId, PolicyClaimId, PolicyId, StaffId, VehicleId } from '../../domain/ids.ts'
import { CancelReason, Policy, PolicyKind } from '../../domain/policy.ts'
import { policyStates, policyVerbs } from '../../domain/policy-state.ts'
import { line } from '../../domain/text.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { Changes } from '../changes.ts'
import { defineRoute, noBody } from '../contract.ts'
import { BookDate, Remark } from '../fields.ts'
import { pageOf, pageQuery } from '../page.ts'

const functionName = 'policies-api'

const managers = ['insurance_manager', 'service_manager', 'general_manager'] as const
/** Whose work policies are. */
const writers = ['renewal_specialist', 'insurance_clerk', 'insurance_assistant', ...managers] as const
/** Accidents are also told by those who handle them. */
const claimWriters = [...writers, 'insurance_specialist', 'insurance_claims_clerk'] as const
/** Whoever talks to the customer at the desk or by telephone may have to know. */
const readers = [
  ...claimWriters,
  'front_desk_supervisor',
  'service_advisor',
  'customer_service_rep',
  'data_analyst',
] as const

const { claims, ended, renews, renewedBy, policyId, vehicleId, kind, insurer, number } = Policy.shape

const PolicyBody = z.object({
  policyId,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  vehicleId,
  /** Whose the vehicle is: the policy follows its owner. Absent where the vehicle is not known any more. */
  customerId: CustomerId.optional(),
  kind,
  insurer,
  number,
  startsOn: CalendarDate,
  endsOn: CalendarDate,
  premiumFen: z.int().nonnegative(),
  specialistId: StaffId.optional(),
  state: z.enum(policyStates),
  /** What may be done with it in this state. */
  allowed: z.array(z.enum(policyVerbs)),
  claims: claims.unwrap(),
  renews,
  renewedBy,
  ended,
  createdAt: Instant,
  updatedAt: Instant,
  updatedBy: z.string(),
})
export type PolicyView = z.input<typeof PolicyBody>

/** A million yuan. */
const amount = z.int().min(0).max(100_000_000)

const terms = {
  insurer: line(100),
  number: Identifier,
  startsOn: BookDate,
  endsOn: BookDate,
  premiumFen: amount,
}

export const findPolicies = defineRoute({
  method: 'GET',
  path: '/policies',
  functionName,
  roles: readers,
  params: {},
  query: { insurer: terms.insurer, number: terms.number },
  body: noBody,
  response: pageOf(PolicyBody),
  summary: {
    zh: '按保险公司和保单号查保单（最多一份）',
    en: 'The policy of an insurer and a number: one, or none',
  },
})

export const createPolicy = defineRoute({
  method: 'POST',
  path: '/policies',
  functionName,
  roles: writers,
  idempotent: true,
  params: {},
  query: {},
  body: z.strictObject({
    vehicleId: VehicleId,
    kind: PolicyKind,
    ...terms,
    specialistId: StaffId.optional(),
  }),
  response: PolicyBody,
  status: 201,
  refuses: ['not-found', 'already-exists', 'vehicle-merged'],
  summary: { zh: '登记一份保单', en: 'Records a policy' },
})

const params = { policyId: PolicyId }

export const readPolicy = defineRoute({
  method: 'GET',
  path: '/policies/{policyId}',
  functionName,
  roles: readers,
  params,
  query: {},
  body: noBody,
  response: PolicyBody,
  summary: { zh: '一份保单', en: 'A policy' },
})

export const changePolicy = defineRoute({
  method: 'PATCH',
  path: '/policies/{policyId}',
  functionName,
  roles: writers,
  ifMatch: true,
  params,
  query: {},
  body: z.strictObject({ kind: PolicyKind, ...terms, specialistId: StaffId.nullable() }).exactPartial(),
  response: PolicyBody,
  refuses: ['already-exists'],
  summary: { zh: '更正一份保单', en: 'Corrects a policy' },
})

const verb = {
  functionName,
  ifMatch: true,
  idempotent: true,
  params,
  query: {},
  response: PolicyBody,
} as const

export const renewPolicy = defineRoute({
  ...verb,
  method: 'POST',
  path: '/policies/{policyId}/renew',
  roles: writers,
  body: z.strictObject({ ...terms, specialistId: StaffId.optional() }),
  status: 201,
  refuses: ['already-exists', 'transition-refused'],
  summary: {
    zh: '续保：登记新保单，旧保单的提醒随即结束',
    en: 'Renews a policy: the new one is recorded, and the prompts of the old one end',
  },
})

export const cancelPolicy = defineRoute({
  ...verb,
  method: 'POST',
  path: '/policies/{policyId}/cancel',
  roles: writers,
  body: z
    .strictObject({
      /** The first day without cover. */
      on: BookDate,
      reason: CancelReason,
      refundFen: amount.optional(),
      remark: Remark.optional(),
    })
    .refine(({ reason, remark }) => reason !== 'OTHER' || remark !== undefined, {
      path: ['remark'],
      params: { reason: 'required' },
    }),
  refuses: ['transition-refused'],
  summary: { zh: '退保', en: 'Records that a policy was given back to its insurer' },
})

export const lapsePolicy = defineRoute({
  ...verb,
  method: 'POST',
  path: '/policies/{policyId}/lapse',
  roles: writers,
  body: z
    .strictObject({ reason: LostReason, remark: Remark.optional() })
    .refine(({ reason, remark }) => reason !== 'OTHER' || remark !== undefined, {
      path: ['remark'],
      params: { reason: 'required' },
    }),
  refuses: ['transition-refused'],
  summary: { zh: '登记脱保：已到期且不再续保', en: 'Records that a policy ran out and is not renewed here' },
})

export const movePolicy = defineRoute({
  ...verb,
  method: 'POST',
  path: '/policies/{policyId}/move',
  roles: ['insurance_clerk', ...managers],
  body: z.strictObject({ vehicleId: VehicleId }),
  refuses: ['transition-refused', 'vehicle-merged'],
  summary: {
    zh: '更正：保单登记到了别的车上，移到正确的车',
    en: 'Corrects a policy that was recorded for the wrong vehicle',
  },
})

export const addClaim = defineRoute({
  ...verb,
  method: 'POST',
  path: '/policies/{policyId}/claims',
  roles: claimWriters,
  body: z.strictObject({
    on: BookDate,
    amountFen: amount,
    atFault: z.boolean(),
    fatal: z.boolean().default(false),
    note: Remark.optional(),
  }),
  refuses: ['transition-refused'],
  summary: { zh: '登记一次出险', en: 'Records an accident that was reported under a policy' },
})

export const retractClaim = defineRoute({
  ...verb,
  method: 'POST',
  path: '/policies/{policyId}/claims/{claimId}/retract',
  roles: claimWriters,
  params: { ...params, claimId: PolicyClaimId },
  body: noBody,
  summary: { zh: '撤回登记有误的出险', en: 'Takes back an accident that was recorded in error' },
})

export const listPolicyChanges = defineRoute({
  method: 'GET',
  path: '/policies/{policyId}/changes',
  functionName,
  roles: managers,
  params,
  query: pageQuery,
  body: noBody,
  response: Changes,
  summary: { zh: '一份保单的修改记录', en: 'Who changed what in a policy, newest first' },
})

export const listVehiclePolicies = defineRoute({
  method: 'GET',
  path: '/vehicles/{vehicleId}/policies',
  functionName,
  roles: readers,
  params: { vehicleId: VehicleId },
  query: pageQuery,
  body: noBody,
  response: pageOf(PolicyBody),
  summary: { zh: '一辆车的保单，最晚到期的在前', en: "A vehicle's policies, the last to end first" },
})

/** Why: a stable code, and what it means. */
const Why = z.object({ code: z.string(), zh: z.string(), en: z.string() })

const Standing = z.object({
  vehicleId: VehicleId,
  customerId: CustomerId,
  /** By this day in the dealer's zone. */
  on: CalendarDate,
  segment: z
    .object({
      segment: z.enum(['firstRenewal', 'repeatRenewal', 'servicedNotInsured', 'lapsed', 'lost']),
      why: Why,
    })
    .optional(),
  /** The policy that the talk is about, and the days to its end: negative once it is over. */
  governing: z
    .object({ policyId: PolicyId, kind: PolicyKind, endsOn: CalendarDate, daysLeft: z.int() })
    .optional(),
  commercial: z.object({
    /** When the next policy would begin. */
    startsOn: CalendarDate,
    /** From −4, the best, to 5. */
    noClaimLevel: z.int().min(-4).max(5),
    /** Of the base premium. */
    factorPercent: z.int(),
    insuredYears: z.int(),
    claims: z.int(),
    why: Why,
  }),
  compulsory: z.object({
    startsOn: CalendarDate,
    premiumFen: z.int(),
    baseFen: z.int(),
    changePercent: z.int(),
    cleanYears: z.int(),
    why: Why,
  }),
  /** What the answer takes for granted. */
  assumes: z.array(z.object({ zh: z.string(), en: z.string() })),
})
export type StandingView = z.input<typeof Standing>

export const readInsurance = defineRoute({
  method: 'GET',
  path: '/vehicles/{vehicleId}/insurance',
  functionName,
  roles: readers,
  params: { vehicleId: VehicleId },
  query: {},
  body: noBody,
  response: Standing,
  summary: {
    zh: '一辆车的续保情况：客户分类、无赔款等级、下年交强险保费及依据',
    en: "A vehicle's renewal at a glance: segment, no-claim level, next compulsory premium, and why",
  },
})

export const policyRoutes = [
  findPolicies,
  createPolicy,
  readPolicy,
  changePolicy,
  renewPolicy,
  cancelPolicy,
  lapsePolicy,
  movePolicy,
  addClaim,
  retractClaim,
  listPolicyChanges,
  listVehiclePolicies,
  readInsurance,
] as const
