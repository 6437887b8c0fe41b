import * as z from 'zod'
import { CustomerId, DealerId } from './ids.ts'
import { Mobile } from './mobile.ts'
import { recordFields } from './record.ts'
import { CalendarDate } from './time.ts'

export const Gender = z.enum(['male', 'female'])

export const Customer = z.object({
  dealerId: DealerId,
  customerId: CustomerId,
  /** The number in the dealer's own books (客户编号). */
  number: z.string(),
  name: z.string().min(1),
  mobile: Mobile,
  address: z.string().optional(),
  gender: Gender.optional(),
  birthday: CalendarDate.optional(),
  remark: z.string().optional(),
  ...recordFields,
})
export type Customer = z.infer<typeof Customer>
