import type { Dealer } from '../../shared/domain/dealer.ts'
import { timeIn, type Instant } from '../../shared/domain/time.ts'

/** Whether customers may be rung up at that moment; the end is not included. */
export function isCallingHour({ settings, zone }: Pick<Dealer, 'settings' | 'zone'>, at: Instant): boolean {
  const { from, to } = settings.callingHours
  const time = timeIn(at, zone)
  return from <= time && time < to
}
