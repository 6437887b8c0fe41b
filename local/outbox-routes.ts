import type { Zone } from '../shared/domain/time.ts'
import { filterOf, matching, pageOf } from './outbox-list.ts'
import { readMail } from './outbox-mail.ts'
import { outboxPage } from './outbox-page.ts'
import type { Outbox } from './outbox-store.ts'
import { notFound, type HttpAnswer } from './payload.ts'

/** What `/outbox.json` gives at most; a smaller `limit` may be asked for. */
const mostInJson = 5000

/**
 * The runner's own pages: `/outbox`, `/outbox.json`, `/outbox/mail/<id>` and its attachments.
 * @returns undefined for any other address
 */
export async function outboxRoute(url: URL, outbox: Outbox, zone: Zone): Promise<HttpAnswer | undefined> {
  const [, first, second, id, third, number] = url.pathname.split('/')
  const filter = filterOf(url.searchParams)
  if (url.pathname === '/outbox.json') {
    const limit = Number(url.searchParams.get('limit') ?? mostInJson)
    const found = matching(outbox.all(), filter, zone).slice(0, Math.min(limit, mostInJson))
    return answer('application/json', JSON.stringify({ run: outbox.run, messages: found }))
  }
  if (first !== 'outbox') return undefined
  if (second === undefined || second === '') {
    const page = pageOf(outbox.all(), filter, zone)
    const mails = new Map(
      await Promise.all(page.mail.map(async (mail) => [mail.id, await readMail(mail)] as const)),
    )
    return answer(
      'text/html;charset=utf-8',
      outboxPage({ page, filter, zone, run: outbox.run, mails }),
      pagePolicy,
    )
  }
  const message = second === 'mail' ? outbox.find(decodeURIComponent(id ?? '')) : undefined
  if (message?.channel !== 'mail') return notFound
  const mail = await readMail(message)
  if (third === undefined) return answer('text/html;charset=utf-8', mail.document, mailPolicy)
  const attachment = third === 'attachments' ? mail.attachments[Number(number)] : undefined
  if (attachment === undefined) return notFound
  return {
    status: 200,
    headers: [
      ['content-type', 'application/octet-stream'],
      ['content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name)}`],
      ...common,
    ],
    body: attachment.bytes,
  }
}

const common = [
  ['x-content-type-options', 'nosniff'],
  ['cache-control', 'no-store'],
] as const

/** A mail is a stranger's page: no script, no form, nothing fetched, no place to go. */
const mailPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'"

function answer(type: string, body: string, policy?: string): HttpAnswer {
  return {
    status: 200,
    headers: [
      ['content-type', type],
      ...common,
      ...(policy === undefined ? [] : [['content-security-policy', policy] as const]),
    ],
    body: Buffer.from(body),
  }
}
