import { decodeEntities } from './html-entities.ts'

export type XmlToken =
  | {
      readonly is: 'open' | 'close'
      readonly name: string
      readonly attributes: string
      readonly isEmpty: boolean
    }
  | { readonly is: 'text'; readonly text: string }

/** XML that declares a document type may define entities that grow without bound: no workbook does. */
export class XmlRefused extends Error {
  override readonly name = 'XmlRefused'
}

/**
 * The tags and texts of the XML that workbooks are made of, in their order; names without prefix. Reads no document
 * types and resolves no entities but the five and numbers. Takes time in proportion to the length.
 */
export function* xmlTokens(xml: string): Generator<XmlToken, void, undefined> {
  let at = 0
  while (at < xml.length) {
    const tagAt = xml.indexOf('<', at)
    const end = tagAt === -1 ? xml.length : tagAt
    if (end > at) yield { is: 'text', text: decodeEntities(xml.slice(at, end)) }
    if (tagAt === -1) return
    if (xml.startsWith('<![CDATA[', tagAt)) {
      const close = xml.indexOf(']]>', tagAt)
      yield { is: 'text', text: xml.slice(tagAt + 9, close === -1 ? xml.length : close) }
      at = close === -1 ? xml.length : close + 3
      continue
    }
    const isComment = xml.startsWith('<!--', tagAt)
    if (xml.startsWith('<!', tagAt) && !isComment) throw new XmlRefused('a document type')
    const close = xml.indexOf(isComment ? '-->' : '>', tagAt)
    if (close === -1) return
    at = close + (isComment ? 3 : 1)
    if (isComment || xml.charAt(tagAt + 1) === '?') continue
    yield tagOf(xml.slice(tagAt + 1, close))
  }
}

function tagOf(inside: string): XmlToken {
  const isClose = inside.startsWith('/')
  const isEmpty = inside.endsWith('/')
  const body = inside.slice(isClose ? 1 : 0, isEmpty ? -1 : undefined)
  const space = body.search(/\s/)
  const name = (space === -1 ? body : body.slice(0, space)).replace(/^[^:]*:/, '')
  return { is: isClose ? 'close' : 'open', name, attributes: space === -1 ? '' : body.slice(space), isEmpty }
}

/** An attribute of a tag, `r` of `r="B2" t="s"`. */
export function xmlAttribute(attributes: string, name: string): string | undefined {
  for (const match of attributes.matchAll(/\s(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (match[1] === name) return decodeEntities(match[2] ?? match[3] ?? '')
  }
  return undefined
}
