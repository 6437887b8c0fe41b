import { Temporal } from 'temporal-polyfill'
import {
  dateIn,
  epochMilliseconds,
  fromEpochMilliseconds,
  type Instant,
  type Zone,
} from '../shared/domain/time.ts'
import { parseCron, type CronExpression } from './cron-expression.ts'
import { TemplateUnsupported } from './local-error.ts'

/** A schedule of the template, as far as its times go. */
export interface Timetable {
  /** `cron(…)`, `rate(10 minutes)` or `at(2026-11-23T09:00:00)` */
  readonly expression: string
  readonly zone: Zone
}

export interface TimedFire<T extends Timetable> {
  readonly at: Instant
  readonly schedule: T
}

/**
 * When the schedules fire after `from` up to and including `to`, in order; those of one instant in the order given.
 * As EventBridge Scheduler does it, a local time that a change of the clocks skips does not fire, one that comes
 * twice fires the first time.
 * @throws TemplateUnsupported for an expression that cannot be read.
 */
export function firesBetween<T extends Timetable>(
  schedules: readonly T[],
  from: Instant,
  to: Instant,
): TimedFire<T>[] {
  return schedules
    .flatMap((schedule) => instantsOf(schedule, from, to).map((at) => ({ at, schedule })))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

function instantsOf(timetable: Timetable, from: Instant, to: Instant): Instant[] {
  const { expression } = timetable
  if (expression.startsWith('cron(')) return cronInstants(parseCron(expression), timetable.zone, from, to)
  if (expression.startsWith('rate(')) return rateInstants(expression, from, to)
  if (expression.startsWith('at(')) return onceInstant(expression, timetable.zone, from, to)
  throw new TemplateUnsupported(`The schedule ${expression} is neither cron, rate nor at.`)
}

function cronInstants(cron: CronExpression, zone: Zone, from: Instant, to: Instant): Instant[] {
  const found: Instant[] = []
  const last = Temporal.PlainDate.from(dateIn(to, zone))
  for (
    let date = Temporal.PlainDate.from(dateIn(from, zone));
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    if (!cron.runsOn(date)) continue
    for (const hour of cron.hours)
      for (const minute of cron.minutes) {
        const at = instantOf(date.toPlainDateTime({ hour, minute }), zone)
        if (at !== undefined && at > from && at <= to) found.push(at)
      }
  }
  return found
}

/** Undefined for a time that the zone's clocks skip. */
function instantOf(local: Temporal.PlainDateTime, zone: Zone): Instant | undefined {
  const zoned = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  return zoned.toPlainDateTime().equals(local) ? fromEpochMilliseconds(zoned.epochMilliseconds) : undefined
}

const unitMilliseconds: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
}

/** A rate runs from the schedule's creation on AWS; here from the epoch, so that it is the same in every run. */
function rateInstants(expression: string, from: Instant, to: Instant): Instant[] {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? []
  const period = Number(count) * (unitMilliseconds[unit ?? ''] ?? Number.NaN)
  if (!(period > 0)) throw new TemplateUnsupported(`The schedule ${expression} is no rate(value unit).`)
  const found: Instant[] = []
  const end = epochMilliseconds(to)
  for (let at = (Math.floor(epochMilliseconds(from) / period) + 1) * period; at <= end; at += period)
    found.push(fromEpochMilliseconds(at))
  return found
}

function onceInstant(expression: string, zone: Zone, from: Instant, to: Instant): Instant[] {
  const local = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/.exec(expression)?.[1]
  if (local === undefined)
    throw new TemplateUnsupported(`The schedule ${expression} is no at(yyyy-mm-ddThh:mm:ss).`)
  const at = instantOf(Temporal.PlainDateTime.from(local), zone)
  return at !== undefined && at > from && at <= to ? [at] : []
}
