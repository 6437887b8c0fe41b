/*
 * The oracle's own calendar, on JavaScript's Date and Intl alone: it must not share a mistake with the product's.
 * Dates are `YYYY-MM-DD`, times `HH:MM`, instants milliseconds of the epoch.
 */

export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The same day of a later month, or that month's last day where it is shorter. */
export function plusMonths(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number)
  const first = new Date(Date.UTC(year!, month! - 1 + months, 1))
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day!, length)))
    .toISOString()
    .slice(0, 10)
}

/** A day sold on which the first service, six months later, falls due on `date`; undefined where there is none. */
export function soldSixMonthsBefore(date: string): string | undefined {
  for (let back = 186; back >= 178; back -= 1) {
    const sold = plusDays(date, -back)
    if (plusMonths(sold, 6) === date) return sold
  }
  return undefined
}

export function isWeekday(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay()
  return day !== 0 && day !== 6
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** What a clock on the wall shows. */
export function wallClock(instant: number, zone: string): { date: string; time: string } {
  let format = formats.get(zone)
  if (format === undefined) {
    const fields = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    } as const
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', ...fields })
    formats.set(zone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  return {
    date: `${parts['year']!}-${parts['month']!}-${parts['day']!}`,
    time: `${parts['hour']!}:${parts['minute']!}`,
  }
}

/** The instant of a time on the wall: the first of two, and one that the clocks skip moves forward. */
export function instantOf(date: string, time: string, zone: string): number {
  const asUtc = Date.parse(`${date}T${time}:00Z`)
  const offset = (at: number) => {
    const shown = wallClock(at, zone)
    return Date.parse(`${shown.date}T${shown.time}:00Z`) - at
  }
  const [before, after] = [asUtc - offset(asUtc - 86_400_000), asUtc - offset(asUtc + 86_400_000)]
  const shows = (at: number) => at + offset(at) === asUtc
  return shows(before) || !shows(after) ? before : after
}
