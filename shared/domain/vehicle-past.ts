import * as z from 'zod'
import { CustomerId, VehicleId } from './ids.ts'
import { Plate } from './plate.ts'
import { CalendarDate } from './time.ts'
import { Vin } from './vin.ts'

/** What a vehicle's record remembers of itself; what is older stands in the changes of the record. */

/** More owners, plates or states than these a car has hardly ever. */
export const MOST_REMEMBERED = 20
/** A VIN is mistyped once, or twice. */
export const MOST_FORMER_VINS = 10
/** Records of the same car: its timeline asks for what was told about each of them. */
export const MOST_ABSORBED = 3

/** Until which day it was so, and who recorded that it is so no longer. */
const past = { from: CalendarDate.optional(), until: CalendarDate, by: z.string() }

/** `from` is absent where nobody recorded the day: the first owner has it since the sale. */
export const FormerOwner = z.object({
  customerId: CustomerId,
  ...past,
  /** The second record of the car under which they had it: it says nothing of when others had it under this one. */
  underRecord: VehicleId.optional(),
})
export type FormerOwner = z.infer<typeof FormerOwner>
export const FormerPlate = z.object({ plate: Plate, ...past })

/** A VIN that goes on finding the vehicle: the old system goes on saying it. */
export const FormerVin = z.object({
  vin: Vin,
  /** `merged`: the VIN of a second record of the car, of which the old system may go on telling other things. */
  because: z.enum(['corrected', 'merged']),
  until: CalendarDate,
  by: z.string(),
})
export type FormerVin = z.infer<typeof FormerVin>

/** What people may say of a vehicle. Anything but active leaves every reminder. */
export const ToldStatus = z.enum(['active', 'sold', 'scrapped', 'moved_away'])
export type ToldStatus = z.infer<typeof ToldStatus>

export const StatusChange = z.object({
  status: ToldStatus,
  on: CalendarDate,
  reason: z.string().max(500).optional(),
  by: z.string(),
})

/** How a reading came to us: read by staff, told by the customer, transmitted by the car. */
export const ReadingSource = z.enum(['read', 'told', 'transmitted'])
export type ReadingSource = z.infer<typeof ReadingSource>

/**
 * Why a reading counts although it contradicts earlier ones: the odometer is another one, or it was read once more and
 * the earlier ones were wrong.
 */
export const ReadingReason = z.enum(['odometer_replaced', 'read_again'])
export type ReadingReason = z.infer<typeof ReadingReason>

/** The odometer as a person recorded it, besides the workshop's orders. */
export const RecordedReading = z.object({
  on: CalendarDate,
  km: z.int().nonnegative(),
  source: ReadingSource,
  confirmed: z.object({ because: ReadingReason, remark: z.string().max(500).optional() }).optional(),
  by: z.string(),
})
export type RecordedReading = z.infer<typeof RecordedReading>

/** Plain readings and confirmed ones that are kept: a confirmed one tells what earlier ones are worth. */
export const MOST_READINGS = 20
export const MOST_CONFIRMED_READINGS = 10
