import * as z from 'zod'
import { topmost, type HeaderField } from './header-fields.ts'

/** What a check of the receiving server says. `unknown`: it was not made, or did not come to a result. */
export type Verdict = 'pass' | 'fail' | 'unknown'

export interface MailVerdicts {
  readonly spf: Verdict
  readonly dkim: Verdict
  readonly dmarc: Verdict
  readonly spam: Verdict
  readonly virus: Verdict
  /** The domain of the From field that the DMARC check looked at, where that is known. */
  readonly dmarcDomain?: string | undefined
}

const SesVerdict = z.object({ status: z.string().max(50) })

/** The verdicts within `receipt` of the event that SES sends for a received mail. */
export const SesReceipt = z.object({
  spfVerdict: SesVerdict,
  dkimVerdict: SesVerdict,
  dmarcVerdict: SesVerdict,
  spamVerdict: SesVerdict,
  virusVerdict: SesVerdict,
})
export type SesReceipt = z.infer<typeof SesReceipt>

/** SES says PASS, FAIL, GRAY (the domain has no policy) or PROCESSING_FAILED: only PASS passes. */
export function verdictsOfReceipt(receipt: SesReceipt): MailVerdicts {
  return {
    spf: verdictOf(receipt.spfVerdict.status),
    dkim: verdictOf(receipt.dkimVerdict.status),
    dmarc: verdictOf(receipt.dmarcVerdict.status),
    spam: verdictOf(receipt.spamVerdict.status),
    virus: verdictOf(receipt.virusVerdict.status),
  }
}

/** Who writes the verdicts into the mails that this department receives (authserv-id of RFC 8601). */
export const OUR_RECEIVERS: readonly string[] = ['amazonses.com']

/**
 * The verdicts that the receiving server wrote on top of the mail: the topmost `Authentication-Results` (RFC 8601)
 * and the topmost verdicts of SES. Fields below may be anybody's and are not looked at; nor is a topmost one of
 * another server than ours.
 */
export function verdictsOfHeader(
  fields: readonly HeaderField[],
  receivers: readonly string[] = OUR_RECEIVERS,
): MailVerdicts {
  const [server = '', ...results] = pieces(topmost(fields, 'authentication-results') ?? '')
  const isOurs = receivers.includes(server.split(/\s/)[0]?.toLowerCase() ?? '')
  const resultsOf = (method: string) => (isOurs ? results.filter((text) => methodOf(text) === method) : [])
  const dmarc = resultsOf('dmarc')
  return {
    spf: everyOf(resultsOf('spf')),
    // A mail may be signed several times, by those who passed it on too: one good signature is enough.
    dkim: resultsOf('dkim').some((text) => resultOf(text) === 'pass') ? 'pass' : everyOf(resultsOf('dkim')),
    dmarc: everyOf(dmarc),
    spam: verdictOf(topmost(fields, 'x-ses-spam-verdict') ?? ''),
    virus: verdictOf(topmost(fields, 'x-ses-virus-verdict') ?? ''),
    dmarcDomain: /\sheader\.from=([^\s;"]+)/i.exec(dmarc[0] ?? '')?.[1]?.toLowerCase(),
  }
}

function verdictOf(status: string): Verdict {
  const word = status.trim().toLowerCase()
  if (word === 'pass') return 'pass'
  return word === 'fail' ? 'fail' : 'unknown'
}

/** Each of them has to pass: a method that is told twice with different results tells nothing. */
function everyOf(results: readonly string[]): Verdict {
  if (results.length === 0) return 'unknown'
  const verdicts = results.map((text) => verdictOf(resultOf(text)))
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.every((verdict) => verdict === 'pass') ? 'pass' : 'unknown'
}

const result = /^([a-z0-9-]+)(?:\/\d+)?\s*=\s*([a-z]+)/i

function methodOf(text: string): string | undefined {
  return result.exec(text)?.[1]?.toLowerCase()
}

function resultOf(text: string): string {
  return result.exec(text)?.[2] ?? ''
}

/** Cut at semicolons outside of quotes and comments; what stands within those is a sender's word and is left out. */
function pieces(value: string): readonly string[] {
  const found: string[] = []
  let text = ''
  let depth = 0
  let isQuoted = false
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at)
    if ((isQuoted || depth > 0) && character === '\\') at += 1
    else if (character === '"' && depth === 0) isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (character === '(') depth += 1
    else if (character === ')' && depth > 0) depth -= 1
    else if (depth > 0) continue
    else if (character === ';') {
      found.push(text.trim())
      text = ''
    } else text += character
  }
  return [...found, text.trim()]
}
