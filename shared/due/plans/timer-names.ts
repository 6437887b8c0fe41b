import type { Complaint } from '../../domain/complaint.ts'
import type { EquipmentCheck } from '../../domain/equipment-check.ts'
import type { FieldServiceOrder } from '../../domain/field-service-order.ts'
import type { FollowUpCall } from '../../domain/follow-up-call.ts'
import type { Meeting } from '../../domain/meeting.ts'
import type { Notice } from '../../domain/notice.ts'
import type { RepairOrder } from '../../domain/order.ts'
import type { PartsOrder } from '../../domain/parts-order.ts'
import type { StaffChange } from '../../domain/staff-change.ts'
import type { StatutoryRequest } from '../../domain/statutory-request.ts'
import type { WarrantyClaim } from '../../domain/warranty-claim.ts'
import type { TimerName } from './running-timers.ts'

/** What an end of a timer is told by: the record in which it stands. */
export function provedBy(record: string) {
  return { proof: { kind: 'record', record } } as const
}

export const complaintWord = ({ complaintId }: Pick<Complaint, 'complaintId'>) => `complaint#${complaintId}`

/** The timer of the answer that a complaint waits for: each has one of its own. */
export function replyOf(complaint: Pick<Complaint, 'complaintId' | 'answers'>): TimerName {
  const given = complaint.answers.length
  const round = given === 0 ? '' : `#${String(given + 1)}`
  return { code: 'complaint-reply', record: `${complaintWord(complaint)}${round}` }
}

type Called = Pick<FollowUpCall, 'followUpCallId'>
export const callWord = ({ followUpCallId }: Called) => `follow-up#${followUpCallId}`

/** The timer of a call; undefined: the time for what it is about is another record's. */
export function callOf(call: Called & Pick<FollowUpCall, 'kind'>): TimerName | undefined {
  switch (call.kind) {
    case 'post_repair':
      return { code: 'post-repair-follow-up', record: callWord(call) }
    case 'new_owner':
      return { code: 'new-owner-call', record: callWord(call) }
    case 'confirmation':
    case 'recall':
      return undefined
  }
}

type Ordered = Pick<RepairOrder, 'orderId'>
export const orderWord = ({ orderId }: Ordered) => `order#${orderId}`

export function promiseOf(order: Ordered): TimerName {
  return { code: 'promised-delivery', record: orderWord(order) }
}

/** The timer of the car's stay in the workshop. */
export function stayOf(order: Ordered): TimerName {
  return { code: 'stranded-vehicle', record: orderWord(order) }
}

type Visited = Pick<FieldServiceOrder, 'fieldServiceOrderId'>
export const visitWord = ({ fieldServiceOrderId }: Visited) => `visit#${fieldServiceOrderId}`

export function contactOf(order: Visited): TimerName {
  return { code: 'field-visit-contact', record: visitWord(order) }
}

export function cardOf(order: Visited): TimerName {
  return { code: 'service-feedback-card', record: visitWord(order) }
}

type PartsOrdered = Pick<PartsOrder, 'partsOrderId'>
export const partsWord = ({ partsOrderId }: PartsOrdered) => `parts-order#${partsOrderId}`

export function arrivalOf(order: PartsOrdered): TimerName {
  return { code: 'parts-arrival', record: partsWord(order) }
}

type Changed = Pick<StaffChange, 'staffChangeId'>
export const staffChangeWord = ({ staffChangeId }: Changed) => `staff-change#${staffChangeId}`

export function filingOf(change: Changed): TimerName {
  return { code: 'personnel-change-filing', record: staffChangeWord(change) }
}

type Checked = Pick<EquipmentCheck, 'equipmentCheckId'>
export const checkWord = ({ equipmentCheckId }: Checked) => `equipment-check#${equipmentCheckId}`

/** The timer of the list of what a check found missing. */
export function missingListOf(check: Checked): TimerName {
  return { code: 'missing-tools-list', record: checkWord(check) }
}

type Claimed = Pick<WarrantyClaim, 'claimId'>
export const claimWord = ({ claimId }: Claimed) => `warranty-claim#${claimId}`

/** The timer of a claim's first submission. */
export function submissionOf(claim: Claimed): TimerName {
  return { code: 'warranty-claim-same-day', record: claimWord(claim) }
}

/** The timer of the report of a rescue. */
export function rescueReportOf(claim: Claimed): TimerName {
  return { code: 'rescue-report', record: claimWord(claim) }
}

type Asked = Pick<StatutoryRequest, 'requestId'>
export const requestWord = ({ requestId }: Asked) => `statutory-request#${requestId}`

/** The timers of a customer who asks for replacement or return: of the answer, and of its being done. */
export function requestAnswerOf(request: Asked): TimerName {
  return { code: 'statutory-answer', record: requestWord(request) }
}

export function requestCompletionOf(request: Asked): TimerName {
  return { code: 'statutory-completion', record: requestWord(request) }
}

export const meetingWord = ({ meetingId }: Pick<Meeting, 'meetingId'>) => `meeting#${meetingId}`
type Noticed = Pick<Notice, 'noticeId'>
export const noticeWord = ({ noticeId }: Noticed) => `notice#${noticeId}`

export function acknowledgementOf(notice: Noticed): TimerName {
  return { code: 'manufacturer-notice-acknowledge', record: noticeWord(notice) }
}

/** The timer of the answer that a notice waits for: one that was answered and opened again has another. */
export function feedbackOf(notice: Noticed & Pick<Notice, 'answersSent'>): TimerName {
  const round = notice.answersSent === 0 ? '' : `#${String(notice.answersSent + 1)}`
  return { code: 'manufacturer-notice-feedback', record: `${noticeWord(notice)}${round}` }
}
