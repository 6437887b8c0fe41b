import type { Dealer } from '../../shared/domain/dealer.ts'
import { dateIn, type CalendarDate } from '../../shared/domain/time.ts'
import { openingHoursOf, type OpeningHours } from '../../shared/domain/working-time.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { DutyStore } from '../../shared/store/duty-store.ts'
import type { Workplace } from '../../shared/domain/recurrence/occurrences.ts'

/** Where and how a dealer works. */
export function workplaceOf({ zone, settings }: Dealer): Workplace {
  return { zone, workingDayOverrides: settings.workingDayOverrides }
}

/**
 * The dealer's workplace, and the day that it is there.
 * @throws NotFound when there is no such dealer
 */
export async function readWorkplace(
  { store, clock }: { readonly store: Pick<DutyStore, 'dealers'>; readonly clock: Clock },
  dealerId: string,
): Promise<{ place: OpeningHours; today: CalendarDate }> {
  const dealer = await store.dealers.byId(dealerId)
  if (dealer === undefined) throw new NotFound()
  return { place: openingHoursOf(dealer), today: dateIn(clock.now(), dealer.zone) }
}
