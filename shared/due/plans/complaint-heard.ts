import type { Complaint } from '../../domain/complaint.ts'
import { complaintMachine } from '../../domain/complaint-machine.ts'
import type { Stamp } from '../../domain/record.ts'
import { stateAfter } from '../../http/state-after.ts'
import { answerDueFrom } from './complaint-reply.ts'

/** What the customer said of the last answer, and in which call. */
export interface SaidOfAnswer {
  readonly words?: string | undefined
  readonly callId?: Complaint['callId']
}

/**
 * The customer is content, and the complaint ends. Pure.
 * @throws Refused
 */
export function confirmed(complaint: Complaint, said: SaidOfAnswer, { at, by }: Stamp): Complaint {
  const status = stateAfter(complaintMachine, complaint.status, 'confirm')
  return { ...withSaid(complaint, true, said, { at, by }), status, ended: { at, by } }
}

/**
 * The customer is not content: another answer is owed, from now on within the same time. Pure.
 * @throws Refused
 */
export function disputed(complaint: Complaint, said: SaidOfAnswer, { at, by }: Stamp): Complaint {
  const status = stateAfter(complaintMachine, complaint.status, 'dispute')
  return {
    ...withSaid(complaint, false, said, { at, by }),
    status,
    openedAt: at,
    answerDueAt: answerDueFrom(at),
  }
}

function withSaid(complaint: Complaint, content: boolean, said: SaidOfAnswer, stamp: Stamp): Complaint {
  const { answers } = complaint
  return {
    ...complaint,
    answers: answers.map((answer, index) =>
      index === answers.length - 1 ? { ...answer, heard: { ...stamp, ...said, content } } : answer,
    ),
  }
}
