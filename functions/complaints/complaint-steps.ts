import { dueAfterPause, MOST_ANSWERS, MOST_PAUSES, type Complaint } from '../../shared/domain/complaint.ts'
import { complaintMachine } from '../../shared/domain/complaint-machine.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { stateAfter } from '../../shared/http/state-after.ts'
import { FieldsInvalid } from '../../shared/runtime/errors.ts'

/*
 * The steps of a complaint that are the department's own, each a pure function of it and what is told of the step; what
 * the customer says of an answer stands in `shared/due/plans/complaint-heard.ts`. All throw Refused where the state does
 * not take the step, and FieldsInvalid where a list is full.
 */

export function handedOn(complaint: Complaint, ownerId: Complaint['ownerId']): Complaint {
  return { ...complaint, status: stateAfter(complaintMachine, complaint.status, 'hand-on'), ownerId }
}

/** The answer waits for something outside of the department, and the time for it with it. */
export function paused(complaint: Complaint, reason: string, { at, by }: Stamp): Complaint {
  const status = stateAfter(complaintMachine, complaint.status, 'pause')
  assertRoom(complaint.pauses, MOST_PAUSES)
  return { ...complaint, status, pauses: [...complaint.pauses, { from: at, reason, by }] }
}

export function resumed(complaint: Complaint, { at }: Stamp): Complaint {
  const status = stateAfter(complaintMachine, complaint.status, 'resume')
  return { ...withoutPause(complaint, at), status }
}

/** The customer is answered, in time or late; a pause ends with it. */
export function answered(complaint: Complaint, text: string, { at, by }: Stamp): Complaint {
  const status = stateAfter(complaintMachine, complaint.status, 'answer')
  assertRoom(complaint.answers, MOST_ANSWERS)
  const running = withoutPause(complaint, at)
  const { answerDueAt: dueAt } = running
  return { ...running, status, answers: [...running.answers, { text, at, by, dueAt, late: at > dueAt }] }
}

/** The time runs on from where it stood. */
function withoutPause(complaint: Complaint, now: Stamp['at']): Complaint {
  return {
    ...complaint,
    answerDueAt: dueAfterPause(complaint, now),
    pauses: complaint.pauses.map((pause) => ({ ...pause, until: pause.until ?? now })),
  }
}

export function closed(complaint: Complaint, reason: string, { at, by }: Stamp): Complaint {
  const status = stateAfter(complaintMachine, complaint.status, 'close')
  return { ...complaint, status, ended: { at, by, reason } }
}

export function withdrawn(complaint: Complaint, reason: string, { at, by }: Stamp): Complaint {
  const status = stateAfter(complaintMachine, complaint.status, 'withdraw')
  return { ...withoutPause(complaint, at), status, ended: { at, by, reason } }
}

function assertRoom(list: readonly unknown[], most: number): void {
  if (list.length >= most) throw new FieldsInvalid([{ path: 'body', reason: 'too-large' }])
}
