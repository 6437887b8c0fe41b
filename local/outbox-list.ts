import { createHash } from 'node:crypto'
import { dateIn, type CalendarDate, type Zone } from '../shared/domain/time.ts'
import type { AcceptedMail, AcceptedSms, OutboxMessage } from './outbox-store.ts'

/** What of the outbox to show. */
export interface OutboxFilter {
  /** The day in the dealer's zone. */
  readonly day: string | undefined
  readonly channel: 'sms' | 'mail' | undefined
  /** A key from `personKey`, or part of a number or address. */
  readonly who: string | undefined
  /** From 1. */
  readonly page: number
}

export interface OutboxPage {
  /** Newest first, this page only. */
  readonly sms: readonly AcceptedSms[]
  readonly mail: readonly AcceptedMail[]
  /** All that match. */
  readonly total: { readonly sms: number; readonly mail: number }
  readonly page: number
  readonly pages: number
  /** Every day with a message, newest first. */
  readonly days: readonly CalendarDate[]
}

/** Messages of a page: an SMS takes a line or three, a mail half a screen. */
const perPage = { sms: 40, mail: 8 }

export function filterOf(parameters: URLSearchParams): OutboxFilter {
  const channel = parameters.get('channel')
  const page = Number(parameters.get('page') ?? '1')
  return {
    day: parameters.get('day') ?? undefined,
    channel: channel === 'sms' || channel === 'mail' ? channel : undefined,
    who: parameters.get('who')?.trim() ?? undefined,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  }
}

export function matching(all: readonly OutboxMessage[], filter: OutboxFilter, zone: Zone): OutboxMessage[] {
  const { day, channel, who } = filter
  return all
    .filter(
      (message) =>
        (channel === undefined || message.channel === channel) &&
        (who === undefined || who === '' || isWith(message, who)) &&
        (day === undefined || day === '' || dateIn(message.at, zone) === day),
    )
    .reverse()
}

export function pageOf(all: readonly OutboxMessage[], filter: OutboxFilter, zone: Zone): OutboxPage {
  const found = matching(all, filter, zone)
  const sms = found.filter((message) => message.channel === 'sms')
  const mail = found.filter((message) => message.channel === 'mail')
  const pages = Math.max(1, Math.ceil(sms.length / perPage.sms), Math.ceil(mail.length / perPage.mail))
  const page = Math.min(filter.page, pages)
  const days = new Set(all.map(({ at }) => dateIn(at, zone)))
  return {
    sms: sms.slice((page - 1) * perPage.sms, page * perPage.sms),
    mail: mail.slice((page - 1) * perPage.mail, page * perPage.mail),
    total: { sms: sms.length, mail: mail.length },
    page,
    pages,
    days: [...days].sort().reverse(),
  }
}

/** Stands for a number or an address in a link, so that the link does not show it. */
export function personKey(address: string): string {
  return `~${createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 12)}`
}

function isWith(message: OutboxMessage, who: string): boolean {
  const addresses = message.channel === 'sms' ? [message.to] : message.to
  return addresses.some((address) =>
    who.startsWith('~') ? personKey(address) === who : address.toLowerCase().includes(who.toLowerCase()),
  )
}

/** `+8613812345678` → `138****5678`, as a screen shows a stranger's number. */
export function maskNumber(number: string): string {
  const national = number.replace(/^\+86/, '')
  return national.length < 8 ? '****' : `${national.slice(0, 3)}****${national.slice(-4)}`
}
