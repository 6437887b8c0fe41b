import { withoutPolicy, withPolicy, type Policy } from '../../shared/domain/policy.ts'
import type { CalendarDate } from '../../shared/domain/time.ts'
import type { Vehicle } from '../../shared/domain/vehicle.ts'

/**
 * A vehicle's cover once these policies say what they say now. Where the one that counted counts no more, another that
 * still runs takes its place; one that ended before anybody looks is not brought back to be called about.
 * @param changed policies as they will be, of whatever vehicle
 * @param others the vehicle's other policies
 */
export function coverAfter(
  { vehicleId, cover }: Pick<Vehicle, 'vehicleId' | 'cover'>,
  changed: readonly Policy[],
  others: readonly Policy[],
  today: CalendarDate,
): Vehicle['cover'] {
  const left = changed.reduce((known, { policyId }) => withoutPolicy(known, policyId), cover)
  const counting = [
    ...others.filter(({ endsOn, policyId }) => endsOn >= today && !isAmong(changed, policyId)),
    ...changed,
  ].filter((policy) => policy.vehicleId === vehicleId)
  return counting.reduce(withPolicy, left)
}

function isAmong(policies: readonly Policy[], id: string): boolean {
  return policies.some(({ policyId }) => policyId === id)
}
