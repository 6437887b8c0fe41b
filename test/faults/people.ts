import { providersName } from './history.ts'
import type { Run } from './run.ts'

interface HeldItem {
  messageId: string
  etag: string
  subject: string
  step: string
  channel: string
}

interface HeldPage {
  items: HeldItem[]
  next?: string | null
}

/** Messages that one request decides on. */
const mostAtOnce = 25

/**
 * The person who goes through the list of held messages: looks at the provider's own record, drops what went out and
 * releases what did not. What is held and not on the list is reported: nobody would ever find it.
 */
export async function resolveHeld(run: Run): Promise<void> {
  const { stand, houses } = run
  const held = (await stand.scan()).flatMap(({ sk, status, messageId }) =>
    sk === 'message' && status === 'held' ? [String(messageId)] : [],
  )
  const wentOut = new Set(stand.outbox().map((message) => providersName(message, houses)))
  const listed = new Set<string>()
  for (const { dealerId } of houses) {
    const ask = await clientOf(run, dealerId)
    let cursor: string | undefined
    do {
      const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`
      const page = (await ask('GET', `/messages/held${query}`)) as HeldPage
      for (const { messageId } of page.items) listed.add(messageId)
      const [arrived, lost] = [true, false].map((went) =>
        page.items.filter((item) => wentOut.has(nameOf(item)) === went),
      )
      await decide(ask, 'drop', arrived!)
      await decide(ask, 'release', lost!)
      run.held.byPerson += page.items.length
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
  }
  run.unlisted.push(...held.filter((messageId) => !listed.has(messageId)))
}

const nameOf = ({ messageId, channel, subject, step }: HeldItem) =>
  channel === 'mail' ? `mail ${messageId}` : `sms ${subject.slice(subject.indexOf('#') + 1)} ${step}`

type Ask = Awaited<ReturnType<typeof clientOf>>

/** One by itself, several together: both ways are for people. */
async function decide(ask: Ask, decision: 'drop' | 'release', items: readonly HeldItem[]): Promise<void> {
  const [first, ...others] = items
  if (first !== undefined && others.length === 0) {
    const { messageId, etag } = first
    const headers = { 'if-match': etag, 'idempotency-key': messageId }
    await ask('POST', `/messages/${messageId}/${decision}`, headers)
    return
  }
  for (let from = 0; from < items.length; from += mostAtOnce) {
    const messages = items.slice(from, from + mostAtOnce).map(({ messageId, etag }) => ({ messageId, etag }))
    const headers = { 'idempotency-key': messages[0]!.messageId }
    const answer = (await ask('POST', `/messages/held/${decision}`, headers, { messages })) as {
      messages: { outcome: string }[]
    }
    const refused = answer.messages.filter(({ outcome }) => outcome === 'refused')
    if (refused.length > 0) throw new Error(`${decision}: ${JSON.stringify(refused)}`)
  }
}

async function clientOf({ stand: { stack } }: Run, dealerId: string) {
  const token = await stack.token({ dealerId, roles: ['service_manager'], sub: 'harness' })
  return async (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: object,
  ): Promise<unknown> => {
    const content = body && { 'content-type': 'application/json' }
    const answer = await fetch(`${stack.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers, ...content },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const said = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status} ${said}`)
    return JSON.parse(said)
  }
}
