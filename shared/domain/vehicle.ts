import * as z from 'zod'
import { ExportSaid } from './export-said.ts'
import { CustomerId, DealerId, OrderId, PolicyId, StaffId, VehicleId } from './ids.ts'
import { Plate } from './plate.ts'
import { recordFields, unwritten, type Stamp } from './record.ts'
import { CalendarDate } from './time.ts'
import {
  FormerOwner,
  FormerPlate,
  FormerVin,
  MOST_ABSORBED,
  MOST_CONFIRMED_READINGS,
  MOST_FORMER_VINS,
  MOST_READINGS,
  MOST_REMEMBERED,
  RecordedReading,
  StatusChange,
  ToldStatus,
} from './vehicle-past.ts'
import { Vin } from './vin.ts'

/** A visit to the workshop as the rules need it; the order itself has the rest. */
export const Visit = z.object({
  orderId: OrderId,
  maintenance: z.boolean(),
  receivedOn: CalendarDate,
  /** Absent while the vehicle is in the workshop. */
  deliveredOn: CalendarDate.optional(),
  odometerKm: z.int().nonnegative().optional(),
})
export type Visit = z.infer<typeof Visit>

/** The newest policy of a kind, as the rules need it. */
export const Cover = z.object({
  policyId: PolicyId,
  insurer: z.string(),
  endsOn: CalendarDate,
  premiumFen: z.int().nonnegative(),
  specialistId: StaffId.optional(),
})
export type Cover = z.infer<typeof Cover>

/**
 * `owner_erased`: its owner wants to be known no longer, and nobody is reminded until it has another one. `merged`: it
 * turned out to be the car of another record, which counts.
 */
export const VehicleStatus = z.enum([...ToldStatus.options, 'owner_erased', 'merged'])
export const ServiceStatus = z.enum(['active', 'lapsed'])
export type ServiceStatus = z.infer<typeof ServiceStatus>

export const Vehicle = z.object({
  dealerId: DealerId,
  vehicleId: VehicleId,
  vin: Vin,
  plate: Plate.optional(),
  brand: z.string(),
  model: z.string(),
  soldOn: CalendarDate,
  warrantyFrom: CalendarDate.optional(),
  /** The day on the purchase invoice (购车发票), where it is known besides that of the sale. */
  invoicedOn: CalendarDate.optional(),
  /** False: not bought for a household's own use; absent: nobody has said so. */
  household: z.boolean().optional(),
  customerId: CustomerId,
  /** Anything but active leaves every reminder. */
  status: VehicleStatus,
  serviceStatus: ServiceStatus,
  /** The odometer as the old system last showed it, and the day of that visit. */
  exported: z
    .object({ odometerKm: z.int().nonnegative().optional(), visitOn: CalendarDate.optional() })
    .optional(),
  /** The last visits, oldest first: what the rules need, see `visits.ts`. */
  visits: z.array(Visit),
  cover: z.object({ compulsory: Cover.optional(), commercial: Cover.optional() }),
  /** Since when the customer has it, and since when it has its plate; absent: nobody recorded a change. */
  ownedSince: CalendarDate.optional(),
  platedSince: CalendarDate.optional(),
  /** All of the past are oldest first. */
  formerOwners: z.array(FormerOwner).max(MOST_REMEMBERED).default([]),
  formerPlates: z.array(FormerPlate).max(MOST_REMEMBERED).default([]),
  formerVins: z.array(FormerVin).max(MOST_FORMER_VINS).default([]),
  statusChanges: z.array(StatusChange).max(MOST_REMEMBERED).default([]),
  /** By their days, those that people recorded besides the orders, see `odometer.ts`. */
  readings: z
    .array(RecordedReading)
    .max(MOST_READINGS + MOST_CONFIRMED_READINGS)
    .default([]),
  /** The record that counts, where this one turned out to be of the same car. */
  mergedInto: VehicleId.optional(),
  /** Records of the same car that went into this one. */
  absorbed: z.array(VehicleId).max(MOST_ABSORBED).default([]),
  exportSaid: ExportSaid.optional(),
  ...recordFields,
})
export type Vehicle = z.infer<typeof Vehicle>

/** What is told of a vehicle that is new. */
export type VehicleFields = Pick<
  Vehicle,
  | 'dealerId'
  | 'vehicleId'
  | 'vin'
  | 'plate'
  | 'brand'
  | 'model'
  | 'soldOn'
  | 'warrantyFrom'
  | 'invoicedOn'
  | 'household'
  | 'customerId'
>

export function newVehicle(told: VehicleFields, stamp: Stamp): Vehicle {
  return {
    ...unwritten(stamp),
    status: 'active',
    serviceStatus: 'active',
    visits: [],
    cover: {},
    formerOwners: [],
    formerPlates: [],
    formerVins: [],
    statusChanges: [],
    readings: [],
    absorbed: [],
    ...told,
  }
}

/** The VINs that mean the vehicle: the one that it has, and those that it was written down under. */
export function vinsOf({ vin, formerVins }: Pick<Vehicle, 'vin' | 'formerVins'>): Vin[] {
  return [...new Set([vin, ...formerVins.map((former) => former.vin)])]
}
