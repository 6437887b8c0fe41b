import type { LostReason } from '../../shared/domain/call-list.ts'
import { idFor } from '../../shared/domain/ids.ts'
import { MOST_CLAIMS, type Policy, type PolicyClaim, type PolicyEnd } from '../../shared/domain/policy.ts'
import { policyState, verbsOf, type PolicyVerb } from '../../shared/domain/policy-state.ts'
import { unwritten, type Stamp } from '../../shared/domain/record.ts'
import { addDays, type CalendarDate } from '../../shared/domain/time.ts'
import { FieldsInvalid, NotFound, Refused, type FieldFault } from '../../shared/runtime/errors.ts'
import type { PolicyChange } from './policy-writes.ts'
import { termsFaults } from './terms-faults.ts'

/**
 * What each request makes of a policy: the changes that belong into one transaction, the policy that is answered
 * first. Pure; what a request may not do is thrown as the caller is told of it.
 */

/** The policies next to it in its chain, as far as there are any. */
export interface Neighbours {
  readonly renewed: Policy | undefined
  readonly renewal: Policy | undefined
}

/** What a policy says when it is made. */
export type NewTerms = Pick<
  Policy,
  'insurer' | 'number' | 'startsOn' | 'endsOn' | 'premiumFen' | 'specialistId'
>

export function newPolicy(
  terms: NewTerms & Pick<Policy, 'vehicleId' | 'kind'>,
  dealerId: string,
  stamp: Stamp,
): PolicyChange {
  refuseFaults(termsFaults(terms))
  return made({ ...terms, dealerId }, stamp, 'created')
}

export function corrected(
  policy: Policy,
  told: Partial<Omit<NewTerms, 'specialistId'>> & {
    readonly kind?: Policy['kind']
    readonly specialistId?: Policy['specialistId'] | null
  },
): PolicyChange[] {
  const { specialistId = policy.specialistId, ...terms } = told
  const after: Policy = { ...policy, ...terms, specialistId: specialistId ?? undefined }
  const isLinked = policy.renews !== undefined || policy.renewedBy !== undefined
  refuseFaults([
    ...termsFaults(after),
    // A chain is of one kind.
    ...(isLinked && after.kind !== policy.kind
      ? [{ path: 'body.kind', reason: 'not-a-choice' } as const]
      : []),
  ])
  return [{ before: policy, after, action: 'corrected' }]
}

/** The old policy and the new one know each other; the old one's claims stay with it. */
export function renewed(
  policy: Policy,
  told: NewTerms,
  { today, stamp }: { today: CalendarDate; stamp: Stamp },
): [PolicyChange, PolicyChange] {
  if (policy.renewedBy !== undefined) throw new Refused('already-exists', { existing: policy.renewedBy })
  allow(policy, 'renew', today)
  refuseFaults(termsFaults(told, policy))
  const { dealerId, vehicleId, kind, policyId } = policy
  const renewal = made({ ...told, dealerId, vehicleId, kind, renews: policyId }, stamp, 'created')
  return [
    renewal,
    { before: policy, after: { ...policy, renewedBy: renewal.after.policyId }, action: 'renewed' },
  ]
}

/**
 * A renewal that is given back leaves the policy that it renewed to be renewed again. Cover ends when it is recorded, so it
 * is recorded once it has ended; what has not begun yet is given back from its first day on.
 */
export function cancelled(
  policy: Policy,
  told: Omit<PolicyEnd & { kind: 'cancelled' }, 'kind'>,
  { renewed: before }: Neighbours,
  today: CalendarDate,
): PolicyChange[] {
  allow(policy, 'cancel', today)
  const { on, refundFen = 0 } = told
  refuseFaults([
    ...(on < policy.startsOn ? [{ path: 'body.on', reason: 'too-small' } as const] : []),
    ...(on > addDays(policy.endsOn, 1) || (on > today && on > policy.startsOn)
      ? [{ path: 'body.on', reason: 'too-far-ahead' } as const]
      : []),
    ...(refundFen > policy.premiumFen ? [{ path: 'body.refundFen', reason: 'too-large' } as const] : []),
  ])
  return [
    { before: policy, after: { ...policy, ended: { kind: 'cancelled', ...told } }, action: 'cancelled' },
    ...(before?.renewedBy === policy.policyId
      ? [{ before, after: { ...before, renewedBy: undefined }, action: 'renewal-cancelled' }]
      : []),
  ]
}

