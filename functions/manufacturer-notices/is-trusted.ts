import { writesFrom, type Manufacturer } from '../../shared/domain/manufacturer.ts'
import { allOf } from './header-fields.ts'
import { domainOf, type Mailbox } from './mail-addresses.ts'
import type { MailVerdicts, Verdict } from './mail-verdicts.ts'
import type { MailHead } from './read-mail.ts'

export type TrustReason =
  | 'all-checks-passed'
  | `${'spf' | 'dkim' | 'dmarc' | 'spam' | 'virus'}-${'failed' | 'unknown'}`
  | 'from-missing'
  | 'from-several'
  | 'from-not-manufacturer'
  | 'from-looks-alike'
  | 'from-name-misleads'
  | 'header-cut'
  | 'dmarc-of-other-domain'

export interface Trust {
  readonly trusted: boolean
  /** Whose mail it is; undefined where it is not trusted. */
  readonly manufacturer: Manufacturer | undefined
  /** Why; all of it where it is not trusted. */
  readonly reasons: readonly TrustReason[]
}

/**
 * Whether a mail may be acted on: the receiving server found it sent, signed and aligned as its sender's domain says
 * (SPF, DKIM, DMARC), free of spam and viruses; and its one From address is of one of the dealer's manufacturers, to
 * the letter: a subdomain or a look-alike is not. What a mail says of itself beyond that counts for nothing.
 */
export function isTrusted(
  mail: Pick<MailHead, 'from' | 'fields' | 'isHeaderCut'>,
  verdicts: MailVerdicts,
  manufacturers: readonly Manufacturer[],
): Trust {
  const enabled = manufacturers.filter((manufacturer) => manufacturer.enabled)
  const sender = senderOf(mail)
  const manufacturer =
    typeof sender === 'string' ? undefined : enabled.find((each) => writesFrom(each, sender.address))
  const reasons: TrustReason[] = [
    ...faultsOf(verdicts),
    // Behind what was read may stand the From that the checks were of.
    ...(mail.isHeaderCut ? (['header-cut'] as const) : []),
    ...(typeof sender === 'string'
      ? [sender]
      : [
          ...(manufacturer === undefined ? strangerReasons(sender, enabled) : []),
          ...otherDomain(sender, verdicts),
        ]),
    ...(typeof sender !== 'string' && nameMisleads(sender) ? (['from-name-misleads'] as const) : []),
  ]
  if (reasons.length > 0) return { trusted: false, manufacturer: undefined, reasons }
  return { trusted: true, manufacturer, reasons: ['all-checks-passed'] }
}

/** The one sender. A mail with several, or with several From fields, can show one and be checked by another. */
function senderOf({
  from,
  fields,
}: Pick<MailHead, 'from' | 'fields'>): Mailbox | 'from-missing' | 'from-several' {
  const [sender, ...others] = from
  if (sender === undefined) return 'from-missing'
  return others.length > 0 || allOf(fields, 'from').length > 1 ? 'from-several' : sender
}

function faultsOf(verdicts: MailVerdicts): TrustReason[] {
  return (['spf', 'dkim', 'dmarc', 'spam', 'virus'] as const).flatMap((check) => {
    const verdict: Verdict = verdicts[check]
    return verdict === 'pass'
      ? []
      : [verdict === 'fail' ? (`${check}-failed` as const) : (`${check}-unknown` as const)]
  })
}

/** DMARC has to have been checked for the address that people see. */
function otherDomain({ address }: Mailbox, { dmarcDomain }: MailVerdicts): TrustReason[] {
  return dmarcDomain === undefined || dmarcDomain === domainOf(address) ? [] : ['dmarc-of-other-domain']
}

function strangerReasons({ address }: Mailbox, manufacturers: readonly Manufacturer[]): TrustReason[] {
  const domain = domainOf(address) ?? ''
  const known = manufacturers.flatMap(({ mailDomains, mailAddresses }) => [
    ...mailDomains,
    ...mailAddresses.flatMap((each) => domainOf(each.toLowerCase()) ?? []),
  ])
  return known.some((each) => looksLike(domain, each.toLowerCase()))
    ? ['from-not-manufacturer', 'from-looks-alike']
    : ['from-not-manufacturer']
}

/** Close enough to be taken for the other: its words within it, or two letters away. */
function looksLike(domain: string, known: string): boolean {
  if (domain === known) return false
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')
  return domain.includes('xn--') || letters(domain).includes(letters(known)) || distance(domain, known) <= 2
}

/** Levenshtein; domains are at most 253 characters long. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1]
    for (const [j, other] of Array.from(b).entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** A name that is itself an address, of another domain than the mail's: mail programs show it in the address's place. */
function nameMisleads({ name, address }: Mailbox): boolean {
  const shown =
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[^\s<>"'()（）,;]+@[^\s<>"'()（）,;]+/gu) ?? []
  return shown.some((each) => each !== address && domainOf(each) !== domainOf(address))
}
