import * as z from 'zod'
import { CallOutcome, LostReason } from '../../domain/call-list.ts'
import { Complaint } from '../../domain/complaint.ts'
import { FollowUpCall } from '../../domain/follow-up-call.ts'
import {
  ComplaintId,
  CustomerId,
  FollowUpCallId,
  MessageId,
  OrderId,
  PolicyId,
  StaffId,
} from '../../domain/ids.ts'
import { MessageStatus } from '../../domain/message.ts'
import { RepairKind, RepairOrder } from '../../domain/order.ts'
import { PolicyKind } from '../../domain/policy.ts'
import { Channel } from '../../domain/purpose.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { ReadingSource, ToldStatus } from '../../domain/vehicle-past.ts'
import { defineRoute, noBody } from '../contract.ts'
import { pageOf } from '../page.ts'
import { functionName, vehicleReaders, vehicleParams } from './vehicles.ts'

/** What every entry tells. */
const entry = {
  /** The day in the dealer's zone. */
  on: CalendarDate,
  /** The moment, where it is known: a date in the books has none. */
  at: Instant.optional(),
  zh: z.string(),
  en: z.string(),
}
/** Who recorded it: a staff id, an account, an import. */
const by = z.string()

const TimelineEntry = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('order'),
    ...entry,
    orderId: OrderId,
    number: z.string(),
    repairKind: RepairKind,
    status: RepairOrder.shape.status,
    deliveredOn: CalendarDate.optional(),
    odometerKm: z.int().optional(),
  }),
  z.object({
    kind: z.literal('message'),
    ...entry,
    messageId: MessageId,
    purpose: z.string(),
    channel: Channel,
    status: MessageStatus,
    reason: z.string().optional(),
    /** Whom it was for. */
    customerId: CustomerId.optional(),
    staffId: StaffId.optional(),
    /** Whoever brought the car, for this order. */
    orderId: OrderId.optional(),
  }),
  z.object({
    kind: z.literal('call'),
    ...entry,
    by,
    policyId: PolicyId.optional(),
    /** Absent where it was erased with the customer's data. */
    outcome: CallOutcome.optional(),
    lostReason: LostReason.optional(),
  }),
  z.object({
    kind: z.literal('policy'),
    ...entry,
    policyId: PolicyId,
    policyKind: PolicyKind,
    insurer: z.string(),
    endsOn: CalendarDate,
  }),
  z.object({
    kind: z.literal('complaint'),
    ...entry,
    complaintId: ComplaintId,
    number: z.string(),
    ...Complaint.pick({ matter: true, severity: true, status: true }).shape,
  }),
  z.object({
    kind: z.literal('follow_up'),
    ...entry,
    followUpCallId: FollowUpCallId,
    callKind: FollowUpCall.shape.kind,
    status: FollowUpCall.shape.status,
    score: FollowUpCall.shape.score,
  }),
  z.object({ kind: z.literal('owner'), ...entry, by, from: CustomerId, to: CustomerId }),
  z.object({
    kind: z.literal('plate'),
    ...entry,
    by: by.optional(),
    from: z.string().optional(),
    to: z.string().optional(),
  }),
  z.object({ kind: z.literal('vin'), ...entry, by, from: z.string() }),
  z.object({
    kind: z.literal('status'),
    ...entry,
    by,
    status: ToldStatus,
    reason: z.string().optional(),
  }),
  z.object({
    kind: z.literal('odometer'),
    ...entry,
    by,
    km: z.int(),
    source: ReadingSource,
    /** Nothing is counted from it, because it falls or leaps. */
    setAside: z.boolean(),
  }),
])
export type TimelineEntryView = z.input<typeof TimelineEntry>

export const readTimeline = defineRoute({
  method: 'GET',
  path: '/vehicles/{vehicleId}/timeline',
  functionName,
  roles: vehicleReaders,
  params: vehicleParams,
  query: {
    limit: z.coerce.number().int().min(1).max(100).default(50),
    /** Longer than other lists': it says how far each of several has been read. */
    cursor: z.string().min(1).max(4000).optional(),
  },
  body: noBody,
  response: pageOf(TimelineEntry),
  summary: {
    zh: '车辆时间线：工单、消息、通话、抱怨、回访、保单、车主、车牌、状态、里程，最新的在前',
    en: 'All that happened to a vehicle, newest first: orders, messages, calls, complaints, follow-ups, policies, owners, plates, states, readings',
  },
})
