import * as z from 'zod'
import { CustomerId, DealerId, OrderId, PolicyId, StaffId, VehicleId } from './ids.ts'
import { Plate } from './plate.ts'
import { recordFields } from './record.ts'
import { CalendarDate } from './time.ts'
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

/** `owner_erased`: its owner wants to be known no longer, and nobody is reminded until it has another one. */
export const VehicleStatus = z.enum(['active', 'sold', 'scrapped', 'moved_away', 'owner_erased'])
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
  ...recordFields,
})
export type Vehicle = z.infer<typeof Vehicle>
