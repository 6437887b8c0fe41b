import * as z from 'zod'

/** Messages were decided and wait to be sent: up to 25 of them, under one delivery. */
export const DeliveryPlanned = z.strictObject({
  dealerId: z.string().min(1),
  deliveryId: z.string().regex(/^dlv_[a-z2-7]{20}$/),
})
export type DeliveryPlanned = z.infer<typeof DeliveryPlanned>
