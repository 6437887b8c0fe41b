import { isOwed, type Duty } from '../../shared/domain/duty.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import type { Staff } from '../../shared/domain/staff.ts'
import { addDays, type CalendarDate } from '../../shared/domain/time.ts'
import { whoHolds, type Holding } from '../../shared/domain/who-holds.ts'
import type { Days } from '../../shared/domain/recurrence/named-moments.ts'
import { occurrencesOf, type Occurrence, type Workplace } from '../../shared/domain/recurrence/occurrences.ts'

/** Something that is owed on a day. */
export interface Owed extends Occurrence {
  readonly duty: Duty
  /** To whom it goes on that day: the first owns it, all see it, any may close it. */
  readonly holders: readonly Holding[]
}

/** A shift goes no further than to the end of the longest rest. */
const LONGEST_SHIFT_DAYS = 30

/**
 * What a dealer owes on a stretch of days, by the day on which it is due, in order, and who has it on the day.
 * @param staff everybody of the dealer
 */
export function owedOn(
  duties: readonly Duty[],
  staff: readonly Staff[],
  { from, until }: Days,
  place: Workplace,
): Owed[] {
  const holding = new Map<string, Holding[]>()
  const holdersOn = (role: RoleCode, day: CalendarDate): Holding[] => {
    const name = `${role} ${day}`
    const holders = holding.get(name) ?? whoHolds(role, staff, day)
    holding.set(name, holders)
    return holders
  }
  return duties
    .flatMap((duty) =>
      occurrencesOf(duty, named(duty, { from, until }), place)
        .filter((each) => from <= each.dueOn && each.dueOn <= until && isOwed(duty, each))
        .map((each) => ({ ...each, duty, holders: holdersOn(duty.role, each.dueOn) })),
    )
    .sort((a, b) => (placeIn(a) < placeIn(b) ? -1 : 1))
}

/** How what is owed is ordered: by its moment, then by its duty. */
export function placeIn({ dueAt, duty, occurrence }: Owed): string {
  return `${dueAt} ${duty.code} ${occurrence}`
}

/** The days from which a rule may lead into a stretch. */
function named({ shift }: Duty, { from, until }: Days): Days {
  switch (shift) {
    case 'none':
    case 'skip':
      return { from, until }
    case 'earlier':
      return { from, until: addDays(until, LONGEST_SHIFT_DAYS) }
    case 'later':
      return { from: addDays(from, -LONGEST_SHIFT_DAYS), until }
  }
}

/** Years whose days may move yet, as their calendar is not published. */
export function yearsWithoutCalendar(owed: readonly Owed[]): number[] {
  const years = owed.flatMap(({ calendarMissing, occurrence }) =>
    calendarMissing ? [Number(occurrence.slice(0, 4))] : [],
  )
  return [...new Set(years)].sort((a, b) => a - b)
}
