import * as z from 'zod'
import { followUpMachine } from './follow-up-machine.ts'
import { BEST_SCORE, FollowUpQuestion, MOST_QUESTIONS } from './follow-up-questions.ts'
import {
  CampaignId,
  ComplaintId,
  CustomerId,
  DealerId,
  FollowUpCallId,
  OrderId,
  StaffId,
  VehicleId,
} from './ids.ts'
import { statesOf, verdictOn } from './machine.ts'
import { recordFields, type Stamp } from './record.ts'
import { CalendarDate, Instant } from './time.ts'

export const FollowUpStatus = z.enum(statesOf(followUpMachine))
export type FollowUpStatus = z.infer<typeof FollowUpStatus>

/**
 * The call after a visit, the second one after its complaint was answered, the first one to the owner of a new car, or the
 * one about a recall.
 */
export const FollowUpKind = z.enum(['post_repair', 'confirmation', 'new_owner', 'recall'])
export type FollowUpKind = z.infer<typeof FollowUpKind>

export const CallAttempt = z.object({
  at: Instant,
  by: z.string(),
  outcome: z.enum(['reached', 'no_answer', 'refused', 'wrong_number']),
  remark: z.string().optional(),
  /** Outside of the hours in which customers may be rung up. */
  outsideHours: z.literal(true).optional(),
})
export type CallAttempt = z.infer<typeof CallAttempt>

/** More calls in two weeks are a nuisance to anybody. */
export const MOST_CALL_ATTEMPTS = 30

const score = z.int().min(1).max(BEST_SCORE)

export const FollowUpAnswer = z.object({
  question: FollowUpQuestion.shape.code,
  /** As it was asked then. */
  zh: z.string(),
  kind: FollowUpQuestion.shape.kind,
  score: score.optional(),
  yes: z.boolean().optional(),
  /** The customer's own, word for word; gone once the customer is erased. */
  words: z.string().optional(),
})
export type FollowUpAnswer = z.infer<typeof FollowUpAnswer>

export const FollowUpCall = z.object({
  dealerId: DealerId,
  followUpCallId: FollowUpCallId,
  kind: FollowUpKind,
  /** The visit that it is about; neither a new car nor a recall has one. */
  orderId: OrderId.optional(),
  vehicleId: VehicleId,
  /** Whose the vehicle was then. */
  customerId: CustomerId,
  /** Whose order it was. */
  advisorId: StaffId.optional(),
  /** The complaint that it brought; of a second call, the one whose answer it asks about. */
  complaintId: ComplaintId.optional(),
  /** The recall that it is about. */
  campaignId: CampaignId.optional(),
  status: FollowUpStatus,
  /** The day of the delivery, of the answer, or on which the recall's list was read. */
  since: CalendarDate,
  /** The day on whose list it stands next. */
  dueOn: CalendarDate,
  /** The last day on which it is tried. */
  lastOn: CalendarDate,
  attempts: z.array(CallAttempt).max(MOST_CALL_ATTEMPTS),
  answers: z.array(FollowUpAnswer).max(MOST_QUESTIONS).optional(),
  /** That of the overall question. */
  score: score.optional(),
  /** Of a second call: whether the answer to the complaint helped. */
  content: z.boolean().optional(),
  /** The customer's own, of a second call. */
  words: z.string().optional(),
  /** Of a new owner: whether the maintenance booklet (保养手册) is registered. */
  bookletRegistered: z.boolean().optional(),
  /** Of a new owner who has refused to be contacted: the booklet alone is asked for. */
  contactRefused: z.literal(true).optional(),
  /** Of a recall: the order under which the car comes in. */
  bookedOrderId: OrderId.optional(),
  endedAt: Instant.optional(),
  ...recordFields,
})
export type FollowUpCall = z.infer<typeof FollowUpCall>

export function isWaitingCall({ status }: Pick<FollowUpCall, 'status'>): boolean {
  return status === 'waiting'
}

/** The call as the car's next owner has it: how often it was tried, and not what was said to the caller. Pure. */
export function handedOn(call: FollowUpCall, customerId: FollowUpCall['customerId']): FollowUpCall {
  if (call.customerId === customerId) return call
  return { ...call, customerId, attempts: call.attempts.map(({ remark, ...attempt }) => attempt) }
}

/** The call as it stays when its customer is erased: whether and when, and the scores; nobody is called any more. Pure. */
export function withoutWords(call: FollowUpCall, { at }: Stamp): FollowUpCall {
  const { words, answers, attempts, ...kept } = call
  const verdict = verdictOn(followUpMachine, call.status, 'withdraw')
  return {
    ...kept,
    ...(verdict.taken ? { status: 'withdrawn', endedAt: at } : {}),
    attempts: attempts.map(({ remark, ...attempt }) => attempt),
    ...(answers === undefined ? {} : { answers: answers.map(({ words: said, ...answer }) => answer) }),
  }
}
