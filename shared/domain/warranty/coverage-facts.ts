import { odometerReadings, type OdometerReading } from '../odometer.ts'
import type { CalendarDate } from '../time.ts'
import type { Vehicle } from '../vehicle.ts'
import type { StatutoryRules } from './statutory-rules.ts'

/** How far the car had gone on a day. */
export interface DrivenReading extends OdometerReading {
  /** The odometer is not the first one: it has gone so far at least, and nobody knows how much further. */
  readonly atLeast?: true
}

/** What is known of a car that warranty asks for. Everything may be missing, and then the answer says so. */
export interface CoverageFacts {
  readonly brand: string
  readonly model: string
  /** The day on the purchase invoice (购车发票). */
  readonly invoicedOn?: CalendarDate | undefined
  /** The day on which the customer got the car. */
  readonly handedOverOn?: CalendarDate | undefined
  /** The day from which the books say that warranty runs (保修起始日期): somebody has decided, so nothing is worked out. */
  readonly warrantyFrom?: CalendarDate | undefined
  /** It runs on electricity alone or besides; undefined: nobody knows. */
  readonly newEnergy?: boolean | undefined
  /** False: not bought for a household's own use, so the statutory warranty does not count for it (Art. 2). */
  readonly household?: boolean | undefined
  /** Those that are plausible, oldest first. */
  readonly readings: readonly DrivenReading[]
}

/** New-energy plates have eight characters; any other plate says nothing, as there were none before 2016. */
const NEW_ENERGY_PLATE_LENGTH = 8

/** What a vehicle's record knows of it. */
export function coverageFactsOf(
  vehicle: Pick<
    Vehicle,
    | 'brand'
    | 'model'
    | 'soldOn'
    | 'warrantyFrom'
    | 'invoicedOn'
    | 'household'
    | 'plate'
    | 'visits'
    | 'exported'
    | 'readings'
  >,
): CoverageFacts {
  return {
    brand: vehicle.brand,
    model: vehicle.model,
    handedOverOn: vehicle.soldOn,
    invoicedOn: vehicle.invoicedOn,
    warrantyFrom: vehicle.warrantyFrom,
    household: vehicle.household,
    newEnergy: vehicle.plate?.length === NEW_ENERGY_PLATE_LENGTH ? true : undefined,
    readings: drivenReadings(vehicle),
  }
}

/**
 * The readings as distances: what a replaced odometer had shown last is added to what the new one drove since. What
 * lies between the two nobody knows, so from then on a reading is a least.
 */
function drivenReadings(vehicle: Parameters<typeof odometerReadings>[0]): DrivenReading[] {
  let before = 0
  let last: { km: number; odometer: number } | undefined
  return odometerReadings(vehicle).readings.map(({ on, km, odometer }) => {
    if (last !== undefined && odometer !== last.odometer) before += last.km - km
    last = { km, odometer }
    return odometer === 0 ? { on, km } : { on, km: before + km, atLeast: true }
  })
}

/** Where warranty begins, and from which fact that is known. */
export interface WarrantyStart {
  readonly on: CalendarDate
  readonly from: 'books' | 'invoice' | 'delivery'
}

/** The day from which the periods run; undefined where no day of the sale is known. */
export function warrantyStart(
  { invoicedOn, handedOverOn, warrantyFrom }: CoverageFacts,
  clock: StatutoryRules['clock'] | undefined,
): WarrantyStart | undefined {
  if (warrantyFrom !== undefined) return { on: warrantyFrom, from: 'books' }
  if (invoicedOn === undefined) {
    return handedOverOn === undefined ? undefined : { on: handedOverOn, from: 'delivery' }
  }
  const differs = handedOverOn !== undefined && handedOverOn !== invoicedOn
  return differs && clock?.from === 'differing-delivery'
    ? { on: handedOverOn, from: 'delivery' }
    : { on: invoicedOn, from: 'invoice' }
}

/** The day of the sale, by which the version of the law is chosen. */
export function soldOnOf({
  invoicedOn,
  handedOverOn,
  warrantyFrom,
}: CoverageFacts): CalendarDate | undefined {
  return invoicedOn ?? handedOverOn ?? warrantyFrom
}
