import { noticeKinds, type NoticeKind } from '../../shared/domain/notice-kind.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import { isAutomatic, type AutomaticReason, type OurMail } from './is-automatic.ts'
import type { Trust } from './is-trusted.ts'
import { departmentRules, type KindRule, type Place } from './kind-rules.ts'
import { findWords, plainText } from './find-words.ts'
import { ownWords } from './own-words.ts'
import type { MailHead, ReadMail } from './read-mail.ts'
import { withoutPrefixes } from './subject-prefixes.ts'

/** Which rule spoke for which kind, by which word, found where, and what it counted. */
export interface KindReason {
  readonly rule: string
  readonly kind: NoticeKind
  readonly word: string
  readonly place: Place
  readonly points: number
}

export interface KindDecision {
  readonly kind: NoticeKind
  /** Whose work it is by the department's rule; null: nobody's. */
  readonly role: RoleCode | null
  readonly because: 'rules' | 'untrusted' | 'unreadable' | 'no-rule' | 'two-alike' | AutomaticReason
  /** What counted, the most first. */
  readonly reasons: readonly KindReason[]
  /** 0–1: how far the kind is ahead of the next one. Below about 0.3 somebody should look. */
  readonly margin: number
}

/** What a word counts by where it stands: a subject says what a mail is about, its text also what else there is. */
const factors: Readonly<Record<Place, number>> = { subject: 1, attachment: 0.5, text: 0.3 }
/** Several words of the subject for a kind: the best in full, others so much of it. */
const FURTHER = 0.25
/** However much a long text or many files say of a kind, they do not outweigh a subject that names another one. */
const MOST_BESIDES = 6
/** One word that names a kind, in the text alone, is enough; one that only goes with it is not. */
const LEAST_POINTS = 2.4
/** Characters of the text that are looked through: a notice says at its beginning what it is about. */
const MOST_LOOKED_AT = 20_000

/**
 * What a notice is about. Nobody's mail is automatic, mail that cannot be trusted is unclassified, and the rules decide
 * the rest: `dealerRules` are those that corrections taught, with weights of their own.
 */
export function whatKind(
  mail: ReadMail,
  trust: Pick<Trust, 'trusted'>,
  { ours, dealerRules = [] }: { readonly ours: OurMail; readonly dealerRules?: readonly KindRule[] },
): KindDecision {
  const automatic = isAutomatic(mail, ours)
  if (automatic !== undefined) return decision('automatic', automatic)
  if (!trust.trusted) return decision('unclassified', 'untrusted')
  const reasons = reasonsFor(mail, [...dealerRules, ...departmentRules])
  const [best, next] = scores(reasons)
  if (best === undefined || best.points < LEAST_POINTS)
    return { ...decision('unclassified', 'no-rule'), reasons }
  if (next !== undefined && next.points === best.points)
    return { ...decision('unclassified', 'two-alike'), reasons }
  const margin = (best.points - (next?.points ?? 0)) / best.points
  return { ...decision(best.kind, 'rules'), reasons, margin }
}

/** A mail that cannot be read is the clerk's, unless its header shows that nobody wrote it. */
export function unreadableKind(
  mail: MailHead,
  { trusted }: Pick<Trust, 'trusted'>,
  ours: OurMail,
): KindDecision {
  const automatic = isAutomatic(mail, ours)
  if (automatic !== undefined) return decision('automatic', automatic)
  return decision('unclassified', trusted ? 'unreadable' : 'untrusted')
}

function decision(kind: NoticeKind, because: KindDecision['because']): KindDecision {
  return { kind, role: noticeKinds[kind].role, because, reasons: [], margin: 1 }
}

function reasonsFor(mail: ReadMail, rules: readonly KindRule[]): readonly KindReason[] {
  const sender = mail.from[0]?.address ?? ''
  const texts: Readonly<Record<Place, string>> = {
    subject: plainText(withoutPrefixes(mail.subject)),
    text: plainText(ownWords(mail.subject, mail.text).text.slice(0, MOST_LOOKED_AT)),
    attachment: plainText(mail.attachments.map(({ name }) => name).join('\n')),
  }
  const applying = rules.filter(
    ({ from }) => from === undefined || from === sender || sender.endsWith(`@${from}`),
  )
  return (['subject', 'attachment', 'text'] as const)
    .flatMap((place) =>
      findWords(
        texts[place],
        applying.filter(({ places }) => places?.includes(place) ?? true),
      ).map(({ rule, word, at }): KindReason => ({
        rule: rule.id,
        kind: rule.kind,
        word,
        place,
        points: rule.weight * factors[place] * (place === 'subject' ? emphasis(texts.subject, at) : 1),
      })),
    )
    .sort((a, b) => b.points - a.points)
}

/**
 * Where in the subject a word stands: a heading (`【召回】…`, `技术通报TB-117：…`) says what the mail is; in what follows
 * Chinese has the word that the others belong to at the end (`召回维修培训` is a training).
 */
function emphasis(subject: string, at: number): number {
  const heading = /^(?:[【[〔][^】\]〕]{1,20}[】\]〕]|[^：:，,]{1,30}[：:])/.exec(subject)?.[0]
  if (heading !== undefined && at < heading.length) return 1.5
  return 1 + (0.3 * at) / Math.max(subject.length, 1)
}

function scores(reasons: readonly KindReason[]): { readonly kind: NoticeKind; readonly points: number }[] {
  const kinds = [...new Set(reasons.map(({ kind }) => kind))]
  return kinds
    .map((kind) => {
      const inPlace = (wanted: Place) =>
        reasons
          .filter((reason) => reason.kind === kind && reason.place === wanted)
          .map(({ points }) => points)
      const [best = 0, ...others] = inPlace('subject')
      const besides =
        Math.min(sum(inPlace('text')), MOST_BESIDES) + Math.min(sum(inPlace('attachment')), MOST_BESIDES)
      return { kind, points: best + FURTHER * sum(others) + besides }
    })
    .sort((a, b) => b.points - a.points)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
