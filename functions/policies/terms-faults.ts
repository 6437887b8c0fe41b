import type { Policy } from '../../shared/domain/policy.ts'
import { addMonths } from '../../shared/domain/time.ts'
import type { FieldFault } from '../../shared/runtime/errors.ts'

/** Policies run for a year; a few insurers sell three at once. */
const MOST_YEARS = 3

/**
 * What is wrong with a policy's terms as a request gives them.
 * @param renewed the policy that it renews
 */
export function termsFaults(
  { startsOn, endsOn }: Pick<Policy, 'startsOn' | 'endsOn'>,
  renewed?: Pick<Policy, 'startsOn' | 'endsOn'>,
): FieldFault[] {
  if (endsOn < startsOn) return [{ path: 'body.endsOn', reason: 'too-small' }]
  if (endsOn > addMonths(startsOn, 12 * MOST_YEARS)) return [{ path: 'body.endsOn', reason: 'too-far-ahead' }]
  if (renewed === undefined) return []
  return [
    ...(startsOn <= renewed.startsOn ? [{ path: 'body.startsOn', reason: 'too-small' } as const] : []),
    ...(endsOn <= renewed.endsOn ? [{ path: 'body.endsOn', reason: 'too-small' } as const] : []),
  ]
}
