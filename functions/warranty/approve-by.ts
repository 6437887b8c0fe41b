import type { Dealer } from '../../shared/domain/dealer.ts'
import { warrantyMailOf } from '../../shared/domain/manufacturer.ts'
import { addDays, dateIn, instantAt, type Instant } from '../../shared/domain/time.ts'
import { workingDayFrom } from '../../shared/domain/working-days.ts'

/**
 * Until when a manifest drafted at a moment waits for its yes: the hour that the dealer has set, of this day if it is a
 * working day and the hour still to come, else of the next one. Pure.
 */
export function approveBy({ zone, settings }: Dealer, manufacturer: string, now: Instant): Instant {
  const { approveBy: hour } = warrantyMailOf(settings.manufacturers, manufacturer)
  const { workingDayOverrides } = settings
  const today = dateIn(now, zone)
  const at = instantAt(workingDayFrom(today, workingDayOverrides), hour, zone)
  return at > now ? at : instantAt(workingDayFrom(addDays(today, 1), workingDayOverrides), hour, zone)
}
