import * as z from 'zod'
import { CustomerId } from '../../domain/ids.ts'
import { Etag } from '../etag.ts'
import { defineRoute, noBody } from '../contract.ts'
import { ActiveCustomer, customerParams, CustomerBody } from './customers.ts'

const functionName = 'customers-api'
/** Who answers for the records being right. */
const mergers = [
  'front_desk_supervisor',
  'customer_service_rep',
  'information_clerk',
  'service_manager',
  'general_manager',
] as const

const Merge = z.object({
  /** Whose the records are; its `etag` is the `If-Match` of the next step. */
  customer: ActiveCustomer,
  /** The record that went over, or came back. */
  other: CustomerBody,
  /** A transaction holds only so many: while some are left the same request, with the new ETags, goes on. */
  vehicles: z.object({ moved: z.int().nonnegative(), left: z.int().nonnegative() }),
})
export type MergeView = z.input<typeof Merge>

export const mergeCustomer = defineRoute({
  method: 'POST',
  path: '/customers/{customerId}/merge',
  functionName,
  roles: mergers,
  ifMatch: true,
  idempotent: true,
  params: customerParams,
  query: {},
  body: z.strictObject({
    /** The record that turned out to be the same person's. */
    otherId: CustomerId,
    /** Its ETag, as it was read. */
    otherEtag: Etag,
    /** Says that they are one person although their numbers differ. */
    confirmed: z.boolean().optional(),
  }),
  response: Merge,
  refuses: ['customer-merged', 'customer-erased', 'merge-unconfirmed', 'merge-too-large'],
  summary: {
    zh: '把同一人的另一份档案并入此客户：车辆和编号转到此客户名下，可撤销',
    en: 'Merges another record of the same person into this customer: vehicles and number go over; may be taken back',
  },
})

export const unmergeCustomer = defineRoute({
  method: 'POST',
  path: '/customers/{customerId}/unmerge',
  functionName,
  roles: mergers,
  ifMatch: true,
  idempotent: true,
  params: customerParams,
  query: {},
  body: noBody,
  response: Merge,
  refuses: ['transition-refused', 'customer-merged', 'customer-erased'],
  summary: {
    zh: '撤销合并：此档案恢复，当时转走且车主未再变的车辆转回',
    en: 'Takes a merge back: the record counts again, and its vehicles return unless they have another owner since',
  },
})

export const mergeRoutes = [mergeCustomer, unmergeCustomer] as const
