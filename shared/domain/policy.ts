import * as z from 'zod'
import { LostReason } from './call-list.ts'
import { ExportSaid } from './export-said.ts'
import { DealerId, PolicyClaimId, PolicyId, StaffId, VehicleId } from './ids.ts'
import { recordFields } from './record.ts'
import { CalendarDate } from './time.ts'
import type { Cover, Vehicle } from './vehicle.ts'

/** 交强险 is compulsory, 商业险 commercial. */
export const PolicyKind = z.enum(['compulsory', 'commercial'])
export type PolicyKind = z.infer<typeof PolicyKind>

/** 出险: an accident that the insurer was told of under this policy. */
export const PolicyClaim = z.object({
  claimId: PolicyClaimId,
  on: CalendarDate,
  /** What the insurer paid, or is to pay. */
  amountFen: z.int().nonnegative(),
  /** The driver of this vehicle answers for it, wholly or in part. */
  atFault: z.boolean(),
  fatal: z.boolean(),
  note: z.string().optional(),
})
export type PolicyClaim = z.infer<typeof PolicyClaim>

/** Two accidents a month are more than any private car has. */
export const MOST_CLAIMS = 24

/** 退保: why a policy was given back to its insurer. */
export const CancelReason = z.enum([
  'VEHICLE_SOLD',
  'SCRAPPED',
  'STOLEN',
  'INSURED_TWICE',
  'CHANGED_INSURER',
  'ENTERED_IN_ERROR',
  'OTHER',
])
export type CancelReason = z.infer<typeof CancelReason>

const remark = z.string().optional()

/** How a policy ended before a renewal: given back to its insurer, or run out and not renewed here (脱保). */
export const PolicyEnd = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('cancelled'),
    /** The first day without cover. */
    on: CalendarDate,
    reason: CancelReason,
    refundFen: z.int().nonnegative().optional(),
    remark,
  }),
  z.object({ kind: z.literal('lapsed'), on: CalendarDate, reason: LostReason, remark }),
])
export type PolicyEnd = z.infer<typeof PolicyEnd>

export const Policy = z.object({
  dealerId: DealerId,
  policyId: PolicyId,
  number: z.string(),
  insurer: z.string(),
  kind: PolicyKind,
  vehicleId: VehicleId,
  startsOn: CalendarDate,
  endsOn: CalendarDate,
  premiumFen: z.int().nonnegative(),
  specialistId: StaffId.optional(),
  claims: z.array(PolicyClaim).max(MOST_CLAIMS).optional(),
  /** The policy that this one renews, and the one that renews it. */
  renews: PolicyId.optional(),
  renewedBy: PolicyId.optional(),
  ended: PolicyEnd.optional(),
  exportSaid: ExportSaid.optional(),
  ...recordFields,
})
export type Policy = z.infer<typeof Policy>

/**
 * The vehicle's cover with this policy taken in: of each kind the one that ends last counts; of two that end on
 * one day always the same one, in whatever order they come. A policy that was cancelled or has lapsed covers nothing,
 * and nobody is called about it any more, whatever an export still says of it.
 */
export function withPolicy(cover: Vehicle['cover'], policy: Policy): Vehicle['cover'] {
  const others = withoutPolicy(cover, policy.policyId)
  if (policy.ended !== undefined) return others
  const known = others[policy.kind]
  if (known !== undefined && endsLater(known, policy)) return others
  const { policyId, insurer, endsOn, premiumFen, specialistId } = policy
  return { ...others, [policy.kind]: { policyId, insurer, endsOn, premiumFen, specialistId } }
}

/** The cover without this policy, which turned out to be another vehicle's, or of the other kind. */
export function withoutPolicy(cover: Vehicle['cover'], policyId: Policy['policyId']): Vehicle['cover'] {
  const { compulsory, commercial } = cover
  return {
    ...(compulsory === undefined || compulsory.policyId === policyId ? {} : { compulsory }),
    ...(commercial === undefined || commercial.policyId === policyId ? {} : { commercial }),
  }
}

/**
 * What tells a policy from every other: one insurer never gives a number twice, two insurers may. The width, case
 * and blanks of an insurer's name differ from export to export.
 */
export function policyKey({ insurer, number }: Pick<Policy, 'insurer' | 'number'>): string {
  return `${insurer.normalize('NFKC').replace(/\s/g, '').toUpperCase()}#${number}`
}

function endsLater(a: Pick<Policy, 'endsOn' | 'policyId'>, b: Pick<Policy, 'endsOn' | 'policyId'>): boolean {
  return a.endsOn === b.endsOn ? a.policyId > b.policyId : a.endsOn > b.endsOn
}

/**
 * The policy that governs the renewal talk: the commercial one, else the compulsory one. A commercial policy
 * that has run out gives way to a compulsory one that still runs.
 */
export function governingCover(
  cover: Vehicle['cover'],
  today: CalendarDate,
): (Cover & { kind: PolicyKind }) | undefined {
  const { commercial, compulsory } = cover
  if (commercial !== undefined && (commercial.endsOn >= today || (compulsory?.endsOn ?? '') < today)) {
    return { ...commercial, kind: 'commercial' }
  }
  return compulsory === undefined ? undefined : { ...compulsory, kind: 'compulsory' }
}
