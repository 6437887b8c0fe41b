import type { Duty, DutyRule, DutyShift } from '../duty.ts'
import { namingsFor, type NamedDays } from '../named-days.ts'
import { CalendarDate, instantAt, type Instant, type Zone } from '../time.ts'
import {
  isCalendarKnown,
  isWorkingDay,
  workingDayFrom,
  workingDayUpTo,
  type WorkingDayOverride,
} from '../working-days.ts'
import { momentsOn, namedMoments, type Days } from './named-moments.ts'
import { readRule, type RuleParts } from './read-rule.ts'

/** One time that a duty is owed. */
export interface Occurrence {
  /** Which one: the local day and time that the rule names, `2026-02-28T17:00`. A shift does not change it. */
  readonly occurrence: string
  /** The local day on which it is owed, after the shift. */
  readonly dueOn: CalendarDate
  readonly dueAt: Instant
  /** The yearly calendar that the shift asks is not published, and the dealer has not said anything of the day. */
  readonly calendarMissing: boolean
}

/** Where and how a dealer works. */
export interface Workplace {
  readonly zone: Zone
  readonly workingDayOverrides: readonly WorkingDayOverride[]
}

/** A rule is read when it is typed; one that is kept and cannot be read is damage. */
export class RuleUnreadable extends Error {
  override readonly name = 'RuleUnreadable'
}

/**
 * When a duty is owed, for the days that its rule names from `days`: a shift may lead out of them. In months of which the
 * manufacturer has named the days those are owed instead, unshifted. Each occurrence comes from rule or notice, never from the one before. RFC 5545, section 3.3.10, on the clock of the wall: a moment that a change of
 * the clocks skips moves forward.
 */
export function occurrencesOf(
  rule: Pick<DutyRule, 'rrule' | 'dtstart' | 'dueTime' | 'shift'> & Pick<Duty, 'namedDays'>,
  days: Days,
  place: Workplace,
): Occurrence[] {
  const read = readRule(rule.rrule)
  if ('reason' in read) throw new RuleUnreadable(read.reason)
  const ofRule = occurrencesOfRule(read.parts, rule, days, place)
  const { namedDays = [] } = rule
  if (namedDays.length === 0) return ofRule
  const ofNotices = namedDays.flatMap((naming) =>
    momentsOn(read.parts, rule, daysNamed(naming, days)).flatMap(({ on, at }) => {
      const dueAt = instantAt(on, at, place.zone)
      // The day on which the manufacturer takes orders is what it is, whether or not people work on it here.
      const occurrence = { occurrence: `${on}T${at}`, dueOn: on, dueAt, calendarMissing: false }
      return namingsFor(namedDays, { on, dueAt }).includes(naming) ? [occurrence] : []
    }),
  )
  const staying = ofRule.filter(
    ({ occurrence, dueAt }) => namingsFor(namedDays, { on: dayIn(occurrence), dueAt }).length === 0,
  )
  // Two manufacturers may name one day: the planner orders from both on it.
  const named = new Map(ofNotices.map((each) => [each.occurrence, each]))
  return [...staying, ...named.values()].sort((a, b) => (a.occurrence < b.occurrence ? -1 : 1))
}

function daysNamed({ on = [] }: NamedDays, { from, until }: Days): CalendarDate[] {
  return on.filter((day) => from <= day && day <= until)
}

/** The day that the rule or a notice names, before any shift. */
function dayIn(occurrence: string): CalendarDate {
  return CalendarDate.parse(occurrence.slice(0, 10))
}

function occurrencesOfRule(
  parts: RuleParts,
  rule: Pick<DutyRule, 'dtstart' | 'dueTime' | 'shift'>,
  days: Days,
  { zone, workingDayOverrides }: Workplace,
): Occurrence[] {
  return namedMoments(parts, rule, days).flatMap(({ on, at }) => {
    const dueOn = shifted(on, rule.shift, workingDayOverrides)
    if (dueOn === undefined) return []
    const calendarMissing =
      rule.shift !== 'none' &&
      !isCalendarKnown(Number(on.slice(0, 4))) &&
      workingDayOverrides.every(({ date }) => date !== on)
    return [{ occurrence: `${on}T${at}`, dueOn, dueAt: instantAt(dueOn, at, zone), calendarMissing }]
  })
}

function shifted(
  on: CalendarDate,
  shift: DutyShift,
  overrides: readonly WorkingDayOverride[],
): CalendarDate | undefined {
  switch (shift) {
    case 'none':
      return on
    case 'earlier':
      return workingDayUpTo(on, overrides)
    case 'later':
      return workingDayFrom(on, overrides)
    case 'skip':
      return isWorkingDay(on, overrides) ? on : undefined
  }
}
