import * as z from 'zod'
import { fieldServiceMachine } from './field-service-machine.ts'
import { CustomerId, DealerId, FieldServiceOrderId, StaffId, VehicleId } from './ids.ts'
import { statesOf } from './machine.ts'
import { Mobile } from './mobile.ts'
import { recordFields } from './record.ts'
import { Instant } from './time.ts'

export const FieldServiceStatus = z.enum(statesOf(fieldServiceMachine))

/** 换货, 退货, 截货/裁切配送: the department also serves customers of equipment and material. */
export const FieldServiceLineKind = z.enum(['replacement', 'return', 'cutting_delivery'])

/**
 * The longest lists of one order. Together they keep an order below 180 KB: its audit entry holds it twice, and an
 * item of the table holds 400.
 */
export const MOST_ITEMS = 50
export const MOST_ADDRESSES = 10
export const MOST_ATTEMPTS = 30
export const MOST_APPOINTMENTS = 30
export const MOST_PHOTOS = 10

/**
 * A length of cut material has decimals, three at most. `multipleOf` would say so in the API's document too, but
 * validators divide: 1.005 by 0.001 is no whole number to them.
 */
export const FieldQuantity = z
  .number()
  .nonnegative()
  .max(1_000_000)
  .refine((quantity) => Math.round(quantity * 1000) / 1000 === quantity)

export const FieldServiceLine = z.object({
  /** Its place in the order, from 1. */
  line: z.int().positive(),
  kind: FieldServiceLineKind,
  item: z.string(),
  quantity: FieldQuantity,
  /** 件, 米, 套. */
  unit: z.string(),
  /** Which of the contact's addresses it goes to or is fetched from; the visit's own where it names none. */
  addressLabel: z.string().optional(),
  /** What was handed over or fetched in the end: told with the completion. */
  doneQuantity: FieldQuantity.optional(),
})
export type FieldServiceLine = z.infer<typeof FieldServiceLine>

/** Everything by which a person can be found: in one place, so that one place is erased. */
export const FieldServiceContact = z.object({
  name: z.string(),
  mobile: Mobile,
  /** The first is that of the visit; others are named by lines. */
  addresses: z
    .array(z.object({ label: z.string(), text: z.string() }))
    .min(1)
    .max(MOST_ADDRESSES),
})
export type FieldServiceContact = z.infer<typeof FieldServiceContact>

/** 服务反馈卡. */
export const FeedbackCard = z.object({
  /** 10 is best. */
  score: z.int().min(1).max(10),
  words: z.string().optional(),
  /** Where the customer's signature and the photos are kept. */
  signature: z.string().optional(),
  photos: z.array(z.string()).max(MOST_PHOTOS),
  handedInAt: Instant,
  handedInBy: z.string(),
})
export type FeedbackCard = z.infer<typeof FeedbackCard>

/** 上门服务单: a visit to the customer. */
export const FieldServiceOrder = z.object({
  dealerId: DealerId,
  fieldServiceOrderId: FieldServiceOrderId,
  number: z.string(),
  customerId: CustomerId,
  vehicleId: VehicleId.optional(),
  status: FieldServiceStatus,
  /** What the customer asks for, in the words of who took it down; gone once the customer is erased. */
  request: z.string().optional(),
  /** Undefined once the customer is erased. */
  contact: FieldServiceContact.optional(),
  lines: z.array(FieldServiceLine).max(MOST_ITEMS),
  /** Undefined where nobody holds the role, nor any role above it. */
  assignedTo: StaffId.optional(),
  /** When the customer asked: the time within which to make contact begins here. */
  requestedAt: Instant,
  /** Calls that reached nobody. */
  attempts: z
    .array(z.object({ at: Instant, by: z.string(), remark: z.string().optional() }))
    .max(MOST_ATTEMPTS),
  /** When the customer was first reached. */
  contactedAt: Instant.optional(),
  scheduledFor: Instant.optional(),
  /** Every appointment that was made, the last one counts. */
  appointments: z
    .array(z.object({ at: Instant, by: z.string(), scheduledFor: Instant, reason: z.string().optional() }))
    .max(MOST_APPOINTMENTS),
  onSiteAt: Instant.optional(),
  /** The time within which to hand in the feedback card begins here. */
  completedAt: Instant.optional(),
  /** What was done, in words. */
  result: z.string().optional(),
  feedback: FeedbackCard.optional(),
  cancelled: z.object({ at: Instant, by: z.string(), reason: z.string().optional() }).optional(),
  ...recordFields,
})
export type FieldServiceOrder = z.infer<typeof FieldServiceOrder>

/** There is still something to do: the visit itself, or its feedback card. */
export function isOpenFieldService({ status }: Pick<FieldServiceOrder, 'status'>): boolean {
  switch (status) {
    case 'requested':
    case 'unreachable':
    case 'contacted':
    case 'scheduled':
    case 'on_site':
    case 'completed':
      return true
    case 'closed':
    case 'cancelled':
      return false
  }
}

/**
 * The order as it stays when its customer is erased: what was delivered, when, by whom and with what score. Whatever
 * people wrote in their own words goes with the contact, since it may name a person. Pure.
 */
export function withoutContactData(order: FieldServiceOrder): FieldServiceOrder {
  const { contact, request, result, attempts, appointments, feedback, cancelled, ...kept } = order
  return {
    ...kept,
    lines: order.lines.map(({ addressLabel, ...line }) => line),
    attempts: attempts.map(({ at, by }) => ({ at, by })),
    appointments: appointments.map(({ at, by, scheduledFor }) => ({ at, by, scheduledFor })),
    ...(feedback === undefined
      ? {}
      : {
          feedback: {
            score: feedback.score,
            photos: [],
            handedInAt: feedback.handedInAt,
            handedInBy: feedback.handedInBy,
          },
        }),
    ...(cancelled === undefined ? {} : { cancelled: { at: cancelled.at, by: cancelled.by } }),
  }
}