export function lapsed(
  policy: Policy,
  told: { reason: LostReason; remark?: string | undefined },
  today: CalendarDate,
): PolicyChange[] {
  allow(policy, 'lapse', today)
  const ended: PolicyEnd = { kind: 'lapsed', on: addDays(policy.endsOn, 1), ...told }
  return [{ before: policy, after: { ...policy, ended }, action: 'lapsed' }]
}

/** It never was that vehicle's, so it is no link of that vehicle's chain either. */
export function moved(
  policy: Policy,
  vehicleId: Policy['vehicleId'],
  { renewed: before, renewal }: Neighbours,
  today: CalendarDate,
): PolicyChange[] {
  allow(policy, 'move', today)
  if (vehicleId === policy.vehicleId) return [{ before: policy, after: policy, action: 'moved' }]
  return [
    {
      before: policy,
      after: { ...policy, vehicleId, renews: undefined, renewedBy: undefined },
      action: 'moved',
    },
    ...(before === undefined
      ? []
      : [{ before, after: { ...before, renewedBy: undefined }, action: 'renewal-moved' }]),
    ...(renewal === undefined
      ? []
      : [{ before: renewal, after: { ...renewal, renews: undefined }, action: 'renewed-moved' }]),
  ]
}

export function withClaim(
  policy: Policy,
  told: Omit<PolicyClaim, 'claimId'>,
  { today, stamp }: { today: CalendarDate; stamp: Stamp },
): PolicyChange[] {
  allow(policy, 'claims', today)
  const claims = policy.claims ?? []
  refuseFaults([
    ...(told.on < policy.startsOn ? [{ path: 'body.on', reason: 'too-small' } as const] : []),
    ...(told.on > policy.endsOn || told.on > today
      ? [{ path: 'body.on', reason: 'too-far-ahead' } as const]
      : []),
    ...(claims.length >= MOST_CLAIMS ? [{ path: 'body', reason: 'too-large' } as const] : []),
  ])
  const claimId = idFor('policyClaim', policy.dealerId, policy.policyId, String(policy.version), stamp.at)
  const ordered = [...claims, { claimId, ...told }].sort((a, b) => (a.on < b.on ? -1 : 1))
  return [{ before: policy, after: { ...policy, claims: ordered }, action: 'claim-added' }]
}

/** @throws NotFound when the policy has no such claim */
export function withoutClaim(policy: Policy, claimId: PolicyClaim['claimId']): PolicyChange[] {
  const claims = (policy.claims ?? []).filter((claim) => claim.claimId !== claimId)
  if (claims.length === (policy.claims ?? []).length) throw new NotFound()
  return [{ before: policy, after: { ...policy, claims }, action: 'claim-retracted' }]
}

function made(
  told: Omit<Policy, 'policyId' | keyof ReturnType<typeof unwritten>>,
  stamp: Stamp,
  action: string,
): PolicyChange {
  const { dealerId, insurer, number } = told
  // A number that was corrected may be given again, so it alone does not make the id.
  const policyId = idFor('policy', dealerId, insurer, number, stamp.at, stamp.by)
  return { before: undefined, after: { ...unwritten(stamp), ...told, policyId }, action }
}

function allow(policy: Policy, verb: PolicyVerb, today: CalendarDate): void {
  const allowed = verbsOf[policyState(policy, today)]
  if (!allowed.includes(verb)) throw new Refused('transition-refused', { allowed })
}

function refuseFaults(faults: readonly FieldFault[]): void {
  if (faults.length > 0) throw new FieldsInvalid(faults)
}
