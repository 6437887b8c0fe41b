import { policyState, verbsOf } from '../../shared/domain/policy-state.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { PolicyView } from '../../shared/http/routes/policies.ts'

/** A policy as the API shows it. */
export function policyView(policy: Policy, customerId: string | undefined, today: CalendarDate): PolicyView {
  const { version, claims = [], dealerId: _, createdBy: __, ...rest } = policy
  const state = policyState(policy, today)
  return { ...rest, customerId, etag: etagOf(version), state, allowed: [...verbsOf[state]], claims }
}
