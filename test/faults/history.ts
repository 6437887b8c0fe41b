import PostalMime from 'postal-mime'
import type { NewMessage, OutboxMessage } from '../../local/outbox-store.ts'
import type { House } from './facts.ts'
import type { Run } from './run.ts'
import type { StoredItem } from './stand.ts'
import type { Accepted, History, Row } from './verdict.ts'

/*
 * Puts together what happened: from the providers' outbox, and from the table as it stands when the days are over.
 */

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): StoredItem[] => (Array.isArray(value) ? (value as StoredItem[]) : [])

/** How a provider would name a message: an SMS by its car and what it says of it, a mail by its tag. */
export function providersName(message: NewMessage | OutboxMessage, houses: readonly House[]): string {
  if (message.channel === 'mail') return `mail ${message.tags['messageId'] ?? ''}`
  const car = houses.flatMap(({ cars }) => cars).find(({ plate }) => message.text.includes(plate))
  const step = message.text.includes('将于') ? 'before' : message.text.includes('已于') ? 'after' : 'unknown'
  return `sms ${car?.vehicleId ?? message.text} ${step}`
}

/** Long enough for every schedule and every retry to have come round. */
const longOver = { item: 15 * 3_600_000, delivery: 3_600_000 }

export async function historyOf(run: Run): Promise<History> {
  const items = await run.stand.scan()
  const now = run.stand.stack.clock.nowMilliseconds()
  const rows = items.flatMap((item): Row[] =>
    item['sk'] === 'message'
      ? [
          {
            meaning: meaningOfRow(item),
            messageId: text(item['messageId']),
            status: text(item['status']),
            reason: item['reason'] === undefined ? undefined : text(item['reason']),
            resolvedByReceipt: resolvedByReceipt(item),
          },
        ]
      : [],
  )
  const byId = new Map(rows.map((row) => [row.messageId, row]))
  // A mail goes by the tag that the provider was given, and by its meaning in the ledger.
  const meaningOfName = (name: string) =>
    name.startsWith('mail ') ? (byId.get(name.slice('mail '.length))?.meaning ?? name) : name
  const accepted = await Promise.all(
    run.stand.outbox().map(async (message): Promise<Accepted> => ({
      meaning: meaningOfName(providersName(message, run.houses)),
      to: message.channel === 'sms' ? message.to : (message.to[0] ?? ''),
      at: Date.parse(message.at),
      resent: message.channel === 'mail' && message.subject.startsWith('【重发】'),
      plates: platesIn(message.channel === 'sms' ? message.text : await htmlOf(message.raw)),
    })),
  )
  const said = (kinds: readonly string[]) =>
    run.said.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => meaningOfName(name))
  const fiveTimes = [...Map.groupBy(said(['not-sent']), (meaning) => meaning)]
    .filter(([, times]) => times.length >= 5)
    .map(([meaning]) => meaning)
  const unspoken = new Set([...run.unspoken].map(meaningOfName))
  const doubtful = [...run.doubtfulIds].flatMap((id) => byId.get(id)?.meaning ?? [])
  return {
    accepted,
    rows,
    decided: decidedIn(items),
    waiting: waitingIn(items, now),
    doubtful: new Set(
      run.plan.anyDoubt === true ? rows.map(({ meaning }) => meaning) : [...doubtful, ...said(['doubt'])],
    ),
    spokenOf: new Set(
      run.plan.mayGiveUp === true || run.plan.anyDoubt === true
        ? []
        : accepted.flatMap(({ meaning }) => (unspoken.has(meaning) ? [] : meaning)),
    ),
    refused: new Set([...said(['for-good']), ...fiveTimes]),
  }
}

function meaningOfRow(item: StoredItem): string {
  const step = text(item['step'])
  if (item['channel'] === 'sms') return `sms ${text(item['subject']).replace('vehicle#', '')} ${step}`
  return `mail ${text((item['recipient'] as StoredItem)['id'])} ${step} ${text(item['cycle'])}`
}

/** In doubt once, never accepted by a reply, never decided on by a person: and yet its end is known. */
function resolvedByReceipt({ attempts, status, decision }: StoredItem): boolean {
  const outcomes = list(attempts).map(({ outcome }) => outcome)
  const known = status === 'sent' || status === 'delivered' || status === 'bounced'
  return known && outcomes.includes('in-doubt') && !outcomes.includes('accepted') && decision === undefined
}

/** From the day's journals: a due item forgets what it decided when its car begins anew. */
function decidedIn(items: readonly StoredItem[]): Map<string, string> {
  const decided = new Map<string, string>()
  const pages = items.filter(
    ({ entity, purpose }) => entity === 'DecisionJournal' && purpose === 'maintenance-reminders',
  )
  for (const { subject, step, outcome, reason } of pages.flatMap((page) => list(page['decided']))) {
    const vehicle = text(subject).replace('vehicle#', '')
    if (outcome !== 'message') decided.set(`sms ${vehicle} ${text(step)}`, text(reason) || text(outcome))
  }
  return decided
}

function waitingIn(items: readonly StoredItem[], now: number): string[] {
  return items.flatMap((item) => {
    switch (item['sk']) {
      case 'due': {
        const dueAt = Date.parse(text(item['dueAt']))
        return dueAt <= now - longOver.item ? [`${text(item['purpose'])} ${text(item['subject'])}`] : []
      }
      case 'delivery': {
        const since = Date.parse(text(item['sendAfter']))
        const open = item['status'] !== 'done' && since <= now - longOver.delivery
        return open ? [`delivery ${text(item['deliveryId'])} (${text(item['status'])})`] : []
      }
      default:
        return []
    }
  })
}

async function htmlOf(raw: string): Promise<string> {
  return (await PostalMime.parse(Buffer.from(raw, 'base64'))).html ?? ''
}

function platesIn(words: string): string[] {
  return [...new Set(words.match(/浙A\d{5}/g))]
}
