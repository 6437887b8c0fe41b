import * as z from 'zod'
import { CustomerId, OrderId, StaffId, VehicleId } from '../../domain/ids.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { Cover, ServiceStatus, Vehicle, VehicleStatus } from '../../domain/vehicle.ts'

/** How the API shows vehicles. */

const sentence = { zh: z.string(), en: z.string() }
const { formerOwners, formerPlates, formerVins, statusChanges, readings, absorbed } = Vehicle.shape

/** What a vehicle's record says of itself. */
export const vehicleFields = {
  vehicleId: VehicleId,
  /** For the `If-Match` of a change. */
  etag: z.string(),
  vin: z.string(),
  plate: z.string().optional(),
  brand: z.string(),
  model: z.string(),
  soldOn: CalendarDate,
  warrantyFrom: CalendarDate.optional(),
  invoicedOn: CalendarDate.optional(),
  household: z.boolean().optional(),
  customerId: CustomerId,
  status: VehicleStatus,
  serviceStatus: ServiceStatus,
  /** Absent: since it was sold, or since it has a plate. */
  ownedSince: CalendarDate.optional(),
  platedSince: CalendarDate.optional(),
  /** All of the past are oldest first. */
  formerOwners: formerOwners.unwrap(),
  formerPlates: formerPlates.unwrap(),
  formerVins: formerVins.unwrap(),
  statusChanges: statusChanges.unwrap(),
  /** The record that counts, where this one is `merged`. */
  mergedInto: VehicleId.optional(),
  absorbed: absorbed.unwrap(),
  /** What somebody should look at. */
  warnings: z.array(z.object({ code: z.enum(['vin-check-digit']), ...sentence })),
  createdAt: Instant,
  createdBy: z.string(),
  updatedAt: Instant,
  updatedBy: z.string(),
}

export const VehicleBody = z.object(vehicleFields)
export type VehicleView = z.input<typeof VehicleBody>

const days = z.int()
const CoverBody = z.object({ ...Cover.shape, daysLeft: days })

/** What a service advisor wants to know at the desk. */
export const VehicleAtDesk = z.object({
  ...vehicleFields,
  /** Absent where nobody is known any more. */
  owner: z.object({ customerId: CustomerId, name: z.string() }).optional(),
  /** Absent where the dealer has no plan for the car, or it is not active. */
  nextService: z
    .object({
      on: CalendarDate,
      daysLeft: days,
      /** What it is counted from. */
      base: z.object({ kind: z.enum(['sale', 'visit']), on: CalendarDate, orderId: OrderId.optional() }),
      interval: z.object({ months: z.int(), km: z.int() }),
      /** Which of the two comes first. */
      because: z.enum(['months', 'km']),
      /** Mean; absent while nobody has read the odometer twice. */
      kmPerDay: z.number().optional(),
      ...sentence,
    })
    .optional(),
  workshop: z.object({
    /** Where it stands in the workshop now. */
    openOrderId: OrderId.optional(),
    lastVisitOn: CalendarDate.optional(),
    daysSinceVisit: days.optional(),
    lastMaintenance: z.object({ orderId: OrderId, on: CalendarDate }).optional(),
  }),
  odometer: z.object({
    last: z.object({ on: CalendarDate, km: z.int() }).optional(),
    /** Readings that nothing is counted from, because they fall or leap. */
    setAside: z.array(z.object({ on: CalendarDate, km: z.int() })),
    /** Those that people recorded besides the orders. */
    recorded: readings.unwrap(),
  }),
  cover: z.object({ compulsory: CoverBody.optional(), commercial: CoverBody.optional() }),
  /** What falls due next, soonest first. */
  waiting: z.array(
    z.object({
      purpose: z.string(),
      step: z.string(),
      dueAt: Instant,
      /** Whose call list it is on. */
      assignedTo: StaffId.optional(),
      ...sentence,
    }),
  ),
})
export type VehicleAtDeskView = z.input<typeof VehicleAtDesk>

const Taken = z.object({
  taken: z.literal(true),
  vehicleId: VehicleId,
  etag: z.string(),
  /** As it is counted now. */
  nextServiceOn: CalendarDate.optional(),
})

/** Nothing was recorded: the same again with `confirmed` takes it. */
const SetAside = z.object({
  taken: z.literal(false),
  vehicleId: VehicleId,
  etag: z.string(),
  because: z.enum(['falls', 'too-fast']),
  /** The reading that it contradicts. */
  against: z.object({ on: CalendarDate, km: z.int() }),
  ...sentence,
})
export const ReadingAnswer = z.discriminatedUnion('taken', [Taken, SetAside])
export type ReadingAnswer = z.input<typeof ReadingAnswer>
