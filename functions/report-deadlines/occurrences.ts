import rrule from 'rrule'
import type { DutyRule, DutyShift } from '../../shared/domain/duty.ts'
import { CalendarDate, instantAt, TimeOfDay, type Instant, type Zone } from '../../shared/domain/time.ts'
import {
  isCalendarKnown,
  isWorkingDay,
  workingDayFrom,
  workingDayUpTo,
  type WorkingDayOverride,
} from '../../shared/domain/working-days.ts'

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

/** A stretch of days, the last one included. */
export interface Days {
  readonly from: CalendarDate
  readonly until: CalendarDate
}

/** Where and how a dealer works. */
export interface Workplace {
  readonly zone: Zone
  readonly workingDayOverrides: readonly WorkingDayOverride[]
}

/**
 * When a duty is owed, for the days that its rule names from `days`: a shift may lead out of them. Each occurrence comes
 * from the rule, never from the one before. RFC 5545, section 3.3.10, on the clock of the wall: a moment that a change of
 * the clocks skips moves forward.
 */
export function occurrencesOf(
  rule: Pick<DutyRule, 'rrule' | 'dtstart' | 'dueTime' | 'shift'>,
  days: Days,
  { zone, workingDayOverrides }: Workplace,
): Occurrence[] {
  return namedMoments(rule, days).flatMap(({ on, at }) => {
    const dueOn = shifted(on, rule.shift, workingDayOverrides)
    if (dueOn === undefined) return []
    const calendarMissing =
      rule.shift !== 'none' &&
      !isCalendarKnown(Number(on.slice(0, 4))) &&
      workingDayOverrides.every(({ date }) => date !== on)
    return [{ occurrence: `${on}T${at}`, dueOn, dueAt: instantAt(dueOn, at, zone), calendarMissing }]
  })
}

interface Moment {
  readonly on: CalendarDate
  readonly at: TimeOfDay
}

/**
 * The library reckons in UTC, which has every hour of every day: so its UTC is the clock on the wall. A rule that counts
 * intervals begins on its own first day; every other one names its days itself, and is begun with the year.
 */
function namedMoments(
  { rrule: text, dtstart, dueTime }: Pick<DutyRule, 'rrule' | 'dtstart' | 'dueTime'>,
  { from, until }: Days,
): Moment[] {
  const beginning = dtstart ?? CalendarDate.parse(`${from.slice(0, 4)}-01-01`)
  const options = rrule.RRule.parseString(text)
  const rule = new rrule.RRule({ ...options, dtstart: onTheWall(beginning, dueTime ?? MIDNIGHT) })
  return rule
    .between(onTheWall(from, MIDNIGHT), onTheWall(until, '23:59'), true)
    .map((moment) => moment.toISOString())
    .map((moment) => ({
      on: CalendarDate.parse(moment.slice(0, 10)),
      at: TimeOfDay.parse(moment.slice(11, 16)),
    }))
}

const MIDNIGHT = '00:00'

function onTheWall(date: CalendarDate, time: TimeOfDay) {
  const [year, month, day, hour, minute] = `${date}-${time.replace(':', '-')}`.split('-').map(Number)
  return rrule.datetime(year ?? 0, month ?? 1, day ?? 1, hour, minute)
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
