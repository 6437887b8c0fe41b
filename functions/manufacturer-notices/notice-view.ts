import { noticeMachine } from '../../shared/domain/notice-machine.ts'
import type { Message } from '../../shared/domain/message.ts'
import type { Notice, NoticeReason, ReceivedMail } from '../../shared/domain/notice.ts'
import { verbsFrom } from '../../shared/domain/machine.ts'
import { whoHolds } from '../../shared/domain/who-holds.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { holderView } from '../../shared/http/holder.ts'
import type { MailView, NoticeSummary, NoticeView } from '../../shared/http/routes/notices.ts'
import { howUrgent } from './how-urgent.ts'
import { unreadableReason } from './mail-faults.ts'
import { trustReasonWords } from './trust-reasons.ts'
import { thoseOf, type Team } from './who-answers.ts'

/** A notice as it stands in a list. */
export function noticeSummary(notice: Notice, team: Team): NoticeSummary {
  const { urgency, because } = howUrgent(notice, team)
  return {
    ...notice,
    etag: etagOf(notice.version),
    urgency,
    urgentBecause: because,
    distrust: notice.distrust.map(distrustView),
    attachments: notice.attachments.length,
  }
}

export interface NoticeSurroundings {
  /** What came in under the same id of the sender's. */
  readonly related: readonly string[]
  readonly repetitions: readonly ReceivedMail[]
  /** The ledger's row of the answer's mail. */
  readonly answerMail: Message | undefined
}

/** A notice with everything that is known of it. */
export function noticeView(
  notice: Notice,
  { related, repetitions, answerMail }: NoticeSurroundings,
  team: Team,
): NoticeView {
  const { unreadable } = notice
  const nameOf = (staffId: string) => team.staff.find((each) => each.staffId === staffId)?.name
  return {
    ...notice,
    ...noticeSummary(notice, team),
    unreadableBecause: unreadable === undefined ? undefined : unreadableReason(unreadable),
    attachments: notice.attachments.map(({ name, mediaType, bytes, fileKey }, index) => ({
      number: index + 1,
      name,
      mediaType,
      bytes,
      available: fileKey !== undefined,
    })),
    holders: holdersOf(notice, team),
    readBy: notice.readBy.map(({ staffId, at }) => ({ staffId, name: nameOf(staffId), at })),
    related: related.filter((noticeId) => noticeId !== notice.noticeId),
    repetitions: repetitions.map(({ mailId, receivedAt }) => ({ mailId, receivedAt })),
    answerMail: answerMail && {
      status: answerMail.status,
      sentAt: answerMail.sentAt,
      reason: answerMail.reason,
    },
    allowed: verbsFrom(noticeMachine, notice.status),
  }
}

function holdersOf(notice: Notice, team: Team): NoticeView['holders'] {
  const holdings = whoHolds(notice.role, team.staff, team.today)
  return thoseOf(notice, team).flatMap((staffId) => {
    const staff = team.staff.find((each) => each.staffId === staffId)
    if (staff === undefined) return []
    const holding = holdings.find((each) => each.staff === staff)
    const because = holding?.because ?? (staffId === notice.ownerId ? 'holds' : 'stands-in')
    const readAt = notice.readBy.find((reading) => reading.staffId === staffId)?.at
    return [{ ...holderView({ staff, because, standsInFor: holding?.standsInFor ?? [] }), readAt }]
  })
}

/** A mail as it came in, whatever became of it. */
export function mailView(mail: ReceivedMail): MailView {
  return {
    ...mail,
    distrust: mail.distrust.map(distrustView),
    attachments: mail.attachments.map(({ name }) => name),
  }
}

function distrustView({ code }: NoticeReason): NoticeSummary['distrust'][number] {
  const words = isTrustReason(code) ? trustReasonWords[code] : unknownReason
  return { code, ...words }
}

const unknownReason = { zh: '不可信', en: 'It is not trusted' }

function isTrustReason(code: string): code is keyof typeof trustReasonWords {
  return Object.hasOwn(trustReasonWords, code)
}
