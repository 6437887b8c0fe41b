import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { addDays, addMonths, CalendarDate } from '../../shared/domain/time.ts'
import type { DutyStore } from '../../shared/store/duty-store.ts'
import type { Place } from '../../shared/store/read.ts'
import { momentsOf } from './list-deadlines.ts'

/** A page of the table is a megabyte: about a thousand. */
const READ_AT_ONCE = 1000

/**
 * Everything that is due in a month of the dealer's calendar.
 * @param month `2026-11`
 */
export async function deadlinesOfMonth(
  { deadlines }: Pick<DutyStore, 'deadlines'>,
  { dealerId, zone }: Pick<Dealer, 'dealerId' | 'zone'>,
  month: string,
): Promise<Deadline[]> {
  const first = CalendarDate.parse(`${month}-01`)
  const moments = momentsOf({ from: first, until: addDays(addMonths(first, 1), -1) }, zone)
  const found: Deadline[] = []
  let after: Place | undefined
  do {
    const page = await deadlines.dueBetween(dealerId, { ...moments, limit: READ_AT_ONCE, after })
    found.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return found
}
