import { providersName } from './history.ts'
import type { Run } from './run.ts'

interface HeldPage {
  items: { messageId: string; etag: string; subject: string; step: string; channel: string }[]
  next?: string | null
}

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
      for (const { messageId, etag, channel, subject, step } of page.items) {
        listed.add(messageId)
        const name =
          channel === 'mail' ? `mail ${messageId}` : `sms ${subject.slice(subject.indexOf('#') + 1)} ${step}`
        const decision = wentOut.has(name) ? 'drop' : 'release'
        await ask('POST', `/messages/${messageId}/${decision}`, {
          'if-match': etag,
          'idempotency-key': messageId,
        })
        run.held.byPerson += 1
      }
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
  }
  run.unlisted.push(...held.filter((messageId) => !listed.has(messageId)))
}

async function clientOf({ stand: { stack } }: Run, dealerId: string) {
  const token = await stack.token({ dealerId, roles: ['service_manager'], sub: 'harness' })
  return async (method: string, path: string, headers: Record<string, string> = {}): Promise<unknown> => {
    const answer = await fetch(`${stack.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
    })
    const body = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status} ${body}`)
    return JSON.parse(body)
  }
}
