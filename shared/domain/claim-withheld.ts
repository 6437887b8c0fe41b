import * as z from 'zod'
import { DealerId, OrderId, VehicleId } from './ids.ts'
import { recordFields } from './record.ts'
import { CalendarDate } from './time.ts'
import { withheldReasons } from './warranty/deserves-claim.ts'

/** Why an order of which somebody might expect a claim has none. */
export const ClaimWithheld = z.object({
  dealerId: DealerId,
  orderId: OrderId,
  /** As people know the order. */
  number: z.string(),
  vehicleId: VehicleId,
  deliveredOn: CalendarDate,
  reason: z.enum(withheldReasons),
  ...recordFields,
})
export type ClaimWithheld = z.infer<typeof ClaimWithheld>
