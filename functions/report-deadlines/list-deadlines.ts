import { hasEnded, type Deadline } from '../../shared/domain/deadline.ts'
import {
  addDays,
  addSeconds,
  daysBetween,
  instantAt,
  type CalendarDate,
  type Zone,
} from '../../shared/domain/time.ts'
import { MOST_DEADLINE_DAYS } from '../../shared/http/routes/deadlines.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'
import { deadlineRecord } from '../../shared/store/deadlines.ts'
import { placeIn, type Listed, type Paging } from '../../shared/store/read.ts'
import type { IndexName } from '../../shared/store/table.ts'
import type { Days } from '../../shared/domain/recurrence/named-moments.ts'

/** What is read at once to be looked through, and how often for one page: then the rest is the next page's. */
const READ_AT_ONCE = 200
const MOST_READS = 10

/**
 * A page of those that are wanted, of a list that has others too. Where many others stand between them a page may hold
 * fewer than were asked for.
 * @param index in which the list stands
 */
export async function listWanted(
  index: IndexName,
  ask: (paging: Paging) => Promise<Listed<Deadline>>,
  { limit, after }: Paging,
  isWanted: (deadline: Deadline) => boolean,
): Promise<Listed<Deadline>> {
  const found: Deadline[] = []
  let place = after
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const { items, next } = await ask({ limit: READ_AT_ONCE, after: place })
    found.push(...items.filter(isWanted))
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    if (found.length > limit && last !== undefined) {
      return { items: shown, next: placeIn(deadlineRecord, index, last) }
    }
    if (next === undefined) return { items: found, next }
    place = next
  }
  return { items: found, next: place }
}

/** The days that are asked for: a week back and a week ahead, or two weeks from or up to the one that is given. */
export function askedDays(
  { from, until }: { readonly from?: CalendarDate | undefined; readonly until?: CalendarDate | undefined },
  today: CalendarDate,
): Days {
  const days = {
    from: from ?? (until === undefined ? addDays(today, -7) : addDays(until, -14)),
    until: until ?? (from === undefined ? addDays(today, 7) : addDays(from, 14)),
  }
  const count = daysBetween(days.from, days.until) + 1
  if (count < 1) throw new FieldsInvalid([{ path: 'query.until', reason: 'too-small' }])
  if (count > MOST_DEADLINE_DAYS) throw new FieldsInvalid([{ path: 'query.until', reason: 'too-far-ahead' }])
  return days
}

/**
 * So many days back goes what is listed of what nobody has closed: the bulletin of its month has told of it by then. What
 * is older is counted.
 */
export const DAYS_LISTED = 31

/** From after the first moment of the first day that lists go back to, up to the last one of today. */
export function listedDays(today: CalendarDate, zone: Zone) {
  return momentsOf({ from: addDays(today, -DAYS_LISTED), until: today }, zone)
}

/** From the first moment of the first day to the last one of the last. */
export function momentsOf({ from, until }: Days, zone: Zone) {
  return {
    from: instantAt(from, '00:00', zone),
    until: addSeconds(instantAt(addDays(until, 1), '00:00', zone), -0.001),
  }
}

export function isInState(deadline: Deadline, state: Deadline['state'] | 'unfinished' | undefined): boolean {
  if (state === undefined) return true
  return state === 'unfinished' ? !hasEnded(deadline) : deadline.state === state
}
