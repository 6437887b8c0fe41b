import { noticeMachine } from '../../shared/domain/notice-machine.ts'
import { MOST_READERS, type Notice } from '../../shared/domain/notice.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { stateAfter } from '../../shared/http/state-after.ts'

/** What each request makes of a notice. Pure; what its state does not take is thrown as the caller is told of it. */

/** With whom has opened it for the first time. */
export function readBy(notice: Notice, staffId: string | undefined, at: Instant): Notice {
  const known = notice.readBy.some((reading) => reading.staffId === staffId)
  if (staffId === undefined || known || notice.readBy.length >= MOST_READERS) return notice
  return { ...notice, readBy: [...notice.readBy, { staffId, at }] }
}

/** @throws Refused `transition-refused` */
export function acknowledged(notice: Notice, stamp: Stamp, via: 'api' | 'link'): Notice {
  return { ...noted(notice, stamp, via), status: stateAfter(noticeMachine, notice.status, 'acknowledge') }
}

/** Who answers or closes it has taken note of it. */
function noted(notice: Notice, { at, by }: Stamp, via: 'api' | 'link' = 'api'): Notice {
  return notice.acknowledged === undefined ? { ...notice, acknowledged: { at, by, via } } : notice
}

/** @throws Refused `transition-refused` */
export function drafted(notice: Notice, text: string, stamp: Stamp): Notice {
  return {
    ...noted(notice, stamp),
    status: stateAfter(noticeMachine, notice.status, 'draft'),
    answer: { text, draftedAt: stamp.at, draftedBy: stamp.by },
  }
}

/** @throws Refused `transition-refused` */
export function withdrawn(notice: Notice): Notice {
  return { ...notice, status: stateAfter(noticeMachine, notice.status, 'withdraw'), answer: undefined }
}

/**
 * @param told the mail that carries the answer, and whether the day that was asked for is over
 * @throws Refused `transition-refused`
 */
export function approved(
  notice: Notice,
  { at, by }: Stamp,
  told: { readonly messageId: string; readonly late: boolean },
): Notice {
  const status = stateAfter(noticeMachine, notice.status, 'approve')
  const { answer } = notice
  return {
    ...noted(notice, { at, by }),
    status,
    answer: answer && { ...answer, approved: { at, by, ...told } },
    answersSent: notice.answersSent + 1,
    ended: { at, by },
  }
}

/** @throws Refused `transition-refused` */
export function closed(notice: Notice, reason: string, stamp: Stamp): Notice {
  const { at, by } = stamp
  return {
    ...noted(notice, stamp),
    status: stateAfter(noticeMachine, notice.status, 'close'),
    ended: { at, by, reason },
  }
}

/** @throws Refused `transition-refused` */
export function reopened(notice: Notice): Notice {
  return {
    ...notice,
    status: stateAfter(noticeMachine, notice.status, 'reopen'),
    answer: undefined,
    ended: undefined,
  }
}

/** @throws Refused `transition-refused` */
export function discarded(notice: Notice, reason: string, { at, by }: Stamp): Notice {
  return {
    ...notice,
    status: stateAfter(noticeMachine, notice.status, 'discard'),
    ended: { at, by, reason },
  }
}

/** @throws Refused `transition-refused` */
export function restored(notice: Notice): Notice {
  return { ...notice, status: stateAfter(noticeMachine, notice.status, 'restore'), ended: undefined }
}
