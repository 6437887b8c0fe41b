import { OUR_MAIL_FIELD } from '../../shared/messages/our-mail.ts'
import { firstWord, parameterOf, topmost } from './header-fields.ts'
import { domainOf } from './mail-addresses.ts'
import type { MailHead } from './read-mail.ts'
import { withoutPrefixes } from './subject-prefixes.ts'

export type AutomaticReason =
  | 'our-own-mail'
  | 'delivery-report'
  | 'bounce-address'
  | 'auto-replied'
  | 'auto-reply-field'
  | 'auto-reply-subject'
  | 'automatic-answer-in-thread'

/** By what our own mails are known. */
export interface OurMail {
  /** Addresses that we send from, in small letters. */
  readonly addresses: readonly string[]
  /** Domains of the Message-IDs that we give. SES gives its own (`@email.amazonses.com`), which many senders share. */
  readonly messageIdDomains: readonly string[]
}

const ownFields = ['x-autoreply', 'x-autorespond', 'x-auto-reply', 'x-autoresponder', 'x-mail-autoreply']
const bounceSender = /^(?:mailer-daemon|postmaster|mail-daemon|bounces?(?:[+-].*)?)@/
const reports = new Set(['delivery-status', 'disposition-notification', 'feedback-report'])
const autoReplySubject =
  /^(?:(?:系统)?自动(?:回复|答复|应答|回覆)|自動(?:回覆|回復)|(?:外出|休假|不在办公室|出差)(?:自动(?:回复|答复|通知)|回复|答复)|邮件退回|系统退信|邮件投递失败|送达回执|(?:退信|未送达|无法送达|投递失败|已读)(?=通知|回执|报告|\s*(?:[:：/]|$))|auto(?:matic)?[\s-]?(?:reply|response|answer)|out of (?:the )?office|ooo\b|undeliver(?:able|ed)|delivery (?:status notification|failure|has failed)|mail delivery (?:failed|subsystem)|returned mail|failure notice|read receipt|read:|not read:)/i

/**
 * Whether nobody wrote the mail: answers of programs (RFC 3834), bounces, and what we sent ourselves. Such a mail is
 * no notice and is never answered.
 *
 * What a manufacturer's system sends to all its dealers is written by somebody, though it says `Precedence: bulk`,
 * `Auto-Submitted: auto-generated` or `X-Auto-Response-Suppress`: these count only where it answers somebody else's.
 */
export function isAutomatic(
  mail: Pick<MailHead, 'fields' | 'from' | 'subject' | 'messageId' | 'inReplyTo' | 'references'>,
  ours: OurMail,
): AutomaticReason | undefined {
  const { fields, from, messageId } = mail
  if (
    topmost(fields, OUR_MAIL_FIELD) !== undefined ||
    from.some(({ address }) => ours.addresses.includes(address)) ||
    ours.messageIdDomains.includes(messageId?.split('@').at(-1)?.toLowerCase() ?? '')
  ) {
    return 'our-own-mail'
  }
  const contentType = topmost(fields, 'content-type')
  const report = parameterOf(contentType, 'report-type')?.toLowerCase() ?? ''
  if (firstWord(contentType) === 'multipart/report' && (report === '' || reports.has(report)))
    return 'delivery-report'
  const isBounce = from.some(({ address }) => bounceSender.test(address) && domainOf(address) !== undefined)
  if (isBounce || /^<\s*>$/.test(topmost(fields, 'return-path') ?? '')) return 'bounce-address'
  const submitted = firstWord(topmost(fields, 'auto-submitted'))
  if (submitted === 'auto-replied' || submitted === 'auto-notified') return 'auto-replied'
  const precedence = firstWord(topmost(fields, 'precedence')).replace('-', '_')
  if (precedence === 'auto_reply' || ownFields.some((key) => isSet(topmost(fields, key))))
    return 'auto-reply-field'
  if (autoReplySubject.test(mail.subject.trim()) || autoReplySubject.test(withoutPrefixes(mail.subject))) {
    return 'auto-reply-subject'
  }
  const isByProgram =
    (submitted !== '' && submitted !== 'no') ||
    ['bulk', 'junk'].includes(precedence) ||
    topmost(fields, 'x-auto-response-suppress') !== undefined
  return isByProgram && answersAnother(mail) ? 'automatic-answer-in-thread' : undefined
}

/** A manufacturer's system that reminds of its own notice goes on in the thread, and answers nobody. */
function answersAnother({
  from,
  inReplyTo,
  references,
}: Pick<MailHead, 'from' | 'inReplyTo' | 'references'>): boolean {
  const answered = inReplyTo ?? references.at(-1)
  if (answered === undefined) return false
  const domain = answered.slice(answered.lastIndexOf('@') + 1).toLowerCase()
  return !from.some(({ address }) => domainOf(address) === domain)
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', 'no', 'false', '0'].includes(value.toLowerCase())
}
