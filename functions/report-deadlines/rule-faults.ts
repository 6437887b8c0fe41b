import type { DutyRule } from '../../shared/domain/duty.ts'
import { addDays, type CalendarDate } from '../../shared/domain/time.ts'
import type { FieldReason } from '../../shared/runtime/problems.ts'
import { occurrencesOf, type Workplace } from '../../shared/domain/recurrence/occurrences.ts'
import { readRule, type RuleParts } from '../../shared/domain/recurrence/read-rule.ts'

/** The part of a duty that says when it is owed. */
export type TimeRule = Pick<DutyRule, 'rrule' | 'dtstart' | 'dueTime' | 'shift'>

export interface RuleFault {
  readonly field: 'rrule' | 'dtstart' | 'dueTime'
  readonly reason: FieldReason
}

/** An occurrence a working hour would be many; more is a mistake. */
const MOST_A_DAY = 24
const MONTH_DAYS = 31
const YEAR_DAYS = 366
/** But around 2100, 29 February comes at least once in so many years. */
const YEARS_TO_LOOK = 8

/**
 * What is wrong with a rule that somebody has typed: each fault with its field and, by its reason, the way out. Stricter
 * than RFC 5545 where a lawful rule would not mean what its author thinks, or where libraries differ.
 * @param today the day from which it is to be owed
 */
export function ruleFaults(rule: TimeRule, today: CalendarDate, place: Workplace): RuleFault[] {
  const read = readRule(rule.rrule)
  if ('reason' in read) return [{ field: 'rrule', reason: read.reason }]
  const faults = [...faultsOfDays(read.parts, rule), ...faultsOfTimes(read.parts, rule)]
  if (faults.length > 0 || isEverOwed(rule, today, place)) return faults
  return [{ field: 'rrule', reason: 'rule-never-owed' }]
}

/** Without a first day nothing but the rule's own words says which days are meant. */
function faultsOfDays(parts: RuleParts, { dtstart }: TimeRule): RuleFault[] {
  if (dtstart !== undefined) return []
  if ((parts.INTERVAL ?? 1) > 1) return [{ field: 'dtstart', reason: 'interval-without-start' }]
  return namesItsDays(parts) ? [] : [{ field: 'rrule', reason: 'rule-names-no-day' }]
}

function namesItsDays({ FREQ, BYDAY, BYMONTHDAY, BYYEARDAY, BYMONTH }: RuleParts): boolean {
  switch (FREQ) {
    case 'DAILY':
      return true
    case 'WEEKLY':
      return BYDAY !== undefined
    case 'MONTHLY':
      return BYDAY !== undefined || BYMONTHDAY !== undefined
    case 'YEARLY':
      return (
        BYYEARDAY !== undefined || BYDAY !== undefined || (BYMONTH !== undefined && BYMONTHDAY !== undefined)
      )
  }
}

function faultsOfTimes({ BYHOUR, BYMINUTE }: RuleParts, { dueTime }: TimeRule): RuleFault[] {
  if (dueTime === undefined && BYHOUR === undefined)
    return [{ field: 'dueTime', reason: 'due-time-or-hours' }]
  if (dueTime !== undefined && (BYHOUR !== undefined || BYMINUTE !== undefined))
    return [{ field: 'dueTime', reason: 'due-time-or-hours' }]
  const times = (BYHOUR?.length ?? 1) * (BYMINUTE?.length ?? 1)
  return times > MOST_A_DAY ? [{ field: 'rrule', reason: 'rule-too-often' }] : []
}

/** Most rules are found in the first month; what is not is seldom owed, and a year of it is quickly asked for. */
function isEverOwed(rule: TimeRule, today: CalendarDate, place: Workplace): boolean {
  const first = rule.dtstart !== undefined && rule.dtstart > today ? rule.dtstart : today
  const isOwedFor = (from: CalendarDate, days: number) =>
    occurrencesOf(rule, { from, until: addDays(from, days - 1) }, place).length > 0
  const years = Array.from({ length: YEARS_TO_LOOK }, (_, year) => addDays(first, year * YEAR_DAYS))
  return isOwedFor(first, MONTH_DAYS) || years.some((year) => isOwedFor(year, YEAR_DAYS))
}
