import { addDays, addMonths, daysBetween, type CalendarDate } from '../time.ts'

/**
 * How long something is owed: so many days or months from a day, or until the car has driven so far, whichever comes
 * first. What is absent sets no limit.
 */
export interface Term {
  readonly days?: number | undefined
  readonly months?: number | undefined
  readonly km?: number | undefined
}

/**
 * The last day of a term, which belongs to it whole. The day of the start is not counted (Civil Code, Art. 201): seven
 * days from the 1st end with the 8th. Months and years end with the day of the same number, and with the last day of
 * a month that has none (Art. 202): two years from 29 February end on 28 February. A holiday moves no end (Art. 203 is
 * about what somebody has to do by a day; a car breaks down on holidays too): docs/decisions/0043-how-warranty-is-counted.md.
 */
export function lastDayOfTerm(from: CalendarDate, { days, months }: Term): CalendarDate | undefined {
  const ends = [
    ...(days === undefined ? [] : [addDays(from, days)]),
    ...(months === undefined ? [] : [addMonths(from, months)]),
  ]
  return ends.sort()[0]
}

/** How a day stands to a term. On the day of the start itself it has begun: the car is the customer's. */
export function dayWithin(
  from: CalendarDate,
  until: CalendarDate | undefined,
  on: CalendarDate,
): 'before' | 'within' | 'after' {
  if (on < from) return 'before'
  return until === undefined || on <= until ? 'within' : 'after'
}

/**
 * Whether a car that has driven so far is within a limit. “Within” has the number itself in it, “over” has not (Civil
 * Code, Art. 1259): a car that shows 3,000 is within 3,000 km, one that shows 3,001 is not.
 */
export function kmWithin(limit: number | undefined, km: number): boolean {
  return limit === undefined || km <= limit
}

/**
 * Which end comes first if the car goes on as it did since the start. Undefined where one of them is not set, or where
 * nothing is driven yet.
 */
export function endsFirst(
  { from, until, limit }: { from: CalendarDate; until: CalendarDate | undefined; limit: number | undefined },
  reading: { readonly on: CalendarDate; readonly km: number },
): 'time' | 'km' | undefined {
  if (until === undefined) return limit === undefined ? undefined : 'km'
  if (limit === undefined) return 'time'
  const driven = daysBetween(from, reading.on)
  if (driven <= 0) return undefined
  // km / days > limit / all days, without dividing.
  return reading.km * daysBetween(from, until) > limit * driven ? 'km' : 'time'
}
