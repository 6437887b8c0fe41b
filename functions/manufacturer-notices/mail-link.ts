/** A link of a mail. It is shown as text, never as something to press. */
export interface MailLink {
  /** What the mail shows. */
  readonly text: string
  /** Where it leads: the host as it is looked up (`xn--…` for other scripts); undefined where it is no web address. */
  readonly host: string | undefined
  /** `other-host`: what it shows looks like a host that it does not lead to. `scheme`: it would run or open something. */
  readonly disguise: 'other-host' | 'scheme' | undefined
}

const MOST_LINK_CHARACTERS = 300
const harmless = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** Undefined for links within the mail itself. */
export function linkOf(href: string, shown: string): MailLink | undefined {
  // Browsers leave out tabs and line breaks, and blanks around: `java\nscript:` runs.
  const address = href.replace(/[\t\n\r]/g, '').trim()
  if (address === '' || address.startsWith('#')) return undefined
  const text = shown.replace(/\s+/g, ' ').trim().slice(0, MOST_LINK_CHARACTERS)
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined) return { text, host: undefined, disguise: undefined }
  if (!harmless.has(url.protocol)) return { text, host: undefined, disguise: 'scheme' }
  if (!url.protocol.startsWith('http')) return { text, host: undefined, disguise: undefined }
  const host = url.hostname.toLowerCase()
  const promised = hostIn(text)
  const isOther = promised !== undefined && !isSameSite(promised, host)
  return { text, host, disguise: isOther ? 'other-host' : undefined }
}

/** What stands behind the words of a link: ` [oem-a.example]`. */
export function shownLink(link: MailLink): string {
  if (link.host !== undefined) return ` [${link.host}]`
  return link.disguise === 'scheme' ? ' [!]' : ''
}

/** The host that a text names, `www.oem-a.example` in `登录 https://www.oem-a.example/x`. */
function hostIn(text: string): string | undefined {
  const narrow = text.normalize('NFKC').toLowerCase()
  const written =
    /(?:https?:\/\/)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,10}[a-z]{2,24})(?![\p{L}\p{N}@])/u.exec(
      narrow,
    )
  const host = written?.[1]
  if (host === undefined || endsLikeFile.test(host)) return undefined
  return URL.canParse(`https://${host}`) ? new URL(`https://${host}`).hostname : undefined
}

/** `清单.xlsx` names a file and no host. */
const endsLikeFile = /\.(?:xlsx?|csv|docx?|pptx?|pdf|zip|rar|txt|jpe?g|png|html?|eml|exe)$/

function isSameSite(promised: string, host: string): boolean {
  const bare = promised.replace(/^www\./, '')
  return host === promised || host === bare || host.endsWith(`.${bare}`)
}
