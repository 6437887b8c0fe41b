import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import type { DutyRule } from '../../../shared/domain/duty.ts'
import type { Days } from '../../../shared/domain/recurrence/named-moments.ts'

/** When a rule is owed, by another library: it knows zones itself and begins each rule years before. */
export function independently(
  { rrule, dtstart, dueTime }: Pick<DutyRule, 'rrule' | 'dtstart' | 'dueTime'>,
  zone: string,
  days: Days,
): string[] {
  const beginning = `${dtstart ?? '2020-01-01'}T${dueTime ?? '00:00'}:00[${zone}]`
  const rule = new RRuleTemporal({
    temporal: Temporal,
    rruleString: rrule,
    dtstart: Temporal.ZonedDateTime.from(beginning),
  })
  const from = Temporal.ZonedDateTime.from(`${days.from}T00:00:00[${zone}]`)
  const until = Temporal.ZonedDateTime.from(`${days.until}T23:59:59[${zone}]`)
  return rule.between(from, until, true).map((moment) => new Date(moment.epochMilliseconds).toISOString())
}
