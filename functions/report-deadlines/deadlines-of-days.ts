import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { addDays, addMonths, CalendarDate } from '../../shared/domain/time.ts'
import type { Days } from '../../shared/domain/recurrence/named-moments.ts'
import type { DutyStore } from '../../shared/store/duty-store.ts'
import type { DamagedRecord } from '../../shared/store/record-kind.ts'
import type { Place } from '../../shared/store/read.ts'
import { momentsOf } from './list-deadlines.ts'

/** A page of the table is a megabyte: about a thousand. */
const READ_AT_ONCE = 1000

/**
 * Everything that is due on some days of the dealer's calendar, done or not.
 * @param onDamaged hears of those that cannot be read, which are left out
 */
export async function deadlinesOfDays(
  { deadlines }: Pick<DutyStore, 'deadlines'>,
  { dealerId, zone }: Pick<Dealer, 'dealerId' | 'zone'>,
  days: Days,
  onDamaged?: (damage: DamagedRecord) => void,
): Promise<Deadline[]> {
  const moments = momentsOf(days, zone)
  const found: Deadline[] = []
  let after: Place | undefined
  do {
    const page = await deadlines.dueBetween(dealerId, { ...moments, limit: READ_AT_ONCE, after }, onDamaged)
    found.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return found
}

/**
 * Everything that is due in a month of the dealer's calendar.
 * @param month `2026-11`
 */
export function deadlinesOfMonth(
  store: Pick<DutyStore, 'deadlines'>,
  dealer: Pick<Dealer, 'dealerId' | 'zone'>,
  month: string,
  onDamaged?: (damage: DamagedRecord) => void,
): Promise<Deadline[]> {
  const first = CalendarDate.parse(`${month}-01`)
  return deadlinesOfDays(store, dealer, { from: first, until: addDays(addMonths(first, 1), -1) }, onDamaged)
}
