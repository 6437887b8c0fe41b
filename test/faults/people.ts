import { setTimeout as sleep } from 'node:timers/promises'
import type { House } from './facts.ts'
import { mailName, providersName } from './history.ts'
import type { Run } from './run.ts'

interface HeldItem {
  messageId: string
  etag: string
  subject: string
  step: string
  channel: string
  text: string
  triedAt: string
}

interface HeldPage {
  items: HeldItem[]
  next?: string | null
}

/** Messages that one request decides on. */
const mostAtOnce = 25
/** Times that a person presses the button again when the connection breaks, and the pause in between. */
const patience = { tries: 6, pause: 20 }

/**
 * The person who goes through the list of held messages: looks at the provider's own record, drops what went out and
 * releases what did not. What is held and not on the list is reported: nobody would ever find it.
 */
export async function resolveHeld(run: Run): Promise<void> {
  const { stand, houses } = run
  const wentOut = new Set(stand.outbox().map((message) => providersName(message, houses)))
  await lookForHeld(run, async (ask, house, items) => {
    const [arrived, lost] = [true, false].map((went) =>
      items.filter((item) => wentOut.has(nameOf(item, house)) === went),
    )
    await decide(ask, 'drop', arrived!)
    await decide(ask, 'release', lost!)
    run.held.byPerson += items.length
  })
}

/** Reads the list of held messages to its end, and reports what is held and stands nowhere on it. */
export async function lookForHeld(
  run: Run,
  withPage: (ask: Ask, house: House, items: readonly HeldItem[]) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const held = (await run.stand.scan()).flatMap(({ sk, status, messageId }) =>
    sk === 'message' && status === 'held' ? [String(messageId)] : [],
  )
  const listed = new Set<string>()
  for (const house of run.houses) {
    const ask = await clientOf(run, house.dealerId)
    let cursor: string | undefined
    do {
      const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`
      const page = (await ask('GET', `/messages/held${query}`)) as HeldPage
      for (const { messageId } of page.items) listed.add(messageId)
      await withPage(ask, house, page.items)
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
  }
  run.unlisted.push(...held.filter((messageId) => !listed.has(messageId)))
}

/** By the words of the list alone: a mail's text is its subject. */
function nameOf({ channel, subject, step, text, triedAt }: HeldItem, { zone }: House): string {
  const id = subject.slice(subject.indexOf('#') + 1)
  return channel === 'mail' ? mailName(id, text, Date.parse(triedAt), zone) : `sms ${id} ${step}`
}

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

/** Asks again, under the same key, as long as nobody answers: that is what the key is for. */
async function clientOf({ stand: { stack } }: Run, dealerId: string) {
  const token = await stack.token({ dealerId, roles: ['service_manager'], sub: 'harness' })
  return async (
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: object,
  ): Promise<unknown> => {
    const content = body && { 'content-type': 'application/json' }
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(`${stack.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...headers, ...content },
        body: body === undefined ? null : JSON.stringify(body),
      }).catch((cause: unknown) => cause)
      const said = answer instanceof Response ? await answer.text().catch(() => undefined) : undefined
      if (answer instanceof Response && answer.ok && said !== undefined) return JSON.parse(said)
      const heard = answer instanceof Response && said !== undefined && answer.status < 500
      if (heard || tries === patience.tries) {
        const what = answer instanceof Response ? `${answer.status} ${said ?? ''}` : String(answer)
        throw new Error(`${method} ${path} answered ${what}`)
      }
      await sleep(patience.pause)
    }
  }
}
