import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { MOST_DAYS_BEFORE, type Duty } from '../../shared/domain/duty.ts'
import { addDays, instantAt, type CalendarDate, type Zone } from '../../shared/domain/time.ts'
import { owedAs } from '../../shared/due/plans/duty-occurrences.ts'
import type { DutyStore } from '../../shared/store/duty-store.ts'
import type { DamagedRecord } from '../../shared/store/record-kind.ts'
import { deadlinesOfDays } from './deadlines-of-days.ts'
import { workplaceOf } from './workplace-of.ts'

/** A duty whose next occurrence is to be opened. */
export interface Opening {
  readonly duty: Duty
  readonly occurrence: string
}

/**
 * What has been opened of duties already for the days of the occurrences that are to be opened now, by code. It is read
 * only of duties whose rule was changed since the first of that day can have been opened: of the others it is what their
 * rule names anyhow.
 */
export async function openedThatDay(
  store: Pick<DutyStore, 'deadlines'>,
  dealer: Dealer,
  openings: readonly Opening[],
  onDamaged?: (damage: DamagedRecord) => void,
): Promise<ReadonlyMap<string, readonly Deadline[]>> {
  const place = workplaceOf(dealer)
  const asked = openings.flatMap(({ duty, occurrence }) => {
    const on = owedAs(duty, occurrence, place)?.dueOn
    return on !== undefined && wasChangedFor(on, duty, dealer.zone) ? [{ code: duty.code, on }] : []
  })
  const ids: string[] = []
  for (const [on, ofDay] of Map.groupBy(asked, (each) => each.on)) {
    const codes = new Set(ofDay.map(({ code }) => code))
    const listed = await deadlinesOfDays(store, dealer, { from: on, until: on }, onDamaged)
    ids.push(...listed.flatMap(({ deadlineId, cause }) => (codes.has(cause.code) ? deadlineId : [])))
  }
  // The list may be a little late, and what was done a moment ago counts.
  const found = await store.deadlines.byIds(dealer.dealerId, ids, onDamaged)
  return Map.groupBy(found.values(), ({ cause }) => cause.code)
}

function wasChangedFor(on: CalendarDate, { version, updatedAt }: Duty, zone: Zone): boolean {
  return version > 1 && updatedAt >= instantAt(addDays(on, -MOST_DAYS_BEFORE), '00:00', zone)
}
