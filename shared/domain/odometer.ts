import { daysBetween, type CalendarDate } from './time.ts'
import {
  MOST_CONFIRMED_READINGS,
  MOST_READINGS,
  type ReadingReason,
  type RecordedReading,
} from './vehicle-past.ts'
import type { Vehicle } from './vehicle.ts'

export interface OdometerReading {
  readonly on: CalendarDate
  readonly km: number
}

/** A reading, and which of the vehicle's odometers it is of: 0 is the one that it was sold with. */
export interface PlacedReading extends OdometerReading {
  readonly odometer: number
}

export type Contradiction = 'falls' | 'too-fast'

/** Above this the reading is a typo, not a journey (trade practice). */
const ABSURD_KM_PER_DAY = 1_500

type ReadVehicle = Pick<Vehicle, 'visits' | 'exported' | 'soldOn' | 'readings'>

/**
 * The vehicle's odometer readings, oldest first: those of its visits, of the old system, and those that people
 * recorded. A reading that falls, or that would need more than 1,500 km a day since the one before, is set aside and
 * flagged. A confirmed one counts: what it contradicts is set aside, or was of another odometer.
 */
export function odometerReadings(vehicle: ReadVehicle): {
  readings: PlacedReading[]
  setAside: OdometerReading[]
} {
  let readings: PlacedReading[] = []
  const setAside: OdometerReading[] = []
  /** What the odometer is known to have begun with; it is not refuted. */
  let first: PlacedReading = { on: vehicle.soldOn, km: 0, odometer: 0 }
  for (const { because, on, km } of everyReading(vehicle)) {
    const reading = { on, km, odometer: first.odometer }
    switch (because) {
      case 'odometer_replaced':
        first = { on, km, odometer: first.odometer + 1 }
        readings.push(first)
        break
      case 'read_again': {
        const wrong = readings.filter(
          (each) => each.odometer === first.odometer && each !== first && contradiction(each, reading),
        )
        setAside.push(...wrong.map((each) => ({ on: each.on, km: each.km })))
        readings = [...readings.filter((each) => !wrong.includes(each)), reading]
        break
      }
      case undefined: {
        const last = readings.at(-1)
        const before = last?.odometer === first.odometer ? last : first
        if (contradiction(before, reading) === undefined) readings.push(reading)
        else setAside.push({ on, km })
      }
    }
  }
  return { readings, setAside }
}

interface GivenReading extends OdometerReading {
  readonly because?: ReadingReason | undefined
}

/** Of one day the confirmed ones come last: they speak about the others. */
function everyReading({ visits, exported, readings }: ReadVehicle): GivenReading[] {
  const { odometerKm, visitOn } = exported ?? {}
  const all: GivenReading[] = [
    ...visits.flatMap(({ odometerKm: km, deliveredOn, receivedOn }) =>
      km === undefined ? [] : [{ on: deliveredOn ?? receivedOn, km }],
    ),
    ...(odometerKm === undefined || visitOn === undefined ? [] : [{ on: visitOn, km: odometerKm }]),
    ...readings.map(({ on, km, confirmed }) => ({ on, km, because: confirmed?.because })),
  ]
  return all.sort((a, b) => order(a.on, b.on) || rank(a) - rank(b) || a.km - b.km)
}

function rank({ because }: GivenReading): number {
  return because === undefined ? 0 : 1
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What speaks against two readings of one odometer: the earlier one first. */
export function contradiction(earlier: OdometerReading, later: OdometerReading): Contradiction | undefined {
  const days = Math.max(1, daysBetween(earlier.on, later.on))
  const driven = later.km - earlier.km
  if (driven < 0) return 'falls'
  return driven > days * ABSURD_KM_PER_DAY ? 'too-fast' : undefined
}

export type ReadingVerdict =
  | { readonly fits: true }
  | {
      readonly fits: false
      readonly because: Contradiction
      /** The reading that it contradicts; a car that was never read began with 0 km on the day of its sale. */
      readonly against: OdometerReading
    }

/** Whether a reading fits between those that are known. Pure. */
export function fitsTheOthers(vehicle: ReadVehicle, reading: OdometerReading): ReadingVerdict {
  const { readings } = odometerReadings(vehicle)
  const index = readings.findLastIndex(({ on }) => on <= reading.on)
  const sale: PlacedReading = { on: vehicle.soldOn, km: 0, odometer: 0 }
  const before = readings[index] ?? sale
  const because = contradiction(before, reading)
  if (because !== undefined) return { fits: false, because, against: { on: before.on, km: before.km } }
  const after = readings[index + 1]
  const later = after?.odometer === before.odometer ? contradiction(reading, after) : undefined
  return after === undefined || later === undefined
    ? { fits: true }
    : { fits: false, because: later, against: { on: after.on, km: after.km } }
}

/**
 * How far the car had gone by what one of its orders says; undefined where that contradicts the other readings, as it
 * was set aside with them. An order may say so longer than the vehicle remembers its visit. Pure.
 */
export function plausibleKm(vehicle: ReadVehicle, reading: OdometerReading): number | undefined {
  const { readings } = odometerReadings(vehicle)
  const isOne = readings.some(({ on, km }) => on === reading.on && km === reading.km)
  return isOne || fitsTheOthers(vehicle, reading).fits ? reading.km : undefined
}

/**
 * The readings with this one put in, by their days; of many the newest are kept, confirmed ones longest. One that is
 * known already stays as it is, unless it is confirmed now.
 */
export function withReading(
  readings: readonly RecordedReading[],
  reading: RecordedReading,
): RecordedReading[] {
  const same = readings.find(({ on, km }) => on === reading.on && km === reading.km)
  if (same !== undefined && (reading.confirmed === undefined || same.confirmed !== undefined)) {
    return [...readings]
  }
  const all = [...readings.filter((each) => each !== same), reading].sort((a, b) => order(a.on, b.on))
  const plain = all.filter(({ confirmed }) => confirmed === undefined).slice(-MOST_READINGS)
  const confirmed = all.filter((each) => each.confirmed !== undefined).slice(-MOST_CONFIRMED_READINGS)
  return all.filter((each) => plain.includes(each) || confirmed.includes(each))
}
