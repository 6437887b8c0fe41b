import { decodeEntities } from './html-entities.ts'
import { MOST_LINKS } from './mail-bounds.ts'
import { linkOf, shownLink, type MailLink } from './mail-link.ts'

export interface HtmlText {
  readonly text: string
  readonly links: readonly MailLink[]
}

/** What a browser shows nothing of, or something else than the words in it; up to its end tag nothing is a tag. */
const withoutText = new Set(['script', 'style', 'title', 'textarea', 'iframe', 'noembed', 'noframes', 'xmp'])
/** The same, with tags in them. */
const leftOut = new Set(['template', 'svg', 'math', 'object', 'select', 'audio', 'video', 'canvas'])
const withoutEnd = new Set([
  'br',
  'hr',
  'img',
  'input',
  'meta',
  'link',
  'col',
  'base',
  'area',
  'wbr',
  'embed',
])
const ownLine = new Set(
  ['p', 'div', 'tr', 'li', 'table', 'ul', 'ol', 'dl', 'dt', 'dd', 'hr', 'pre', 'section', 'article'].concat([
    'header',
    'footer',
    'center',
    'blockquote',
    'address',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'form',
  ]),
)

/** Written into the style of what is there for machines and not for people. */
const unseen =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])|mso-hide\s*:\s*all/i

/**
 * The words of an HTML mail as people see them: no scripts and styles, nothing hidden; blocks are lines, cells are
 * parted by tabs, what is quoted begins with `>`. Each link is followed by the host that it leads to. What is left is
 * text: none of it is HTML any more. Takes time in proportion to the length, also for broken HTML.
 */
export function htmlToText(html: string): HtmlText {
  const writer = new TextWriter()
  const lower = html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  let at = 0
  while (at < html.length) {
    const tagAt = html.indexOf('<', at)
    writer.write(decodeEntities(html.slice(at, tagAt === -1 ? html.length : tagAt)))
    if (tagAt === -1) break
    if (html.startsWith('<!--', tagAt)) {
      const end = html.indexOf('-->', tagAt + 4)
      at = end === -1 ? html.length : end + 3
      continue
    }
    if (!/[a-z/!?]/.test(lower.charAt(tagAt + 1))) {
      writer.write('<')
      at = tagAt + 1
      continue
    }
    const end = endOfTag(html, tagAt)
    const tag = html.slice(tagAt, end)
    const name = /^<([a-z][a-z0-9]*)/.exec(lower.slice(tagAt, tagAt + 30))?.[1]
    at = end
    if (name !== undefined && withoutText.has(name) && !tag.endsWith('/>')) {
      const close = lower.indexOf(`</${name}`, end)
      at = close === -1 ? html.length : endOfTag(html, close)
    } else writer.tag(tag, lower.slice(tagAt, end))
  }
  return writer.end()
}

/** Behind the `>` that ends a tag; one within quotes does not. The end of the text where there is none. */
function endOfTag(html: string, from: number): number {
  let quote = ''
  let before = ''
  for (let at = from; at < html.length; at += 1) {
    const character = html.charAt(at)
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '>') return at + 1
    else if (before === '=' && (character === '"' || character === "'")) quote = character
    if (character.trim() !== '') before = character
  }
  return html.length
}

function attributeOf(tag: string, name: string): string | undefined {
  for (const match of tag.matchAll(/\s([a-z-]{1,30})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))/gi)) {
    if (match[1]?.toLowerCase() === name) return decodeEntities(match[2] ?? match[3] ?? match[4] ?? '')
  }
  return undefined
}

class TextWriter {
  readonly #lines: string[] = []
  readonly #links: MailLink[] = []
  /** Pieces of the line, joined at its end: a string that grows is copied each time that its end is looked at. */
  #pieces: string[] = []
  #endsBlank = true
  #quotes = 0
  #hidden: { name: string; depth: number } | undefined
  #link: { href: string; text: string } | undefined

  write(text: string): void {
    if (this.#hidden !== undefined) return
    const words = text.replace(/[ \t\n\r\f\u00a0]+/g, ' ')
    this.#add(this.#endsBlank ? words.trimStart() : words)
    if (this.#link !== undefined && this.#link.text.length < 1000) this.#link.text += words
  }

  #add(words: string): void {
    if (words === '') return
    this.#pieces.push(words)
    this.#endsBlank = words.endsWith(' ')
  }

  tag(tag: string, lower: string): void {
    const [, slash, name] = /^<(\/?)([a-z][a-z0-9]*)/.exec(lower) ?? []
    if (name === undefined) return
    const opens = slash === ''
    if (this.#hidden !== undefined) {
      this.#stayHidden(name, opens)
      return
    }
    if (opens && !withoutEnd.has(name) && (leftOut.has(name) || isUnseen(tag))) {
      this.#hidden = { name, depth: 1 }
      return
    }
    if (name === 'a') this.#anchor(opens ? tag : undefined)
    else if (name === 'br' || ownLine.has(name)) this.#breakLine()
    else if ((name === 'td' || name === 'th') && !opens) this.#add('\t')
    if (name === 'blockquote') this.#quotes = Math.max(0, this.#quotes + (opens ? 1 : -1))
  }

  end(): HtmlText {
    this.#anchor(undefined)
    this.#breakLine()
    const text = this.#lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
    return { text, links: this.#links }
  }

  #stayHidden(name: string, opens: boolean): void {
    if (this.#hidden?.name !== name) return
    this.#hidden.depth += opens ? 1 : -1
    if (this.#hidden.depth === 0) this.#hidden = undefined
  }

  #anchor(tag: string | undefined): void {
    if (this.#link !== undefined) {
      const link = linkOf(this.#link.href, this.#link.text)
      if (link !== undefined && this.#links.length < MOST_LINKS) {
        this.#links.push(link)
        this.#add(shownLink(link))
      }
      this.#link = undefined
    }
    const href = tag === undefined ? undefined : attributeOf(tag, 'href')
    if (href !== undefined) this.#link = { href, text: '' }
  }

  #breakLine(): void {
    const line = this.#pieces.join('').trim()
    this.#lines.push(line === '' ? '' : `${'> '.repeat(Math.min(this.#quotes, 5))}${line}`)
    this.#pieces = []
    this.#endsBlank = true
  }
}

function isUnseen(tag: string): boolean {
  return /\shidden(?:[\s=>/])/i.test(tag) || unseen.test(attributeOf(tag, 'style') ?? '')
}
