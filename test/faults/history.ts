import PostalMime from 'postal-mime'
import type { NewMessage, OutboxMessage } from '../../local/outbox-store.ts'
import type { House } from './facts.ts'
import type { Run } from './run.ts'
import type { StoredItem } from './stand.ts'
import type { Accepted, History, Row } from './verdict.ts'
import { wallClock } from './wall-clock.ts'

/*
 * Puts together what happened: from the providers' outbox, and from the table as it stands when the days are over.
 */

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = <Each = StoredItem>(value: unknown): Each[] => (Array.isArray(value) ? (value as Each[]) : [])

/**
 * How a provider would name a message, by what it was given alone: an SMS by its car and what it says of it, a mail by
 * its reader, its subject and the day that the subject names.
 */
export function providersName(message: NewMessage | OutboxMessage, houses: readonly House[]): string {
  if (message.channel === 'sms') return smsName(message.text, houses)
  const to = message.to.join(', ')
  const reader = houses
    .flatMap(({ staff, zone }) => staff.map((colleague) => ({ ...colleague, zone })))
    .find(({ email }) => email === to)
  const zone = reader?.zone ?? 'UTC'
  return mailName(reader?.staffId ?? to, message.subject, Date.parse(message.at), zone)
}

function smsName(words: string, houses: readonly House[]): string {
  const car = houses.flatMap(({ cars }) => cars).find(({ plate }) => words.includes(plate))
  const step = words.includes('将于') ? 'before' : words.includes('已于') ? 'after' : 'unknown'
  return `sms ${car?.vehicleId ?? words} ${step}`
}

/** A staff mail by its reader and its subject, which names a day without its year. */
export function mailName(reader: string, subject: string, at: number, zone: string): string {
  const about = subject.includes('续保汇总') ? 'summary' : subject.includes('待联系名单') ? 'list' : subject
  const [, month = '', day = ''] = /(\d+)月(\d+)日/.exec(subject) ?? []
  const { date } = wallClock(at, zone)
  const year = Number(date.slice(0, 4))
  const days = [year - 1, year, year + 1].map(
    (each) => `${each}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
  )
  const apart = (other: string) => Math.abs(Date.parse(other) - Date.parse(date))
  return `mail ${reader} ${about} ${days.sort((a, b) => apart(a) - apart(b))[0]!}`
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
            providerId: item['providerId'] === undefined ? undefined : text(item['providerId']),
            resolvedByReceipt: resolvedByReceipt(item),
          },
        ]
      : [],
  )
  const byId = new Map(rows.map((row) => [row.messageId, row]))
  const accepted = await Promise.all(
    run.stand.outbox().map(async (message): Promise<Accepted> => ({
      meaning: providersName(message, run.houses),
      providerId: message.id,
      to: message.channel === 'sms' ? message.to : message.to.join(', '),
      at: Date.parse(message.at),
      resent: message.channel === 'mail' && message.subject.startsWith('【重发】'),
      plates: platesIn(message.channel === 'sms' ? message.text : await htmlOf(message.raw)),
      cars: message.channel === 'sms' ? undefined : carsIn(message.subject),
    })),
  )
  const said = (kinds: readonly string[]) =>
    run.said.flatMap(({ kind, name }) => (kinds.includes(kind) ? name : []))
  const fiveTimes = [...Map.groupBy(said(['not-sent']), (meaning) => meaning)]
    .filter(([, times]) => times.length >= 5)
    .map(([meaning]) => meaning)
  const doubtful = [...run.doubtfulIds].flatMap((id) => byId.get(id)?.meaning ?? [])
  return {
    accepted,
    rows,
    decided: decidedIn(items),
    waiting: waitingIn(items, now, damagedIn(rows, run.houses)),
    doubtful: new Set([...doubtful, ...said(['doubt'])]),
    spokenOf: new Set(
      (await receiptsGivenUp(run))
        ? []
        : accepted.flatMap(({ meaning }) => (run.unspoken.has(meaning) ? [] : meaning)),
    ),
    refused: new Set([...said(['for-good']), ...fiveTimes]),
    deadAddresses: run.deadAddresses,
    clocksOff: run.plan.clocksOff ?? 0,
  }
}

/** What lies among the dead letters was said, and never reached the ledger: the alarm tells of it. */
async function receiptsGivenUp({ stand }: Run): Promise<boolean> {
  const graves = await stand.deadLetters()
  return [...graves.keys()].some((queue) => /receipt|sms-log/.test(queue))
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

/** Messages of cars that somebody has damaged a record of. */
function damagedIn(rows: readonly Row[], houses: readonly House[]): ReadonlySet<string> {
  const cars = houses.flatMap(({ cars: all }) => all.filter(({ damaged }) => damaged !== undefined))
  return new Set(
    rows.flatMap(({ meaning, messageId }) =>
      cars.some(({ vehicleId }) => meaning.startsWith(`sms ${vehicleId} `)) ? messageId : [],
    ),
  )
}

function waitingIn(items: readonly StoredItem[], now: number, damaged: ReadonlySet<string>): string[] {
  return items.flatMap((item) => {
    switch (item['sk']) {
      case 'due': {
        const dueAt = Date.parse(text(item['dueAt']))
        return dueAt <= now - longOver.item ? [`${text(item['purpose'])} ${text(item['subject'])}`] : []
      }
      case 'delivery': {
        const since = Date.parse(text(item['sendAfter']))
        const pending = list<unknown>(item['pending']).map(text)
        const isDamaged = pending.length > 0 && pending.every((messageId) => damaged.has(messageId))
        const open = item['status'] !== 'done' && since <= now - longOver.delivery && !isDamaged
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

/** `共 3 台` of a list, `待联系 3 台` of a summary. */
function carsIn(subject: string): number | undefined {
  const count = /(?:共|待联系) (\d+) 台/.exec(subject)?.[1]
  return count === undefined ? undefined : Number(count)
}
