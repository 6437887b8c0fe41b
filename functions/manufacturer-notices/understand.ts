import type { Manufacturer } from '../../shared/domain/manufacturer.ts'
import type { Instant, Zone } from '../../shared/domain/time.ts'
import type { WorkingDayOverride } from '../../shared/domain/working-days.ts'
import { answerBy, type AnswerBy } from './answer-by.ts'
import type { OurMail } from './is-automatic.ts'
import { isTrusted, type Trust } from './is-trusted.ts'
import type { KindRule } from './kind-rules.ts'
import { verdictsOfHeader, type MailVerdicts } from './mail-verdicts.ts'
import type { Mail, ReadMail } from './read-mail.ts'
import { unreadableKind, whatKind, type KindDecision } from './what-kind.ts'

/** What is known of the dealer that received the mail, and of its receiving. */
export interface Receiving {
  readonly manufacturers: readonly Manufacturer[]
  readonly zone: Zone
  readonly overrides: readonly WorkingDayOverride[]
  readonly ours: OurMail
  readonly dealerRules: readonly KindRule[]
  /** When it arrived: stands for the day of a mail whose own date cannot be read. */
  readonly receivedAt: Instant
  /** Of the event of SES; without them those that stand on top of the mail count. */
  readonly verdicts?: MailVerdicts
}

export interface Understanding {
  readonly trust: Trust
  readonly decision: KindDecision
  /** Only of trusted mail that somebody wrote: what others ask for is not answered. */
  readonly answerBy: AnswerBy
}

const nothingAsked: AnswerBy = { date: null, sentence: null, reason: 'nothing-asked', notes: [] }

/** What a mail is: whether it can be trusted, what it is about and whose work that is, and by when an answer is due. */
export function understand(mail: Mail, receiving: Receiving): Understanding {
  const verdicts = receiving.verdicts ?? verdictsOfHeader(mail.fields)
  const trust = isTrusted(mail, verdicts, receiving.manufacturers)
  if (mail.unreadable !== undefined) {
    return { trust, decision: unreadableKind(mail, trust, receiving.ours), answerBy: nothingAsked }
  }
  return understandRead(mail, trust, receiving)
}

/** The same for a mail whose sender somebody vouches for. */
export function understandAsTrusted(mail: Mail, receiving: Receiving): Understanding {
  const trust: Trust = { trusted: true, manufacturer: undefined, reasons: [] }
  if (mail.unreadable !== undefined) {
    return { trust, decision: unreadableKind(mail, trust, receiving.ours), answerBy: nothingAsked }
  }
  return understandRead(mail, trust, receiving)
}

function understandRead(mail: ReadMail, trust: Trust, receiving: Receiving): Understanding {
  const decision = whatKind(mail, trust, receiving)
  if (!trust.trusted || decision.kind === 'automatic') return { trust, decision, answerBy: nothingAsked }
  return {
    trust,
    decision,
    answerBy: answerBy(mail, { ...receiving, sentAt: sentAt(mail, receiving.receivedAt) }),
  }
}

/** The instant from which a mail's days are counted: its own date, as its writer had it; else when it arrived. */
export function sentAt({ date }: Pick<Mail, 'date'>, receivedAt: Instant): Instant {
  return date ?? receivedAt
}
