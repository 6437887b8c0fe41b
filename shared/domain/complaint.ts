import * as z from 'zod'
import { complaintMachine } from './complaint-machine.ts'
import { ComplaintMatter, ComplaintSeverity, SeverityReason } from './complaint-severity.ts'
import { ComplaintId, CustomerId, DealerId, FollowUpCallId, OrderId, StaffId, VehicleId } from './ids.ts'
import { statesOf, verdictOn } from './machine.ts'
import { recordFields, type Stamp } from './record.ts'
import { RoleCode } from './roles.ts'
import { addSeconds, epochMilliseconds, Instant } from './time.ts'

export const ComplaintStatus = z.enum(statesOf(complaintMachine))
export type ComplaintStatus = z.infer<typeof ComplaintStatus>

/** How it reached the department. */
export const ComplaintChannel = z.enum([
  'phone',
  'front_desk',
  'follow_up_call',
  'manufacturer',
  'online',
  'letter',
  'other',
])
export type ComplaintChannel = z.infer<typeof ComplaintChannel>

/**
 * The longest lists of a complaint. With texts of a thousand characters it stays below 90 KB: its audit entry holds it
 * twice, and an item of the table holds 400.
 */
export const MOST_ANSWERS = 20
export const MOST_PAUSES = 20

/** What the customer said of an answer. */
const Heard = z.object({
  content: z.boolean(),
  /** The customer's own. */
  words: z.string().optional(),
  at: Instant,
  by: z.string(),
  /** The second call, where it was asked there. */
  callId: FollowUpCallId.optional(),
})

const ComplaintAnswer = z.object({
  /** Gone once the customer is erased. */
  text: z.string().optional(),
  at: Instant,
  by: z.string(),
  /** When it was owed, pauses counted in. */
  dueAt: Instant,
  late: z.boolean(),
  heard: Heard.optional(),
})

const ComplaintPause = z.object({
  from: Instant,
  until: Instant.optional(),
  reason: z.string().optional(),
  by: z.string(),
})

/** 客户抱怨单. */
export const Complaint = z.object({
  dealerId: DealerId,
  complaintId: ComplaintId,
  number: z.string(),
  customerId: CustomerId,
  vehicleId: VehicleId.optional(),
  orderId: OrderId.optional(),
  /** The follow-up call in which it was heard. */
  callId: FollowUpCallId.optional(),
  /** When the customer complained, which may be noted down later. */
  filedAt: Instant,
  filedBy: z.string(),
  channel: ComplaintChannel,
  /** Its number at the manufacturer or elsewhere. */
  reference: z.string().optional(),
  matter: ComplaintMatter,
  media: z.boolean(),
  /** In the words of the customer; gone once the customer is erased. */
  description: z.string().optional(),
  /** As who filed it saw it. */
  severitySaid: ComplaintSeverity.optional(),
  severity: ComplaintSeverity,
  severityBecause: SeverityReason,
  /** Earlier ones of the same matter, by the same customer or about the same vehicle, oldest first. */
  earlier: z.array(ComplaintId),
  status: ComplaintStatus,
  ownerRole: RoleCode,
  /** Undefined where nobody holds the role, nor any role above it. */
  ownerId: StaffId.optional(),
  /** From here the time for the answer runs: since it was filed, or since the customer was not content. */
  openedAt: Instant,
  answerDueAt: Instant,
  /** Each answer that was given, the last one counts. */
  answers: z.array(ComplaintAnswer).max(MOST_ANSWERS),
  /** Of the time of all answers; the last one without an end is under way. */
  pauses: z.array(ComplaintPause).max(MOST_PAUSES),
  ended: z.object({ at: Instant, by: z.string(), reason: z.string().optional() }).optional(),
  ...recordFields,
})
export type Complaint = z.infer<typeof Complaint>

/** When the answer is owed although it has waited until now: later by as long as that. */
export function dueAfterPause({ status, answerDueAt, pauses }: Complaint, now: Instant): Instant {
  const since = pauses.at(-1)?.from
  if (status !== 'paused' || since === undefined) return answerDueAt
  return addSeconds(answerDueAt, (epochMilliseconds(now) - epochMilliseconds(since)) / 1000)
}

/** Who answers for a matter: duty `complaint-reply`. */
export function ownerRoleOf(matter: ComplaintMatter): RoleCode {
  return matter === 'repair_quality' ? 'workshop_supervisor' : 'front_desk_supervisor'
}

/** It is not answered, though the time for it may stand still. */
export function owesAnswer({ status }: Pick<Complaint, 'status'>): boolean {
  return status === 'open' || status === 'paused'
}

/** Somebody still has to do something about it. */
export function isOpenComplaint({ status }: Pick<Complaint, 'status'>): boolean {
  switch (status) {
    case 'open':
    case 'paused':
    case 'answered':
      return true
    case 'closed':
    case 'withdrawn':
      return false
  }
}

/**
 * The complaint as it stays when its customer is erased: of what kind, when, how grave, and how soon it was answered.
 * Nobody can be answered any more, so it ends. Pure.
 */
export function withoutWords(complaint: Complaint, { at, by }: Stamp): Complaint {
  const { description, reference, ended, ...kept } = complaint
  const verb = verdictOn(complaintMachine, complaint.status, 'close').taken ? 'close' : 'withdraw'
  const verdict = verdictOn(complaintMachine, complaint.status, verb)
  const end = ended ?? (verdict.taken ? { at, by } : undefined)
  return {
    ...kept,
    status: verdict.taken ? (verdict.to[0] ?? complaint.status) : complaint.status,
    answers: complaint.answers.map(({ text, heard, ...answer }) => ({
      ...answer,
      ...(heard === undefined ? {} : { heard: { ...heard, words: undefined } }),
    })),
    pauses: complaint.pauses.map((pause) => ({ ...pause, reason: undefined })),
    ...(end === undefined ? {} : { ended: { at: end.at, by: end.by } }),
  }
}
