import { contradiction, type OdometerReading } from '../odometer.ts'
import { daysBetween, type CalendarDate } from '../time.ts'
import type { DrivenReading } from './coverage-facts.ts'

export type OdometerFault = 'odometer' | 'odometer-old' | 'odometer-implausible' | 'odometer-replaced'

/** How far a car had gone on a day: what is known of it, and why no more is. */
export interface KmOn {
  /** It had gone so far at least. */
  readonly atLeast: number
  /** And no further than this; undefined: nobody knows. */
  readonly atMost?: number | undefined
  /** The reading that was taken for the day, if any. */
  readonly reading?: OdometerReading | undefined
  /** Why it is not known exactly. */
  readonly fault?: OdometerFault | undefined
}

/**
 * What the readings tell of a day. One that is told for the day counts if it fits between the others; without one, the
 * last reading does as long as it is no older than `freshDays`. Later readings tell how far the car had not gone yet.
 * A car begins with 0 km on the day of its `start`. An old or implausible reading is never taken for the day, but what was certainly driven stays driven.
 */
export function kmOn(
  readings: readonly DrivenReading[],
  on: CalendarDate,
  told: number | undefined,
  { freshDays, start }: { readonly freshDays: number; readonly start?: CalendarDate | undefined },
): KmOn {
  const before = readings.filter((each) => each.on <= on)
  const after = readings.filter((each) => each.on >= on)
  const last = before.at(-1)
  const atLeast = Math.max(0, ...before.map(({ km }) => km))
  const replaced = readings.some((each) => each.atLeast)
  const later = after.filter((each) => !each.atLeast).map(({ km }) => km)
  const atMost = later.length === 0 ? undefined : Math.min(...later)
  if (replaced) return { atLeast: Math.max(atLeast, told ?? 0), fault: 'odometer-replaced' }
  if (told !== undefined) {
    const reading = { on, km: told }
    const next = after.find((each) => each.on > on)
    const earlier = last ?? (start === undefined ? undefined : { on: start, km: 0 })
    const fits =
      (earlier === undefined || contradiction(earlier, reading) === undefined) &&
      (next === undefined || contradiction(reading, next) === undefined)
    return fits
      ? { atLeast: told, atMost: told, reading }
      : { atLeast, atMost, fault: 'odometer-implausible' }
  }
  if (last === undefined) return { atLeast, atMost, fault: 'odometer' }
  return daysBetween(last.on, on) <= freshDays
    ? { atLeast, atMost: atMost ?? atLeast, reading: { on: last.on, km: last.km } }
    : { atLeast, atMost, reading: { on: last.on, km: last.km }, fault: 'odometer-old' }
}
