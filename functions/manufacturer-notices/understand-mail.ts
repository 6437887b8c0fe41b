import type { Dealer } from '../../shared/domain/dealer.ts'
import {
  MOST_ATTACHMENTS,
  MOST_NOTICE_TEXT,
  type Notice,
  type NoticeReason,
  type ReceivedMail,
} from '../../shared/domain/notice.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { Attachment } from './mail-content.ts'
import type { KindRule } from './kind-rules.ts'
import type { MailVerdicts } from './mail-verdicts.ts'
import { readMail, type Mail } from './read-mail.ts'
import { fingerprintOf } from './same-notice.ts'
import { shorten } from './safe-text.ts'
import { understand, understandAsTrusted, type Receiving, type Understanding } from './understand.ts'

/** A mail as it goes into the records, with the files that it brought. */
export interface UnderstoodMail
  extends
    Pick<
      ReceivedMail,
      | 'messageIdHeader'
      | 'subject'
      | 'fromName'
      | 'fromAddress'
      | 'sentAt'
      | 'trusted'
      | 'distrust'
      | 'unreadable'
      | 'kind'
      | 'role'
      | 'answerBy'
    >,
    Pick<Notice, 'manufacturer' | 'references' | 'text' | 'fingerprint' | 'kindBecause' | 'answerByBecause'> {
  readonly attachments: readonly Attachment[]
}

/** Reasons that are kept: those that weighed the most come first. */
const MOST_REASONS = 20

interface Understander {
  readonly dealer: Dealer
  /** What corrections have taught. */
  readonly dealerRules: readonly KindRule[]
  /** When it came in. */
  readonly now: Instant
}

/** Reads and understands a raw mail as the dealer's settings have it. Never throws: what cannot be read is said so. */
export async function understandMail(
  raw: Uint8Array,
  { verdicts, ...understander }: Understander & { readonly verdicts: MailVerdicts },
): Promise<UnderstoodMail> {
  const mail = await readMail(raw)
  return asUnderstood(mail, understand(mail, { ...receivingOf(understander), verdicts }))
}

/** The same for a mail whose sender a person vouches for: what is not proven is understood like what is. */
export async function understandVouched(
  raw: Uint8Array,
  understander: Understander,
): Promise<UnderstoodMail> {
  const mail = await readMail(raw)
  return asUnderstood(mail, understandAsTrusted(mail, receivingOf(understander)))
}

function receivingOf({ dealer: { zone, settings }, dealerRules, now }: Understander): Receiving {
  return {
    manufacturers: settings.manufacturers,
    zone,
    overrides: settings.workingDayOverrides,
    // Ours are known by their header field, whatever address they are sent from.
    ours: { addresses: [], messageIdDomains: [] },
    dealerRules,
    receivedAt: now,
  }
}

function asUnderstood(mail: Mail, understanding: Understanding): UnderstoodMail {
  return {
    ...headOf(mail),
    ...contentOf(mail),
    ...meaningOf(understanding),
    fingerprint: fingerprintOf(mail),
  }
}

function headOf({ messageId, subject, from, date, references, inReplyTo }: Mail) {
  const [sender] = from
  const thread = references.length > 0 || inReplyTo === undefined ? references : [inReplyTo]
  return {
    messageIdHeader: messageId,
    subject,
    fromName: sender?.name === '' ? undefined : sender?.name.slice(0, 200),
    fromAddress: sender?.address.slice(0, 320),
    sentAt: date,
    references: [...thread],
  }
}

function contentOf(mail: Mail) {
  if (mail.unreadable !== undefined) return { unreadable: mail.unreadable, text: '', attachments: [] }
  return {
    unreadable: undefined,
    text: shorten(mail.text, MOST_NOTICE_TEXT),
    // Pictures of the letterhead are no files that somebody is to look at.
    attachments: mail.attachments.filter(({ isInline }) => !isInline).slice(0, MOST_ATTACHMENTS),
  }
}

function meaningOf({ trust, decision, answerBy }: Understanding) {
  const { kind, role, because, reasons } = decision
  return {
    trusted: trust.trusted,
    distrust: trust.trusted ? [] : trust.reasons.map((code): NoticeReason => ({ code })),
    manufacturer: trust.manufacturer?.zh,
    kind,
    role: role ?? undefined,
    kindBecause: [
      { code: because },
      ...reasons.slice(0, MOST_REASONS - 1).map(({ rule, word, place, points }): NoticeReason => ({
        code: `${rule}:${place}`.slice(0, 60),
        words: word.slice(0, 200),
        weight: points,
      })),
    ],
    answerBy: answerBy.date ?? undefined,
    answerByBecause: [
      { code: answerBy.reason, words: answerBy.sentence?.slice(0, 200) },
      ...answerBy.notes.slice(0, 4).map((code): NoticeReason => ({ code })),
    ],
  }
}
